/** Applications, members and the audit in a real browser: what an administrator of a customer does with them. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { ask } from '../support/stories/https.ts';
import { type Visit, visitConsole } from './console.ts';

/** A page of the audit holds 50. */
const MORE_THAN_A_PAGE = 51;

let visit: Visit;

beforeAll(async () => {
  visit = await visitConsole();
  const { partnerId } = SITE;
  await visit.story.call('POST', '/applications', {
    name: 'Nightly check',
    description: 'Reads every certificate once a night',
    partnerId,
    permissions: ['sites.read', 'certificates.read'],
  });
});

afterAll(() => visit?.leave());

describe('applications', () => {
  it('shows a secret once, when it is made, in front of everything', async () => {
    await visit.visit('#/applications');
    await visit.see('Nightly check');
    await visit.picture('applications');
    await visit.press('Create application');
    await visit.dialog.getByLabel('Name').fill('Deploy');
    await visit.see('It reaches all sites of your company, also those that are registered later.');
    expect(await visit.dialog.getByLabel('Partner').count()).toBe(0);
    await visit.picture('application-new');
    await visit.confirm('Create application');
    await visit.see('The secret of Deploy');
    await visit.picture('application-secret');
    const secret = visit.page.getByText(/^[A-Za-z0-9+/]{43}=$/);
    await visit.page.mouse.click(5, 450); // beside it
    expect([await secret.count(), await visit.dialog.count()]).toEqual([1, 1]);
    await visit.confirm('I have copied it');
    expect(await secret.count()).toBe(0);
  });

  it('calls with its key and secret, until it is deleted', async () => {
    await visit.press('New secret Deploy');
    await visit.confirm('New secret');
    await visit.see('The secret of Deploy');
    const code = (label: string) => visit.page.locator('p').filter({ hasText: label }).locator('code').innerText();
    const [userKey, secret] = [await code('User key:'), await code('Secret:')];
    await visit.confirm('I have copied it');
    const call = async () => (await ask(visit.story, { path: '/api/sites', as: { userKey, secret } })).status;
    expect(await call()).toBe(200);
    await visit.press('Delete Deploy');
    await visit.confirm('Delete');
    await visit.see('Deploy is deleted.');
    expect(await call()).toBe(403);
  });

  it('of a person who has some of the sites alone is no secret that opens all', async () => {
    const { siteId, partnerId } = SITE;
    const ann = { UID: 'ann', partnerId, role: 'customer-admin' };
    await visit.story.call('PUT', '/members', { ...ann, sites: [siteId] });
    await visit.page.reload();
    await visit.press('Create application');
    await visit.dialog.getByLabel('Sites').fill(siteId);
    await visit.see('It reaches acme of your company, and no other site.');
    expect(await visit.dialog.getByLabel('Kind').count()).toBe(0);
    await visit.dialog.getByRole('button', { name: 'Back' }).last().click();
    await visit.story.call('PUT', '/members', { ...ann, sites: '*' });
  });

  it('of the vendor are one customer’s, unless all customers are chosen', async () => {
    const create = () => visit.confirm('Create application');
    const made = async (name: string) => {
      await create();
      await visit.see(`The secret of ${name}`);
      await visit.confirm('I have copied it');
      await visit.dialog.waitFor({ state: 'detached' });
      const { applications } = await visit.story.call<{ applications: object[] }>('GET', '/applications');
      return applications.find((application) => 'name' in application && application.name === name);
    };
    await visit.signIn('Pat');
    await visit.visit('#/applications');
    await visit.press('Create application');
    await visit.dialog.getByLabel('Name').fill('One customer’s');
    await create();
    await visit.see('Enter the customer, or tick the box beneath.');
    await visit.dialog.getByLabel('Partner').fill('globex');
    await visit.see('It reaches all sites of globex, also those that are registered later.');
    await visit.picture('application-of-partner');
    expect(await made('One customer’s')).toMatchObject({ kind: 'application', partnerId: 'globex', sites: '*' });
    await visit.press('Create application');
    await visit.dialog.getByLabel('Name').fill('Everyone’s');
    await visit.dialog.getByLabel('All customers').check();
    await visit.see('It reaches every site of every customer, also those that are registered later.');
    expect(await made('Everyone’s')).toMatchObject({ partnerId: null, sites: '*' });
  });

  it('may be the secret with which a portal signs', async () => {
    await visit.press('Create application');
    await visit.dialog.getByLabel('Kind').click();
    await visit.page.getByRole('option', { name: 'Signing secret' }).click();
    await visit.dialog.getByLabel('Name').fill('Portal');
    await visit.dialog.getByLabel('Partner').fill('initech');
    await visit.see(/^For a portal: it signs the UIDs of its people/);
    await visit.see(/^Whoever holds it can be any member of initech,/);
    expect(await visit.dialog.getByLabel('Permissions').count()).toBe(0);
    await visit.picture('application-signing');
    await visit.confirm('Create application');
    await visit.see('The secret of Portal');
    await visit.see('partner_initech');
    await visit.confirm('I have copied it');
    await visit.signIn('Ann');
  });
});

describe('members', () => {
  it('are those of the own company, and one gets another role', async () => {
    await visit.visit('#/members');
    await visit.see('(2)');
    await visit.picture('members');
    await visit.press('Change rob');
    await visit.dialog.getByLabel('Role').click();
    await visit.page.getByRole('option', { name: 'Administrator' }).click();
    await visit.picture('member-change');
    await visit.confirm('Save member');
    await visit.see('rob is saved.');
    await visit.page.getByRole('row', { name: /rob/ }).getByText('Administrator').waitFor();
  });

  it('are added and removed', async () => {
    await visit.press('Add member');
    await visit.dialog.getByLabel('UID').fill('zoe');
    await visit.confirm('Save member');
    await visit.see('(3)');
    await visit.press('Remove zoe');
    await visit.confirm('Remove');
    await visit.see('zoe is removed.');
    await visit.see('(2)');
  });

  it('are not replaced by whoever is added', async () => {
    await visit.press('Add member');
    await visit.dialog.getByLabel('UID').fill('rob');
    await visit.confirm('Save member');
    await visit.see('rob is a member already. Change it in the list.');
    await visit.dialog.getByRole('button', { name: 'Back' }).last().click();
    expect(await visit.page.getByRole('row', { name: /rob/ }).getByText('Administrator').count()).toBe(1);
  });

  it('of a partner the vendor sees and changes too, and nobody goes from one to the other', async () => {
    const offered = (role: string) => visit.page.getByRole('option', { name: role });
    await visit.signIn('Pat');
    await visit.visit('#/members');
    await visit.press('Change olga');
    await visit.dialog.getByLabel('Role').click();
    expect([await offered('Platform').count(), await offered('Reader').count()]).toEqual([1, 0]);
    await offered('On call').click();
    await visit.dialog.getByRole('button', { name: 'Back' }).last().click();
    await visit.fill('Members of the partner', 'acme-stores');
    await visit.press('Show');
    await visit.press('Change rob');
    await visit.dialog.getByLabel('Role').click();
    await offered('Reader').click();
    await visit.confirm('Save member');
    await visit.see('rob is saved.');
    await visit.page
      .getByRole('row', { name: /rob.*acme-stores/ })
      .getByText('Reader')
      .waitFor();
    await visit.see('(2)');
    await visit.picture('members-of-partner');
    await visit.signIn('Ann');
  });
});

describe('the audit', () => {
  it('says who called what and how it ended', async () => {
    const calls = Array.from({ length: MORE_THAN_A_PAGE }, () => visit.story.call('GET', `/sites/${SITE.siteId}`));
    await Promise.all(calls);
    await visit.story.hours(1); // entries of one moment have no order
    await visit.visit(`#/sites/${SITE.siteId}/generate?prefix=${PREFIX}`);
    await visit.see(/names are ready\./);
    await visit.visit('#/audit');
    await visit.see('applications.create');
    expect(await visit.page.getByText('sites.get', { exact: true }).count()).toBe(0);
    await visit.picture('audit');
    await visit.page.getByLabel('Calls that only read, too').check();
    await visit.see('certificates.plan');
    await visit.see(`siteId=${SITE.siteId}, prefix=${PREFIX}`);
    await visit.see(/^member 127\.0\.0\.1$/);
  });

  it('does not read itself again and again where it shows what only reads', async () => {
    const asked: string[] = [];
    const isAudit = (url: string) => new URL(url).pathname === '/api/audit';
    visit.page.on('request', (request) => isAudit(request.url()) && asked.push(request.url()));
    const clock = () => visit.page.waitForResponse((response) => response.url().endsWith('/world/clock')); // read every second
    for (let seconds = 0; seconds < 3; seconds++) await clock();
    expect(asked).toEqual([]);
    const read = visit.page.waitForResponse((response) => isAudit(response.url()));
    await visit.press('Show');
    await read;
  });

  it('turns its pages', async () => {
    await visit.press('Older');
    await visit.page.getByRole('button', { name: 'Newer', exact: true }).and(visit.page.locator(':enabled')).waitFor();
    await visit.press('Newer');
    await visit.see('certificates.plan');
  });

  it('breaks no policy', () => {
    expect(visit.complaints).toEqual([]);
  });
});
