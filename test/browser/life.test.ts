/** After the issue, in a real browser: a webhook that fails and is sent again, a replacement by consent, going on without, the way to DNS, the end. */
import { parentOf } from '../../core/domain-name.ts';
import { approve, mendRecord } from '../../local/people.ts';
import { PREFIX, RECEIVER, SITE } from '../../local/scenery.ts';
import { addAll, recordsOf } from '../support/stories/migration.ts';
import { play } from '../support/stories/play.ts';
import { givenActive, trust } from '../support/stories/replacing.ts';
import { type Visit, visitConsole } from './console.ts';

const ADDRESS = `https://${RECEIVER}/certificates`;
const [GONE, ADDED] = ['login.blog.example.net', 'login.store-1.example.com'];
const URLS = [...SITE.trustedSiteUrls.filter((url) => !url.includes('blog')), 'https://store-1.example.com'];

let visit: Visit;
/** The request that serves. */
let requestId: string;

beforeAll(async () => {
  visit = await visitConsole();
  ({ requestId } = await givenActive(visit.story));
});

afterAll(() => visit?.leave());

const tick = (name: string) => visit.page.getByRole('checkbox', { name, exact: true }).click();
const pageOf = (id: string) => visit.visit(`#/sites/acme/requests/${id}`);

describe('the details of a site', () => {
  const { siteId, ...site } = SITE;
  const register = (change: object) => visit.story.call('PUT', `/sites/${siteId}`, { ...site, ...change });
  const present = () => visit.story.call<{ name: string; contacts: string[] }>('GET', `/sites/${siteId}`);
  const entered = (label: string) => visit.page.locator('#main').getByLabel(label, { exact: true }).inputValue();

  it('are not written over what somebody else has changed meanwhile, and what was typed can go over it', async () => {
    await visit.visit('#/sites/acme/settings');
    await visit.fill('Name', 'Acme, mine');
    await register({ contacts: ['theirs@example.com'] });
    await visit.press('Save changes');
    await visit.see('Nothing was changed: site acme was changed since you read it.');
    await visit.see('You typed: Acme, mine');
    await visit.see('Is now: theirs@example.com');
    await visit.picture('settings-differing');
    expect((await present()).name).toBe(SITE.name);
    await visit.press('Keep what I typed');
    await visit.page.getByText('Nothing was changed').waitFor({ state: 'detached' });
    expect([await entered('Name'), await entered('Contacts')]).toEqual(['Acme, mine', 'theirs@example.com']);
    await visit.press('Save changes');
    await visit.see('Site acme is changed.');
    expect(await present()).toMatchObject({ name: 'Acme, mine', contacts: ['theirs@example.com'] });
  });

  it('are theirs where the reader takes them', async () => {
    await visit.fill('Name', 'Acme, again');
    await register({ name: 'Acme, theirs' });
    await visit.press('Save changes');
    await visit.see('Is now: Acme, theirs');
    await visit.press('Take theirs');
    expect(await entered('Name')).toBe('Acme, theirs');
    await visit.fill('Contacts', 'mine@example.com');
    await Promise.all([
      visit.page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok()),
      visit.press('Save changes'),
    ]);
    expect(await present()).toMatchObject({ name: 'Acme, theirs', contacts: ['mine@example.com'] });
    await register({});
    await visit.page.reload();
  });
});

describe('a webhook', () => {
  it('gets its address and its secret, which is shown once', async () => {
    await visit.visit('#/sites/acme/settings');
    await visit.fill('Webhook address', ADDRESS);
    await visit.press('Save changes');
    await visit.see('Site acme is changed.');
    await visit.press('Make a new secret');
    await visit.confirm('Make a new secret');
    await visit.see(/^whsec_/);
  });

  it('is tested, and says what the receiver said', async () => {
    visit.story.receivers.answer(RECEIVER, 503);
    await visit.press('Send a test');
    await visit.see('The receiver did not take it: the receiver answered 503.');
    await visit.see('simulated answer 503');
  });

  it('has what was given up sent again', async () => {
    visit.story.receivers.answer(RECEIVER, 410);
    const prefix = `/sites/${SITE.siteId}/prefix`;
    await visit.story.call('DELETE', prefix);
    await visit.story.hours(0.1);
    await visit.see('Given up');
    await visit.picture('settings-webhook');
    visit.story.receivers.answer(RECEIVER, 204);
    await visit.page
      .getByRole('button', { name: /^Send again / })
      .first()
      .click();
    await visit.see('It is sent again.');
    await visit.see('Delivered');
    await visit.story.call('PUT', prefix, { prefix: PREFIX });
  });
});

describe('a certificate that does not fit any more', () => {
  it('is replaced with consent to each name that goes off the air', async () => {
    await trust(visit.story, URLS);
    mendRecord(visit.story, 'store-1.example.com');
    await visit.visit('#/sites/acme');
    await visit.see('The certificate does not fit the trusted domains any more');
    await visit.picture('site-outdated');
    await visit.follow('Generate a new one');
    await visit.see('Kept, without a gap (4)');
    await visit.see('One name serves now and would go off the air');
    await visit.see('All 5 names are ready.');
    const generate = visit.page.getByRole('button', { name: 'Generate', exact: true });
    expect(await generate.isDisabled()).toBe(true);
    await visit.see('Tick the name that may go off the air, or keep it.');
    await visit.picture('generate-plan');
    await tick(`${GONE} may go off the air`);
    await generate.click();
    await visit.page.getByRole('heading', { name: 'Certificate for login' }).waitFor();
    await visit.see('Takes the place of');
  });

  it('leaves a name out by hand, which goes off the air only by another hand', async () => {
    await visit.jumpUntil('Action required');
    await approve(visit.story, 'login.www.example.org');
    await visit.story.hours(0.1);
    await visit.see('4 of 5 names wait for approval');
    await visit.page.route('**/continue-without', (route) => route.abort(), { times: 1 });
    await visit.press('Go on without names');
    await visit.see('blocks the rest');
    expect(await visit.dialog.getByRole('checkbox', { name: ADDED, exact: true }).isChecked()).toBe(true);
    await tick('login.example.net');
    await visit.see('login.example.net may go off the air');
    await visit.see(/^AWS forgets the approval given so far/);
    expect(await visit.dialog.getByRole('button', { name: 'Go on without', exact: true }).isDisabled()).toBe(true);
    await visit.picture('request-go-on');
    await tick('login.example.net');
    await visit.confirm('Go on without');
    await visit.jumpUntil('Open the request in its place');
    await visit.picture('request-superseded');
    await visit.follow('Open the request in its place');
    await visit.see('Goes on from');
  });

  it('shares what is to be done, by a link that ends', async () => {
    await visit.jumpUntil('Action required');
    await visit.press('Share instructions');
    await visit.page.getByRole('link', { name: /#\/instructions\/[0-9a-f]{40}$/ }).waitFor();
    await visit.picture('request-share');
    await visit.page.keyboard.press('Escape');
    await visit.dialog.waitFor({ state: 'detached' });
  });

  it('is over when the new one serves, and says what took its place', async () => {
    const heir = /requests\/([^/]+)$/.exec(visit.page.url())?.[1] ?? '';
    await play(visit.story, heir, ({ status }) => status === 'ACTIVE');
    await visit.story.hours(1);
    await pageOf(requestId);
    await visit.see('Replaced by a newer one');
    await visit.follow('Open the request in its place');
    await visit.see('The prefix login is active');
    await visit.picture('request-active');
    requestId = heir;
  });
});

/** What answers for the name is the record of a wildcard beside it. */
function ownRecordBecomesWildcard(alias: string) {
  const { zones } = visit.story;
  const zone = zones.zoneOf(alias)?.name ?? '';
  const own = { name: alias, type: 'CNAME' as const, ttl: 300, values: [`${SITE.siteId}.sslproxy.us1.gigya.com`] };
  const wildcard = `*.${parentOf(alias)}`;
  zones.remove(zone, alias, 'CNAME');
  zones.put(zone, { ...own, name: wildcard });
  return {
    isOwnRecordAgain() {
      zones.put(zone, own);
      zones.remove(zone, wildcard, 'CNAME');
    },
  };
}

describe('a certificate by e-mail', () => {
  it('moves to DNS validation, record by record', async () => {
    await visit.press('Move to DNS validation');
    await visit.confirm('Move to DNS validation');
    await visit.dialog.waitFor({ state: 'detached' });
    const named = await visit.story.until(requestId, ({ migration }) => (migration?.records ?? 0) > 0);
    const [last, ...others] = recordsOf(named);
    if (!last) throw new Error('AWS has named no record');
    addAll(visit.story, others);
    const wildcard = ownRecordBecomesWildcard(parentOf(last.name));
    await visit.story.hours(1);
    await visit.see(/^3 of 4 records seen/);
    await visit.see(/adds two records by .*, in this order/);
    await visit.picture('request-migration');
    wildcard.isOwnRecordAgain();
    addAll(visit.story, [last]);
    await visit.story.until(requestId, ({ migration }) => migration?.end !== null);
    await visit.see('Validated by DNS');
    await visit.see(/Keep the validation records/);
  });

  it('says what needs attention and since when', async () => {
    visit.story.zones.remove('example.net', 'login.example.net', 'CNAME');
    await visit.story.hours(25);
    await visit.see('Needs attention');
    await visit.see('1 of 4 names needs attention');
    await visit.picture('request-degraded');
  });
});

describe('the end of a site', () => {
  it('begins when its id is typed, says what still leads here, and can be taken back', async () => {
    await visit.visit('#/sites/acme/settings');
    await visit.press('Retire site');
    expect(await visit.dialog.getByRole('button', { name: 'Retire site' }).isDisabled()).toBe(true);
    await visit.dialog.getByLabel('Type acme to confirm').fill('acme');
    await visit.confirm('Retire site');
    await visit.see('Being retired: waits until no DNS name leads here');
    await visit.story.hours(0.1);
    await visit.see('Still lead here:');
    await visit.picture('site-retiring');
    await visit.press('Keep the site');
    await visit.confirm('Keep the site');
    await visit.see('The site is kept.');
    await visit.page.getByText('Still lead here:').waitFor({ state: 'detached' });
  });

  it('fits a narrow screen in the dark, all of it', async () => {
    await trust(visit.story, SITE.trustedSiteUrls);
    await visit.page.emulateMedia({ colorScheme: 'dark' });
    await visit.page.setViewportSize({ width: 360, height: 800 });
    for (const [name, address] of Object.entries({
      plan: '#/sites/acme/generate?prefix=login',
      outdated: '#/sites/acme',
      webhook: '#/sites/acme/settings',
      migrated: `#/sites/acme/requests/${requestId}`,
    })) {
      await visit.visit(address);
      if (name === 'plan') await visit.see('What this changes');
      const beyond = await visit.page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect({ name, beyond }).toEqual({ name, beyond: 0 });
      await visit.picture(`narrow-${name}`);
    }
  });

  it('complains of nothing but the calls that were to be refused', () => {
    expect(visit.complaints.filter((text) => !/Failed to load resource.*(409|412|ERR_FAILED)/.test(text))).toEqual([]);
  });
});
