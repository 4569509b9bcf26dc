/**
 * The way of docs/first-use.md, as somebody walks it who knows nothing: from the page that `npm start` names to an active prefix,
 * through wrong records and a conflict. By visible labels and roles alone, and every screen as the one before has left it.
 */
import { type Visit, visitConsole } from './console.ts';

const NAMES = [
  'login.www.example.com',
  'login.shop.example.com',
  'login.www.example.org',
  'login.example.net',
  'login.blog.example.net',
];
const HELD = 'login.www.example.com';

let visit: Visit;

beforeAll(async () => {
  visit = await visitConsole({}, null);
});

afterAll(() => visit?.leave());

const heading = (name: string | RegExp) => visit.page.getByRole('heading', { name, level: 1 }).waitFor();
const back = () => visit.follow('Back to where you came from');

describe('somebody who knows nothing', () => {
  it('is led to the portal, and told whom to be', async () => {
    await heading('Sign in');
    await visit.see(/the portal is simulated too/);
    await visit.picture('first-sign-in');
    await visit.follow('Go to the portal');
    await visit.see('Be Ann');
    await visit.press('Sign in as Ann');
    await heading('Sites');
  });

  it('reads what to try, and lets somebody else hold a name', async () => {
    await visit.see('What to try');
    await visit.picture('first-sites');
    await visit.follow('Other accounts');
    await heading(/^Other accounts/);
    await visit.press('Hold it');
    await visit.see(`${HELD} is held by somebody else now.`);
    await visit.picture('first-hold');
    await back();
    await heading('Sites');
  });

  it('reads what is wrong with which record, and why it cannot go on', async () => {
    await visit.follow('Generate new certificate');
    await visit.see('3 of 5 names are ready.');
    await visit.see('Some names are not ready.');
    await visit.picture('first-findings');
  });

  it('puts the records right, and reads how long caches remember', async () => {
    for (const name of ['login.shop.example.com', 'login.blog.example.net']) {
      await visit.follow(`Put it right (simulated DNS of ${name})`);
      await visit.see(`Record for ${name}`);
      await visit.press('Save record');
      await visit.see(`${name} CNAME is saved in`);
      await back();
      await heading('Generate new certificate');
      await visit.see(/names are ready\./);
    }
    await visit.see(/Every record is right; caches still answer/);
    await visit.picture('first-caches');
  });

  it('moves the clock, and the page checks again by itself', async () => {
    await visit.press('+1 h');
    await visit.see('All 5 names are ready.');
    await visit.see(/^One name has something to put right/);
    await visit.picture('first-ready-to-start');
  });

  it('generates, and waits until somebody must act', async () => {
    await visit.press('Generate');
    await heading('Certificate for login');
    await visit.jumpUntil('Action required');
    await visit.see('5 of 5 names wait for approval');
    await visit.picture('first-approval');
  });

  it('approves each name in one of its mailboxes, and has the request look at once', async () => {
    for (const name of NAMES) {
      await visit.page
        .getByRole('row', { name: new RegExp(name.replaceAll('.', '\\.')) })
        .getByRole('link', { name: 'Read its mails' })
        .click();
      await visit.follow(`Certificate request for ${name}`);
      await heading(new RegExp(`^Certificate request for ${name}`));
      await visit.press('I Approve');
      await visit.see('Approved.');
      if (name === HELD) await visit.picture('first-mail');
      await back();
      await heading('Certificate for login');
    }
    await visit.press('Check again');
    await visit.see('All 5 names are approved');
    await visit.picture('first-approved');
  });

  it('meets "Identity already exists", and releases the name where it is held', async () => {
    await visit.jumpUntil(/^Identity already exists: 1 of 5 names is held/);
    await visit.follow('See who holds them');
    await heading('Identity already exists');
    await visit.picture('first-conflict');
    await visit.follow(`Release it (simulated holder of ${HELD})`);
    await visit.press(`Release ${HELD}`);
    await visit.see(`${HELD} is released.`);
    await visit.picture('first-release');
    await back();
  });

  it('is told when nothing holds a name any more, and when every name serves', async () => {
    await visit.jumpUntil('Nothing holds a name of this request any more');
    await visit.picture('first-solved');
    await visit.follow('Open the request');
    await heading('Certificate for login');
    await visit.jumpUntil('Ready to activate');
    await visit.picture('first-ready');
  });

  it('saves the prefix, and the site says that it is active', async () => {
    await visit.page.getByRole('link', { name: 'Site settings' }).click();
    await heading('Site settings');
    await visit.press('Save settings');
    await visit.see('Prefix login is active.');
    await visit.picture('first-settings');
    await visit.page.getByRole('link', { name: 'Certificate provisioning' }).click();
    await heading('Acme Stores');
    await visit.page.getByRole('row', { name: /^req-/ }).getByText('Active', { exact: true }).waitFor();
    await visit.picture('first-active');
  });

  it('saw no error in the console of the browser', () => {
    expect(visit.complaints).toEqual([]);
  });
});
