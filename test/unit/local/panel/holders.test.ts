import { createFaults } from '../../../../local/aws/faults.ts';
import { createServiceQuotas } from '../../../../local/aws/servicequotas/service.ts';
import { WorldClock } from '../../../../local/clock.ts';
import { createZones } from '../../../../local/dns/zones.ts';
import { createMail } from '../../../../local/mail/mail.ts';
import { createPanel } from '../../../../local/panel/panel.ts';
import { openStore, type Store } from '../../../../local/store.ts';
import { createWorld, type World } from '../../../../local/world.ts';
import { others } from '../others.ts';

let store: Store;
let world: World;
let panel: ReturnType<typeof createPanel>;

beforeEach(async () => {
  store = openStore();
  world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), store, 'panel');
  const zones = createZones(world);
  zones.createZone({ name: 'cloudfront.net', servers: [{ host: 'ns1.dns.net', address: '127.53.0.1' }] });
  const { quotas } = createServiceQuotas(world);
  const parts = { world, zones, mail: createMail(world), quotas, faults: createFaults(world) };
  panel = createPanel({ ...parts, ...(await others(world, zones)) });
});
afterEach(() => store.close());

async function ask(method: string, path: string, body?: unknown) {
  const answer = await panel.request(`/world${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return [answer.status, await answer.json()] as [number, Record<string, unknown>];
}

it('lets other people take a name, drop it, disable and enable what holds it', async () => {
  const [status, holder] = await ask('POST', '/holders', { alias: 'login.example.com', kind: 'tenant' });
  expect([status, holder]).toMatchObject([201, { kind: 'tenant', aliases: ['login.example.com'], enabled: true }]);
  expect(await ask('POST', '/holders', { alias: 'login.example.com' })).toEqual([
    400,
    { detail: 'login.example.com is already associated with a different resource.' },
  ]);
  expect(await ask('GET', '/holders')).toEqual([200, { holders: [holder] }]);
  expect(await ask('PUT', `/holders/${holder.id}`, { enabled: false })).toMatchObject([
    200,
    { enabled: false, status: 'InProgress' },
  ]);
  expect(await ask('PUT', `/holders/${holder.id}`, { enabled: true })).toMatchObject([200, { enabled: true }]);
  expect(await ask('DELETE', `/holders/${holder.id}`)).toMatchObject([200, { aliases: [] }]);
  for (const [method, body] of [['PUT', { enabled: true }], ['DELETE']] as const)
    expect(await ask(method, '/holders/E1', body)).toEqual([
      404,
      { detail: 'Nobody else has a distribution or tenant E1.' },
    ]);
});

it('files a case with AWS Support, and lets Support answer it now', async () => {
  const filed = { aliases: ['login.example.com'], targetDistributionId: 'E1', caseText: 'Please move it.' };
  const [status, made] = await ask('POST', '/support-cases', filed);
  expect([status, made]).toMatchObject([201, { aliases: filed.aliases, text: 'Please move it.', answeredAt: null }]);
  expect(await ask('GET', '/support-cases')).toEqual([200, { cases: [made] }]);
  expect(await ask('POST', `/support-cases/${made.caseId}/answer`)).toMatchObject([
    200,
    {
      answeredAt: '2026-11-21T09:00:00.000Z',
      answers: [{ moved: false, text: 'The target is not a distribution of your account.' }],
    },
  ]);
  expect(await ask('POST', '/support-cases/case-0/answer')).toEqual([404, { detail: 'There is no case case-0.' }]);
});

it('says of whom CloudFront demands a TXT record', async () => {
  expect(await ask('GET', '/txt-demand')).toEqual([200, { txtDemand: 'everybody' }]);
  const demand = { txtDemand: 'other accounts' };
  expect(await ask('PUT', '/txt-demand', demand)).toEqual([200, demand]);
});

it.each([
  ['POST', '/holders', { alias: 'Login' }, 'alias must be a name in lower case, such as login.example.com.'],
  ['POST', '/holders', { alias: 'a.example.com', account: '12' }, 'account must be twelve digits.'],
  ['POST', '/support-cases', { targetDistributionId: 'E1' }, 'The case names no name that another distribution holds.'],
  ['PUT', '/txt-demand', { txtDemand: 'no' }, 'txtDemand must be one of everybody, other accounts.'],
])('refuses by its field: %s %s %j', async (method, path, body, detail) => {
  expect(await ask(method, path, body)).toEqual([400, { detail }]);
});
