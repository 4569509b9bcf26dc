/** What a reader sees when things are not as they should be: failure with its remedy, no connection, no session, no such place. */
import type { Route } from 'playwright-core';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { mendRecord } from '../../local/people.ts';
import { type Visit, visitConsole } from './console.ts';

let visit: Visit;

beforeAll(async () => {
  visit = await visitConsole();
  for (const domain of ['shop.example.com', 'blog.example.net']) mendRecord(visit.story, domain);
  await visit.story.hours(1);
});

afterAll(() => visit?.leave());

describe('a request that nobody approves', () => {
  it('fails with what happened and what to do, and can be generated again', async () => {
    const { requestId } = await visit.story.generate('login');
    await visit.story.until(requestId, ({ status }) => status === 'FAILED');
    await visit.visit(`#/sites/acme/requests/${requestId}`);
    await visit.see('Failed');
    await visit.picture('request-failed');
    await visit.see('Site admin (you)');
    await visit.visit('#/sites/acme');
    await visit.see(/^The 72 hours for approval are over/);
    await visit.picture('site-failed');
    await visit.follow(/^req-/);
    await visit.follow('Generate again');
    await visit.see('All 5 names are ready.');
    expect(await visit.page.getByLabel('API domain prefix').inputValue()).toBe('login');
  });
});

describe('a request by DNS', () => {
  it('shows its validation records to copy, and is canceled after asking', async () => {
    await visit.visit('#/sites/acme/generate?prefix=login');
    await visit.page.getByRole('radio', { name: 'DNS' }).click();
    await visit.see('All 5 names are ready.');
    await visit.picture('generate-dns');
    await visit.press('Generate');
    await visit.jumpUntil(/validation records are not seen yet/);
    await visit.picture('request-dns');
    await visit.press('Cancel request');
    await visit.picture('request-cancel');
    const { promise: asked, resolve: hold } = Promise.withResolvers<Route>();
    await visit.page.route('**/cancel', hold, { times: 1 });
    await visit.confirm('Cancel request');
    const cancel = await asked;
    await visit.page.keyboard.press('Escape'); // a dialog stays while what it asked for is under way
    expect(await visit.dialog.getByRole('button', { name: 'Back' }).last().isDisabled()).toBe(true);
    await cancel.continue();
    await visit.see('Canceling: what was begun is taken back.');
    await visit.page.locator('#main:focus').waitFor();
    await visit.jumpUntil('Canceled');
  });
});

describe('a site on its way out', () => {
  const ASKED = { askedAt: '2026-11-21T10:00:00.000Z', askedBy: 'ann', failing: null };
  const GONE = { pointing: [], unknown: [], lookedAt: null, goneSince: '2026-12-01T09:00:00.000Z', deadline: null };
  const WAITED = {
    pointing: ['login.www.example.com'],
    unknown: ['login.example.net'],
    goneSince: null,
    lookedAt: '2027-02-19T09:00:00.000Z',
    deadline: '2027-02-19T10:00:00.000Z',
  };

  /** The settings, as if the site were so. */
  async function given(retirement: object, headline: string): Promise<void> {
    const site = await visit.story.call<SiteAnswer>('GET', '/sites/acme');
    await visit.page.unroute('**/api/sites/acme');
    await visit.page.route('**/api/sites/acme', (route) =>
      route.fulfill({ json: { ...site, retirement: { ...ASKED, ...retirement } } }),
    );
    await visit.visit('#/sites/acme/settings');
    await visit.see(headline);
  }

  afterAll(() => visit.page.unroute('**/api/sites/acme'));

  it('is kept, or retired again, when its names have not gone in time', async () => {
    await given(
      { state: 'OVERDUE', ...WAITED, endedAt: '2027-02-19T10:00:00.000Z' },
      'Not retired: DNS names still lead here',
    );
    await visit.picture('site-overdue');
    await visit.see(/Asked for by ann, Nov 21, 2026/);
    await visit.press('Retire it again');
    await visit.dialog.getByLabel('Type acme to confirm').waitFor();
    await visit.dialog.getByRole('button', { name: 'Back' }).last().click();
  });

  it('is not to be changed any more while it is taken away, nor after', async () => {
    const button = (name: string) => visit.page.getByRole('button', { name, exact: true }).count();
    await given(
      { state: 'REMOVING', ...GONE, endedAt: null },
      'Being retired: names and certificates are being taken away',
    );
    await visit.picture('site-removing');
    await given({ state: 'RETIRED', ...GONE, endedAt: '2026-12-01T10:00:00.000Z' }, 'This site is retired');
    await visit.picture('site-retired');
    expect(await visit.page.getByRole('link', { name: 'Generate new certificate' }).count()).toBe(0);
    const offered = ['Save settings', 'Save changes', 'Make a new secret', 'Retire site', 'Keep the site'];
    expect(await Promise.all(offered.map(button))).toEqual([0, 0, 0, 0, 0]);
    await visit.visit('#/sites/acme/generate?prefix=login');
    await visit.see('This site is retired');
    expect(await button('Generate')).toBe(0);
  });
});

describe('a form', () => {
  it('tells beneath the field what is wrong with it, and moves the focus there', async () => {
    await visit.visit('#/register');
    await visit.fill('Site id', 'Not_A_Label');
    await visit.press('Register site');
    await visit.see(/^Must consist of lower-case letters, digits and inner hyphens/);
    await visit.picture('register-refused');
    expect(await visit.page.getByLabel('Site id').and(visit.page.locator(':focus')).count()).toBe(1);
  });

  it('registers nothing over a site that there is, nor without an id', async () => {
    await visit.fill('Site id', '');
    await visit.press('Register site');
    await visit.see('Enter a site id.');
    await visit.fill('Site id', 'acme');
    await visit.press('Register site');
    await visit.see('You have a site acme already. Open it to change it.');
  });

  it('tells at the prefix why it cannot be one', async () => {
    await visit.visit('#/sites/acme/generate');
    await visit.fill('API domain prefix', 'log.in');
    await visit.see(/^Must/);
    await visit.see('Correct what is marked above.');
    await visit.picture('generate-refused');
  });
});

describe('the page', () => {
  it('says what there is not', async () => {
    for (const address of ['#/nowhere', '#//', '#/sites/100%']) {
      await visit.visit(address);
      await visit.see('There is no such page');
      await visit.visit('#/');
    }
    await visit.visit('#/sites/nobody');
    await visit.see('There is no site nobody.');
    await visit.picture('site-unknown');
  });

  it('says that the service is away, keeps what was read, and goes on when it is back', async () => {
    await visit.visit('#/sites/acme');
    await visit.page.context().setOffline(true);
    await visit.see('No connection to the service. Trying again every second.');
    await visit.see('Acme Stores');
    await visit.picture('offline');
    await visit.page.context().setOffline(false);
    await visit.page.getByText('No connection to the service.').waitFor({ state: 'detached' });
  });

  it('checks a prefix again when the connection has broken off', async () => {
    await visit.page.route('**/api/sites/acme/plan*', (route) => route.abort(), { times: 1 });
    await visit.visit('#/sites/acme/generate?prefix=login');
    await visit.see('All 5 names are ready.');
  });

  it('shows the simulated world', async () => {
    for (const [name, title] of Object.entries({ troubles: 'Troubles', clock: 'Clock', others: 'Other accounts' })) {
      await visit.visit(`#/world/${name}`);
      await visit.page.getByRole('heading', { name: title }).first().waitFor();
      await visit.picture(`world-${name}`);
    }
  });

  it('breaks no policy, and complains of nothing but the calls that were to fail', () => {
    const others = visit.complaints.filter((text) => !/Failed to load resource/.test(text));
    expect(others).toEqual([]);
  });
});
