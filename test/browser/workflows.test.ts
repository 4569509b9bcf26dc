/** What on-call sees of all sites, in a real browser: nothing, what is on its way, what has stopped, and that it goes on. */
import { RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Answers } from '../../core/api/operations.ts';
import { PREFIX } from '../../local/scenery.ts';
import { executionArn, reaching } from '../support/stories/left-behind.ts';
import { play } from '../support/stories/play.ts';
import { type Visit, visitConsole } from './console.ts';

const OUTLET = {
  partnerId: 'acme-stores',
  name: 'Acme Outlet',
  dataCenter: 'us1',
  contacts: [],
  trustedSiteUrls: ['https://store.example.org'],
};

let visit: Visit;
let requestId: string;

beforeAll(async () => {
  visit = await visitConsole({}, 'Olga');
});

afterAll(() => visit?.leave());

const rows = () => visit.page.locator('#main tbody tr');
const follows = (name: string) => visit.page.getByRole('link', { name, exact: true }).first().click();

it('says that nothing is on its way, and what would be listed', async () => {
  await follows('Workflows');
  await visit.see('Nothing is on its way');
  await visit.see(/^A request is listed here from its beginning/);
  await visit.picture('workflows-none');
});

it('lists what has stopped first, in words, with its execution, error and time', async () => {
  const fault = { kind: 'refuse', error: 'AccessDenied', message: 'Access denied.', status: 403 } as const;
  visit.story.faults.add({ ...fault, service: 'cloudfront', operation: 'UpdateDistribution' });
  await visit.story.call('PUT', '/sites/outlet', OUTLET);
  await visit.story.call('POST', '/sites/outlet/certificates', { prefix: 'id', onFindings: 'wait' });
  ({ requestId } = await visit.story.generate(PREFIX, 'wait'));
  await play(visit.story, requestId, ({ failing }) => failing !== null);
  await visit.see('Stands still: AccessDenied'); // by itself
  const [first = '', second = ''] = await rows().allInnerTexts();
  expect(first).toMatch(/login, acme.*Stands still: AccessDenied.*AWS redrives it until.*Our on-call engineer/s);
  expect(second).toMatch(/id, outlet.*Action required.*AwaitPreflightFix.*DNS owner/s);
  await visit.picture('workflows');
});

it('shows only what stands still, or only what is on its way', async () => {
  await visit.press('Standing still');
  await visit.page.getByText('id, outlet').waitFor({ state: 'detached' });
  await visit.see('login, acme');
  expect(await rows().count()).toBe(1);
  await visit.press('On their way');
  await visit.see('id, outlet');
  await visit.page.getByText('login, acme').waitFor({ state: 'detached' });
  await visit.press('All');
  await visit.see('login, acme');
});

it('has no pile too wide for a narrow screen, in the dark', async () => {
  await visit.page.emulateMedia({ colorScheme: 'dark' });
  await visit.page.setViewportSize({ width: 360, height: 800 });
  await visit.see('Stands still: AccessDenied');
  expect(await visit.page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
  await visit.picture('narrow-workflows');
  await visit.page.emulateMedia({ colorScheme: 'light' });
  await visit.page.setViewportSize({ width: 1280, height: 900 });
});

it('leads to the workflow as it is drawn, and to the request', async () => {
  await visit.follow(/: workflow of login, acme$/);
  await visit.see(requestId);
  await visit.picture('workflow-stopped');
  await visit.page.goBack();
  await visit.follow('login, acme');
  await visit.see(/^The workflow stopped on/);
});

it('has words for several stops of one request, and for a retirement', async () => {
  const answer = await visit.story.call<Answers['requests.list']>('GET', '/requests');
  const [stopped] = answer.requests;
  const [stop] = stopped?.stops ?? [];
  if (!stopped || !stop) throw new Error('a request that stands still was listed');
  const stops = [
    { ...stop, execution: `${requestId}-renew-20270606` },
    { ...stop, execution: `${requestId}-migrate-1`, error: 'States.Timeout' },
  ];
  const json = {
    requests: [{ ...stopped, status: 'ACTIVE', step: 'AwaitRenewal', stops }],
    retirements: [
      { siteId: 'outlet', state: 'REMOVING', askedAt: stop.since, stop: { ...stop, execution: 'outlet-retire-1' } },
    ],
    nextCursor: null,
  };
  await visit.page.route('**/api/requests?*', (route) => route.fulfill({ json }));
  await visit.visit('#/workflows');
  await visit.see('Being removed');
  await visit.see('Stands still: States.Timeout');
  await visit.picture('workflows-states');
  await visit.page.unroute('**/api/requests?*');
});

it('shows without a reload that it goes on', async () => {
  await visit.page.getByText('Being removed').waitFor({ state: 'detached' });
  await visit.see('Stands still: AccessDenied');
  visit.story.faults.clear();
  const client = new SFNClient(reaching(visit.story));
  await client.send(new RedriveExecutionCommand({ executionArn: executionArn(visit.story, requestId) }));
  client.destroy();
  await visit.page.getByText('Stands still: AccessDenied').waitFor({ state: 'detached' });
  await visit.see('login, acme');
});

it('is not offered to a customer', async () => {
  await visit.signIn('Ann');
  expect(await visit.page.getByRole('link', { name: 'Workflows', exact: true }).count()).toBe(0);
  expect(visit.complaints).toEqual([]);
});
