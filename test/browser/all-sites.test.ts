/** What is looked at over all sites, in a real browser: renewals, the move from e-mail to DNS, orphans; and the receivers of webhooks. */
import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import type { Answers } from '../../core/api/operations.ts';
import type { RequestView } from '../../core/view.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { addValidationRecord } from '../../local/people.ts';
import { RECEIVER } from '../../local/scenery.ts';
import { reaching } from '../support/stories/left-behind.ts';
import { addAll, recordsOf, servingByMail } from '../support/stories/migration.ts';
import { takeWebhooks } from '../support/stories/webhooks.ts';
import { type Visit, visitConsole } from './console.ts';

const TARGET = 'nobody.sslproxy.us1.gigya.com';

let visit: Visit;
let requestId: string;

beforeAll(async () => {
  visit = await visitConsole();
});

afterAll(() => visit?.leave());

/** A second site of the same customer, which serves one name by DNS. */
async function serveByDns(): Promise<void> {
  const { story } = visit;
  const trustedSiteUrls = ['https://store.example.org'];
  const site = { partnerId: 'acme-stores', name: 'Acme Outlet', dataCenter: 'us1', trustedSiteUrls, contacts: [] };
  await story.call('PUT', '/sites/outlet', site);
  const value = 'outlet.sslproxy.us1.gigya.com';
  story.zones.put('example.org', { name: 'id.store.example.org', type: 'CNAME', ttl: 300, values: [value] });
  await story.hours(1);
  const asked = { prefix: 'id', onFindings: 'wait', method: 'DNS' };
  let request = await story.call<RequestView>('POST', '/sites/outlet/certificates', asked);
  const until = (reached: () => boolean) =>
    story.world.clock.jumpUntil(
      async () => {
        request = await story.call('GET', `/sites/outlet/certificates/${request.requestId}`);
        return reached();
      },
      new Date(story.world.clock.now().getTime() + 48 * 3_600_000),
    );
  await until(() => recordsOf(request).length > 0);
  for (const record of recordsOf(request)) addValidationRecord(story, record);
  await until(() => request.status === 'READY');
}

describe('before anything serves', () => {
  it('says what will be listed', async () => {
    await visit.visit('#/renewals');
    await visit.see('Nothing is to be renewed yet');
    await visit.picture('renewals-none');
    await visit.visit('#/migrations');
    await visit.see('Nothing is left to be moved');
    await visit.visit('#/world/receivers');
    await visit.see('No message has arrived yet');
  });
});

describe('renewals', () => {
  it('tell how many clicks are due by when, in a picture, in words and in a list', async () => {
    await takeWebhooks(visit.story);
    ({ requestId } = await servingByMail(visit.story));
    await serveByDns();
    await visit.visit('#/renewals');
    await visit.see(/^5 clicks due by June 5, 2027/);
    await visit.see('15 clicks in 12 months.');
    await visit.page
      .getByRole('application', { name: 'Names to be renewed, by the week in which they are due' })
      .waitFor();
    await visit.press('The same in words');
    await visit.see('Week from May 31, 2027: 5 clicks, 1 name by itself');
    await visit.picture('renewals');
  });

  it('lead to the day on which a window opens', async () => {
    await visit.follow('Go there (simulation) login, acme');
    expect(await visit.page.getByLabel('Jump to a day').inputValue()).toBe('2027-04-23');
    await visit.follow('Back to where you came from');
    await visit.see('15 clicks in 12 months.');
  });
});

describe('each state', () => {
  it('of a renewal has its words', async () => {
    const { renewals } = await visit.story.call<Answers['renewals.list']>('GET', '/renewals');
    const [row] = renewals.filter(({ method }) => method === 'EMAIL');
    if (!row) throw new Error('a renewal by e-mail was listed');
    const states = ['ACTION_REQUIRED', 'RUNNING', 'DEPLOYING', 'IMPOSSIBLE'] as const;
    const rows = states.map((state, n) => ({
      ...row,
      requestId: `${row.requestId}-${n}`,
      renewal: { ...row.renewal, state, round: 2 },
    }));
    await visit.page.route('**/api/renewals?*', (route) =>
      route.fulfill({ json: { renewals: rows, nextCursor: null } }),
    );
    await visit.visit('#/renewals');
    for (const text of ['Action required', 'AWS is renewing it', 'On its way to the edges', 'AWS does not renew it'])
      await visit.see(text);
    await visit.picture('renewals-states');
    await visit.page.unroute('**/api/renewals?*');
  });

  it('of a move has its words', async () => {
    const { migrations, emailSunset } = await visit.story.call<Answers['migrations.list']>('GET', '/migrations');
    const [row] = migrations;
    if (!row) throw new Error('a certificate by e-mail was listed');
    const rows = [
      { ...row, requestId: 'late', lastSafeDay: '2026-11-01', mailRenewal: null },
      { ...row, requestId: 'starting', state: 'STARTING' },
      { ...row, requestId: 'window', state: 'WINDOW', records: 5, seen: 5, windowUntil: '2026-11-24T09:00:00.000Z' },
      { ...row, requestId: 'ended', state: 'ENDED', endedAt: '2026-11-20T09:00:00.000Z' },
    ];
    await visit.page.route('**/api/migrations?*', (route) =>
      route.fulfill({ json: { emailSunset, migrations: rows, nextCursor: null } }),
    );
    await visit.visit('#/migrations');
    for (const text of [
      'AWS is asked for the records',
      'AWS looks at the records',
      'Still validated by e-mail',
      'not any more',
    ])
      await visit.see(text);
    await visit.picture('migrations-states');
    await visit.page.unroute('**/api/migrations?*');
  });
});

describe('the move from e-mail to DNS', () => {
  it('says what ends when, and is begun for one certificate after asking', async () => {
    await visit.visit('#/migrations');
    await visit.see('September 30, 2027');
    await visit.see('(1)'); // what was shown before is read anew
    await visit.picture('migrations');
    const move = visit.page.getByRole('button', { name: 'Move to DNS validation: login, acme' });
    await move.press('Enter');
    await visit.dialog.waitFor();
    await visit.page.keyboard.press('Escape');
    await visit.dialog.waitFor({ state: 'detached' });
    expect(await move.and(visit.page.locator(':focus')).count()).toBe(1);
    await move.press('Enter');
    await visit.picture('migration-question');
    await visit.confirm('Move to DNS validation');
    await visit.see('The move of login of acme has begun.');
    await visit.jumpUntil('0 of 5 records seen');
    await visit.page.getByRole('link', { name: 'See the records: login, acme' }).waitFor();
    await visit.picture('migrations-running');
    await visit.visit(`#/sites/acme/requests/${requestId}/workflow`);
    await visit.page.getByRole('img', { name: 'The workflow stands at AwaitDnsRecords' }).waitFor();
    await visit.page.getByRole('img', { name: 'The workflow is over' }).waitFor();
    await visit.picture('workflow-migration');
    await visit.visit('#/migrations');
  });

  it('is told as done when AWS validates by DNS', async () => {
    addAll(visit.story, recordsOf(await visit.story.read(requestId)));
    await visit.story.until(requestId, ({ migration }) => migration?.state === 'DONE');
    await visit.see('Nothing is left to be moved');
    await visit.press('Moved');
    await visit.see('Validated by DNS');
    await visit.picture('migrations-done');
  });
});

describe('receivers of webhooks', () => {
  it('show what has arrived, and answer what they are told to', async () => {
    await visit.visit('#/world/receivers');
    await visit.see('certificate.status_changed');
    await visit.page.getByRole('button', { name: `What it answers ${RECEIVER}` }).click();
    await visit.page.getByRole('option', { name: 'is gone for good (410)' }).click();
    await visit.see(`${RECEIVER} from now on: is gone for good (410).`);
    expect(visit.story.receivers.answers()).toEqual({ [RECEIVER]: 410 });
    await visit.picture('world-receivers');
  });
});

describe('a reader', () => {
  it('sees renewals and moves on a narrow screen in the dark, and cannot begin one', async () => {
    await visit.signIn('Rob');
    await visit.page.emulateMedia({ colorScheme: 'dark' });
    await visit.page.setViewportSize({ width: 360, height: 800 });
    const shown = { renewals: 'The same in words', migrations: 'What ends when', 'world/receivers': RECEIVER };
    for (const [name, text] of Object.entries(shown)) {
      await visit.visit(`#/${name}`);
      await visit.see(text);
      expect(await visit.page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
      await visit.picture(`narrow-${name.replace('/', '-')}`);
    }
    expect(await visit.page.getByRole('button', { name: /^Move to DNS/ }).count()).toBe(0);
  });
});

describe('orphans', () => {
  it('are shown to the vendor with why, and those that serve nobody are deleted after asking', async () => {
    const acm = new ACMClient(reaching(visit.story));
    const Tags = [
      { Key: 'certificates:request', Value: 'req-20250101-0123456789' },
      { Key: 'certificates:deployment', Value: TABLE_NAME },
    ];
    await acm.send(new RequestCertificateCommand({ DomainName: 'www.example.com', ValidationMethod: 'DNS', Tags }));
    acm.destroy();
    await visit.story.hours(1); // AWS lists it some time later
    visit.story.zones.put('us1.gigya.com', { name: TARGET, type: 'CNAME', ttl: 300, values: ['d1.cloudfront.net'] });
    await visit.page.emulateMedia({ colorScheme: 'light' });
    await visit.page.setViewportSize({ width: 1280, height: 900 });
    await visit.signIn('Olga');
    await visit.page.getByRole('link', { name: 'Orphans', exact: true }).click();
    await visit.see('There is no request req-20250101-0123456789.');
    await visit.see('In doubt: find out whose it is first');
    await visit.picture('orphans');
    await visit.page.setViewportSize({ width: 360, height: 800 });
    await visit.see('In doubt: find out whose it is first');
    expect(await visit.page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
    await visit.picture('narrow-orphans');
    await visit.page.setViewportSize({ width: 1280, height: 900 });
    await visit.press(/^Delete arn:aws:acm/);
    await visit.picture('orphan-question');
    await visit.confirm('Delete');
    await visit.see(/^The certificate arn:aws:acm.* is deleted\.$/);
    await visit.dialog.waitFor({ state: 'detached' });
    await visit.page.getByText('There is no request').waitFor({ state: 'detached' });
  });

  it('complain of nothing in the console of the browser', () => {
    expect(visit.complaints).toEqual([]);
  });
});
