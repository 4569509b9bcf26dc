/** The whole journey in a real browser, by visible labels only: from a wrong record to an active prefix. */
import { type Visit, visitConsole } from './console.ts';

const NAMES = [
  'login.www.example.com',
  'login.shop.example.com',
  'login.www.example.org',
  'login.example.net',
  'login.blog.example.net',
];

let visit: Visit;

beforeAll(async () => {
  visit = await visitConsole();
});

afterAll(() => visit?.leave());

/** Each step takes the page as the one before has left it. */
describe('the straight path', () => {
  it('registers a site and shows its CNAME target', async () => {
    await visit.see('What to try');
    await visit.picture('sites');
    await visit.follow('Register site');
    await visit.fill('Site id', 'acme-loyalty');
    await visit.fill('Name', 'Acme Loyalty');
    await visit.page.getByLabel('Data center', { exact: true }).click();
    await visit.page.getByRole('option', { name: 'eu1 (Europe)' }).click();
    await visit.fill('API key', '3_Acme-Loyalty-Site');
    await visit.fill('Trusted site URLs', 'https://www.example.org\nhttp://localhost:8080');
    await visit.picture('register');
    await visit.press('Register site');
    await visit.page.getByRole('heading', { name: 'Acme Loyalty', level: 1 }).waitFor();
    await visit.see('acme-loyalty.sslproxy.eu1.gigya.com');
    await visit.see(/localhost is not a public name/);
    await visit.picture('site-new');
  });

  it('shows of each name what is expected, what is found and what to do, while the prefix is typed', async () => {
    await visit.visit('#/');
    await visit.follow('Acme Stores');
    await visit.follow('Generate new certificate');
    await visit.fill('API domain prefix', 'login');
    await visit.see('3 of 5 names are ready.');
    await visit.see('login.blog.example.net has no DNS record.');
    await visit.see('acme.sslproxy.us1.gigya.com.example.com');
    expect(await visit.page.getByRole('button', { name: 'Generate', exact: true }).isDisabled()).toBe(true);
    await visit.picture('generate-findings');
  });

  it("puts the records right as the DNS's owner, and comes back", async () => {
    const records = [
      ['login.shop.example.com', 'acme.sslproxy.us1.gigya.com.'], // which got the zone's name behind it before
      ['login.blog.example.net', 'acme.sslproxy.us1.gigya.com'],
    ] as const;
    for (const [name, value] of records) {
      await visit.follow(`Put it right (simulated DNS of ${name})`);
      await visit.see(`Record for ${name}`);
      expect(await visit.page.getByLabel('Values').inputValue()).toBe(value);
      if (name === 'login.blog.example.net') await visit.picture('world-zones');
      await visit.press('Save record');
      await visit.see(`${name} CNAME is saved in`);
      await visit.follow('Back to where you came from');
      await visit.see(/names are ready\./);
    }
    await visit.press('+1 h'); // caches forget
    await visit.press('Check again');
    await visit.see('All 5 names are ready.');
    await visit.picture('generate-ready');
  });

  it('generates by keyboard alone', async () => {
    await visit.page.getByLabel('API domain prefix').focus();
    const focused = visit.page.getByRole('button', { name: 'Generate', exact: true }).and(visit.page.locator(':focus'));
    for (let tabs = 0; tabs < 60; tabs++) {
      await visit.page.keyboard.press('Tab');
      if ((await focused.count()) > 0) break;
    }
    await visit.page.keyboard.press('Enter');
    await visit.page.getByRole('heading', { name: 'Certificate for login' }).waitFor();
  });

  it('says who must act and until when', async () => {
    await visit.jumpUntil('Action required');
    await visit.see('Mailbox owners');
    await visit.see(/in 2 days 23 h|in 3 days/);
    await visit.see('5 of 5 names wait for approval');
    await visit.picture('request-approval');
  });

  it('shows all that is known of one name', async () => {
    await visit.page.getByRole('link', { name: 'All conditions of login.example.net' }).click();
    await visit.dialog
      .getByText(/postmaster@example\.net/)
      .first()
      .waitFor();
    await visit.picture('request-name');
    await visit.dialog.getByRole('button', { name: 'Close' }).click();
  });

  it('sends a mail again after asking', async () => {
    await visit.press('Resend mail login.example.net');
    await visit.picture('request-resend');
    await visit.confirm('Resend');
    await visit.see('The approval mail is sent again for login.example.net.');
  });

  it('draws the workflow with where it stands', async () => {
    await visit.follow('Workflow');
    await visit.page.getByRole('img', { name: 'The workflow stands at AwaitValidation' }).waitFor();
    await visit.picture('workflow');
  });

  it('takes the approvals from the mailboxes', async () => {
    for (const name of NAMES) {
      await visit.visit('#/world/mails');
      await visit.fill('Show only mails with', name);
      if (name === NAMES[0]) await visit.picture('world-mails');
      await visit.follow(`Certificate request for ${name}`);
      await visit.page.getByRole('heading', { name: `Certificate request for ${name}` }).waitFor();
      if (name === NAMES[0]) await visit.picture('world-mail');
      const opening = visit.page.waitForEvent('popup');
      await visit.follow('Open the approval page');
      const approval = await opening;
      await approval.getByRole('button', { name: 'I Approve' }).click();
      await approval.getByRole('heading', { name: 'Approved' }).waitFor();
      await approval.close();
    }
  });

  it('says in Site settings why the prefix cannot be saved yet', async () => {
    await visit.visit('#/sites/acme/settings');
    await visit.see(/The certificate for login is on its way/);
    expect(await visit.page.getByRole('button', { name: 'Save settings' }).isDisabled()).toBe(true);
    await visit.picture('settings-not-yet');
  });

  it('is ready when every name serves, and is activated in Site settings', async () => {
    await visit.visit('#/sites/acme');
    await visit.picture('site');
    await visit.follow(/^req-/);
    await visit.jumpUntil('Ready to activate');
    await visit.picture('request-ready');
    await visit.visit('#/sites/acme/settings');
    await visit.press('Save settings');
    await visit.see('Prefix login is active.');
    await visit.see('The prefix login is active already.');
    await visit.picture('settings-active');
  });

  it('fits a narrow screen in the dark', async () => {
    await visit.page.emulateMedia({ colorScheme: 'dark' });
    await visit.page.setViewportSize({ width: 360, height: 800 });
    const requestId = (
      await visit.story.call<{ certificates: { requestId: string }[] }>('GET', '/sites/acme/certificates')
    ).certificates[0]?.requestId;
    for (const [name, address] of Object.entries({
      sites: '#/',
      site: '#/sites/acme',
      generate: '#/sites/acme/generate?prefix=login',
      settings: '#/sites/acme/settings',
      request: `#/sites/acme/requests/${requestId}`,
      mails: '#/world/mails',
      zones: '#/world/zones',
      clock: '#/world/clock',
    })) {
      await visit.visit(address);
      expect(await visit.page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(
        0,
      );
      await visit.picture(`narrow-${name}`);
    }
  });

  it('complains of nothing in the console of the browser', () => {
    // By a 404 the service says that the id of the new site is free.
    expect(visit.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });
});
