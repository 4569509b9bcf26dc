/** "Identity already exists", from the customer who cannot release a name to on-call who has AWS move it, in a real browser. */
import type { RequestView } from '../../core/view.ts';
import { mendRecord } from '../../local/people.ts';
import { type Visit, visitConsole } from './console.ts';

const HELD = 'login.www.example.com';

let visit: Visit;
let address: string;

beforeAll(async () => {
  visit = await visitConsole();
  for (const domain of ['shop.example.com', 'blog.example.net']) mendRecord(visit.story, domain);
  await visit.story.hours(1);
});

afterAll(() => visit?.leave());

describe('a name that somebody else holds', () => {
  it('is held since before anybody asked for a certificate', async () => {
    await visit.visit('#/world/others');
    await visit.fill('Name that they hold', HELD);
    await visit.press('Hold it');
    await visit.see(`${HELD} is held by somebody else now.`);
    await visit.picture('world-others');
  });

  it('is seen before the certificate is requested, and blocks nothing', async () => {
    await visit.visit('#/sites/acme/generate?prefix=login');
    await visit.see(/A CloudFront edge already serves login\.www\.example\.com for somebody else/);
    await visit.picture('generate-held');
    await visit.press('Generate');
    await visit.page.getByRole('heading', { name: 'Certificate for login' }).waitFor();
    address = new URL(visit.page.url()).hash;
  });

  it('waits for its release when all names are approved', async () => {
    await visit.jumpUntil('Action required');
    for (const alias of [
      'login.www.example.com',
      'login.shop.example.com',
      'login.www.example.org',
      'login.example.net',
      'login.blog.example.net',
    ]) {
      await visit.visit(`#/world/mails?for=${alias}`);
      await visit.follow(`Certificate request for ${alias}`);
      await visit.press('I Approve');
      await visit.see('Approved.');
    }
    await visit.visit(address);
    await visit.jumpUntil(/^Identity already exists: 1 of 5 names is held/);
    await visit.picture('request-held');
  });

  it('tells the customer what to do, and takes "I cannot"', async () => {
    await visit.follow('See who holds them');
    await visit.see('What you can do yourself');
    await visit.picture('conflict');
    await visit.press("I can't release them");
    await visit.picture('conflict-question');
    await visit.confirm('Ask AWS');
    await visit.jumpUntil('TXT records to add');
    await visit.see(`_${HELD}`);
    await visit.picture('conflict-txt');
  });

  it('gets its TXT record', async () => {
    await visit.follow(`Put it right (simulated DNS of _${HELD})`);
    await visit.press('Save record');
    await visit.see(`_${HELD} TXT is saved in example.com.`);
    await visit.picture('world-record-txt');
  });

  it('is over with its request, and its record is shown still', async () => {
    const path = address.replace(/^#(.*)requests/, '$1certificates');
    const request = await visit.story.call<RequestView>('GET', path);
    const ended = { ...request, status: 'CANCELED', waitingOn: 'nobody', deadline: null };
    await visit.page.route(`**/api${path}`, (route) => route.fulfill({ json: ended }));
    await visit.visit(`${address}/conflict`);
    await visit.see('This request was canceled');
    await visit.see(`_${HELD}`);
    expect(await visit.page.getByText('What you can do yourself').count()).toBe(0);
    expect(await visit.page.getByText(/we look again by ourselves/i).count()).toBe(0);
    await visit.picture('conflict-over');
    await visit.page.unroute(`**/api${path}`);
  });

  it('becomes a ticket that tells on-call what to do', async () => {
    await visit.signIn('Olga');
    await visit.page.getByRole('link', { name: 'On call', exact: true }).click();
    await visit.follow(/Identity already exists/);
    await visit.jumpUntil('Case for AWS Support');
    await visit.see('(you)');
    await visit.picture('ticket-support');
  });

  it('is moved by AWS Support, and the service believes only AWS', async () => {
    const body = await visit.page.locator('pre').first().innerText();
    const ticket = new URL(visit.page.url()).hash;
    await visit.visit('#/world/others');
    await visit.fill('Text of the case', body);
    await visit.press('File the case');
    await visit.see(/Filed as case-/);
    const caseId = (
      await visit.page
        .getByText(/^Filed as case-/)
        .first()
        .innerText()
    ).replace(/^Filed as |\.$/g, '');
    await visit.visit(ticket);
    await visit.fill('What you saw or did', 'Filed with AWS Support.');
    await visit.fill('Case id', caseId);
    await visit.press('Add note');
    await visit.see('The note is added.');
    await visit.visit('#/world/others');
    await visit.press(`Answer now ${caseId}`);
    await visit.page.getByText('Answer now').first().waitFor();
    await visit.visit(ticket);
    await visit.press('Resolve');
    await visit.dialog.getByLabel('Reason').fill('AWS Support has moved it.');
    await visit.picture('ticket-resolve');
    await visit.confirm('Resolve');
    await visit.see('Noted. The service looks at once.');
    await visit.jumpUntil('Moved');
    await visit.picture('ticket-closed');
  });

  it('serves in the end', async () => {
    await visit.signIn('Ann');
    await visit.visit(address);
    await visit.jumpUntil('Ready to activate');
    await visit.visit(`${address}/workflow`);
    await visit.picture('workflow-moved');
  });

  it('complains of nothing in the console of the browser', () => {
    expect(visit.complaints).toEqual([]);
  });
});
