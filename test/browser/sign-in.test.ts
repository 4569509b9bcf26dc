/** Who one is, in a real browser: one click in the portal, what each role may see and do, and how a session ends. */
import { SITE } from '../../local/scenery.ts';
import { type Visit, visitConsole } from './console.ts';

let visit: Visit;
/** Milliseconds by which the door's clock is ahead: sessions end by it. */
let ahead = 0;
/** Longer than a session lives without a call. */
const IDLE_MS = 31 * 60_000;

beforeAll(async () => {
  visit = await visitConsole({ doorTime: () => new Date(Date.now() + ahead) }, null);
});

afterAll(() => visit?.leave());

const buttons = (name: string) => visit.page.getByRole('button', { name, exact: true });
/** In another tab. */
async function signInBeside(name: string): Promise<void> {
  const other = await visit.page.context().newPage();
  await other.goto(`${visit.url}/portal`);
  await other.getByRole('button', { name: `Sign in as ${name}` }).click();
  await other.locator('#main h1').first().waitFor();
  await other.close();
}
const links = (name: string) => visit.page.getByRole('link', { name, exact: true }).count();

it('leads whoever is not signed in to the portal, and from there to the place that was asked for', async () => {
  await visit.visit('#/sites/acme/settings');
  await visit.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await visit.picture('sign-in');
  await visit.follow('Go to the portal');
  await visit.press('Sign in as Ann');
  await visit.page.getByRole('heading', { name: 'Site settings' }).waitFor();
  expect(visit.complaints).toEqual([]);
});

it('opens the place that the portal names after the # of its form', async () => {
  ahead += 1000; // signatures of one second are alike, and each is good once
  await visit.page.goto(`${visit.url}/portal`);
  await visit.page.evaluate("for (const form of document.forms) form.action += '#/sites/acme/settings'");
  await visit.press('Sign in as Ann');
  await visit.page.getByRole('heading', { name: 'Site settings' }).waitFor();
});

const ROB = { UID: 'rob', partnerId: 'acme-stores' };
/** Longer than a hand-over is good. */
const STALE_MS = 4 * 60_000;

it('says in the console why a hand-over was refused, and shows nobody the answer to a program', async () => {
  await visit.story.call('DELETE', '/members', ROB);
  await visit.page.goto(`${visit.url}/portal`);
  await visit.press('Sign in as Rob');
  await visit.page.getByRole('heading', { name: 'The sign-in was refused' }).waitFor();
  await visit.see('You are not a member here, or no longer.');
  await visit.see('Ask an administrator of your company to add you as a member.');
  await visit.see('You are signed in from before, as ann.');
  expect(visit.page.url()).toBe(`${visit.url}/#/sign-in?refused=NotAMember`);
  await visit.story.call('PUT', '/members', { ...ROB, role: 'customer-reader' });
  await visit.follow('All sites');
  await visit.see('Acme Stores');
});

it('leads on to the place that was asked for, though the first hand-over came too late', async () => {
  await visit.page.context().clearCookies();
  await visit.page.goto(`${visit.url}/`);
  await visit.visit('#/sites/acme/settings');
  await visit.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await visit.follow('Go to the portal');
  await visit.page.getByRole('button', { name: 'Sign in as Ann' }).waitFor();
  ahead += STALE_MS;
  await visit.press('Sign in as Ann');
  await visit.see('The UID was signed more than 180 seconds ago, or its time lies in the future.');
  await visit.picture('sign-in-refused');
  await visit.follow('I have signed in');
  await visit.page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  await visit.follow('Go to the portal');
  await visit.press('Sign in as Ann');
  await visit.page.getByRole('heading', { name: 'Site settings' }).waitFor();
  expect(visit.complaints).toEqual([]);
});

it('keeps the cookies of the session from scripts', async () => {
  expect(await visit.page.evaluate('document.cookie')).toBe('');
});

it("shows an administrator of a customer its own company's sites and people, and no ticket", async () => {
  await visit.visit('#/');
  await visit.see('Acme Stores');
  expect(await links('Globex Shop')).toBe(0);
  expect([await links('Members'), await links('On call')]).toEqual([1, 0]);
  await visit.visit('#/tickets');
  await visit.see('You may not see this');
  await visit.picture('may-not');
});

it('lets a reader look, and change nothing', async () => {
  await visit.signIn('Rob');
  await visit.visit('#/');
  await visit.see('Acme Stores');
  expect([await links('Register site'), await links('Members'), await links('Audit')]).toEqual([0, 0, 0]);
  await visit.visit('#/sites/acme');
  await visit.see('acme.sslproxy.us1.gigya.com');
  expect(await links('Generate new certificate')).toBe(0);
  await visit.visit('#/sites/acme/settings');
  await visit.see('Your role may look, not change.');
  expect(await buttons('Save settings').isEnabled()).toBe(false);
  expect([await buttons('Save changes').count(), await buttons('Retire site').count()]).toEqual([0, 0]);
  expect(await visit.page.getByLabel('Trusted site URLs').isEditable()).toBe(false);
  await visit.picture('settings-reader');
  await visit.visit('#/register');
  await visit.see('You may not see this');
});

it('knows no site of another company, neither in the list nor by its address', async () => {
  await visit.signIn('Gil');
  await visit.visit('#/');
  await visit.see('Globex Shop');
  expect(await links('Acme Stores')).toBe(0);
  expect(visit.complaints).toEqual([]);
  await visit.visit('#/sites/acme');
  await visit.see('There is no site acme.');
  await visit.picture('site-of-another');
});

const name = () => visit.page.locator('#main').getByLabel('Name', { exact: true });
const draft = () => visit.page.evaluate<string | null>("sessionStorage.getItem('draft')");

it('leads to the sign-in when the session has ended, and back to the same place and to what was typed there', async () => {
  await visit.signIn('Ann');
  await visit.visit('#/sites/acme/settings');
  await visit.fill('Name', 'Acme, typed');
  ahead += IDLE_MS;
  await visit.see('Your session has ended');
  await visit.picture('session-ended');
  await visit.follow('Go to the portal');
  await visit.press('Sign in as Ann');
  await visit.page.getByRole('heading', { name: 'Site settings' }).waitFor();
  await visit.see(/^What you had typed when your session ended is here again\./);
  expect(await name().inputValue()).toBe('Acme, typed');
  await visit.picture('settings-draft');
  await visit.press('Discard it');
  expect([await name().inputValue(), await draft()]).toEqual(['Acme Stores', null]);
});

it('goes on in this tab when one has signed in in another, and overwrites nothing that was changed meanwhile', async () => {
  await visit.fill('Name', 'Acme, typed');
  ahead += IDLE_MS;
  await visit.see('Your session has ended');
  const { siteId, ...site } = SITE;
  await visit.story.call('PUT', `/sites/${siteId}`, { ...site, contacts: ['theirs@example.com'] });
  await signInBeside('Ann');
  await visit.press('I have signed in');
  await visit.page.getByRole('heading', { name: 'Site settings' }).waitFor();
  await visit.press('Save changes');
  await visit.see('You typed: Acme, typed');
  await visit.see('Is now: theirs@example.com');
  await visit.press('Keep what I typed');
  await visit.press('Save changes');
  await visit.see('Site acme is changed.');
  const saved = await visit.story.call('GET', `/sites/${siteId}`);
  expect(saved).toMatchObject({ name: 'Acme, typed', contacts: ['theirs@example.com'] });
  await visit.story.call('PUT', `/sites/${siteId}`, site);
  await visit.page.reload();
  await visit.page.getByRole('heading', { name: 'Site settings' }).waitFor();
});

const WHY = 'The service is busy.';
const REFUSAL = {
  contentType: 'application/problem+json',
  body: JSON.stringify({ detail: WHY, code: 'AwsUnavailable' }),
};

it('shows the next reader nothing that the one before has read or was told, and leads back once only', async () => {
  await visit.page.getByLabel('Trusted site URLs').waitFor();
  await visit.page.route('**/api/session', (route) =>
    route.request().method() === 'DELETE' ? route.fulfill({ status: 503, ...REFUSAL }) : route.fallback(),
  );
  await visit.press('ann');
  await visit.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await visit.see(WHY);
  await visit.page.unroute('**/api/session');
  await visit.visit('#/sites/acme/settings');
  await visit.fill('Name', 'Acme, typed');
  ahead += IDLE_MS;
  await visit.see('Your session has ended');
  expect(await draft()).toContain('Acme, typed');
  await signInBeside('Gil');
  await visit.press('I have signed in');
  await visit.see('There is no site acme.');
  expect(await draft()).toBeNull();
  expect(await visit.page.getByLabel('Trusted site URLs').count()).toBe(0);
  expect(await visit.page.getByText(WHY).count()).toBe(0);
  await visit.visit('#/');
  await visit.page.reload();
  await visit.see('Globex Shop');
});

it('signs out, and whoever signs in next begins with the sites', async () => {
  await visit.signIn('Ann');
  await visit.visit('#/sites/acme/settings');
  await visit.page.getByLabel('Trusted site URLs').waitFor(); // a page that arrives takes the focus, and the menu closes
  await visit.press('ann');
  await visit.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await visit.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await visit.page.reload();
  await visit.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await visit.follow('Go to the portal');
  await visit.press('Sign in as Gil');
  await visit.see('Globex Shop');
});

it('complains of nothing but the calls that were refused', () => {
  expect(visit.complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([]);
});
