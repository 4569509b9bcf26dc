import type { OrphanKind } from '../../../../core/orphan.ts';
import { findOrphans, type OrphanTools, waitId } from '../../../../lambdas/duties/find-orphans.ts';
import { createClaims } from '../../../../lambdas/records/claims.ts';
import type { DnsWorld } from '../../../support/unit/dns-server.ts';
import { dnsVariables, startRightDns } from '../../../support/unit/right-dns.ts';
import { CERTIFICATE, NOW, REQUEST_ID, TARGET, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const OTHER = CERTIFICATE.replace('12345678', '87654321');

let dns: DnsWorld;
beforeAll(async () => {
  dns = await startRightDns(73);
});
afterAll(() => dns.close());

/** AWS holds nothing, but for what a test says. */
function find(holds: Record<string, unknown> = {}, kinds?: readonly OrphanKind[]) {
  const { sites, requests, moves, waits, env } = scene;
  const acm = { all: async () => [], requestOf: async () => undefined, describe: async () => undefined };
  const cloudFront = { all: async () => [], siteOf: async () => undefined };
  const tools = {
    env: { ...env, ...dnsVariables(dns) },
    acm: { ...acm, ...(holds.acm as object) },
    cloudFront: { ...cloudFront, ...(holds.cloudFront as object) },
    route53: { cnames: async () => [], ...(holds.route53 as object) },
    stepFunctions: { running: async () => new Set(), isRunning: async () => false, ...(holds.stepFunctions as object) },
    machineArns: { 'provision-certificate': 'arn:provision', 'renew-certificate': 'arn:renew' },
    dataCenters: JSON.parse(env.DATA_CENTERS ?? '{}'),
    sites,
    requests,
    moves,
    waits,
    claims: createClaims(scene.table),
  };
  return findOrphans(tools as unknown as OrphanTools, kinds);
}

beforeEach(async () => {
  await scene.givenSite();
});

it('finds nothing where everything has its owner', async () => {
  await scene.givenRequest({ status: 'ACTIVE', certificateArn: CERTIFICATE });
  await scene.waits.park(REQUEST_ID, 'AwaitRelease', 'token-1', new Date(NOW));
  const distribution = { id: 'E1ACME2EXAMPLE', arn: 'arn:d', enabled: true, aliases: ['login.example.com'] };
  const found = await find({
    acm: { all: async () => [CERTIFICATE] },
    cloudFront: { all: async () => [distribution], siteOf: async () => 'acme' },
    route53: { cnames: async (zone: string) => (zone === 'ZUS1' ? [TARGET] : []) },
    stepFunctions: { running: async () => new Set([REQUEST_ID]) },
  });
  expect(found).toEqual([]);
});

it('finds the certificate of a request that is over, and leaves to a person the one that is in use', async () => {
  await scene.givenRequest({ status: 'CANCELED', certificateArn: CERTIFICATE });
  const inUseBy = (arn: string) => (arn === OTHER ? ['arn:distribution'] : []);
  const found = await find(
    {
      acm: {
        all: async () => [CERTIFICATE, OTHER],
        requestOf: async () => REQUEST_ID,
        describe: async (arn: string) => ({ inUseBy: inUseBy(arn) }),
      },
    },
    ['certificate'],
  );
  const why = `Its request ${REQUEST_ID} is over (CANCELED).`;
  expect(found).toEqual([
    { kind: 'certificate', id: CERTIFICATE, why, safe: true },
    { kind: 'certificate', id: OTHER, why: `${why} But it is in use by arn:distribution.`, safe: false },
  ]);
});

it("takes a certificate without our tag for somebody else's", async () => {
  expect(await find({ acm: { all: async () => [CERTIFICATE] } })).toEqual([]);
});

it('finds a distribution and a target that no site has, and leaves to a person what may serve', async () => {
  const found = await find({
    cloudFront: {
      all: async () => [{ id: 'E2', arn: 'arn:d2', enabled: false, aliases: [] }],
      siteOf: async () => 'acme',
    },
    route53: {
      cnames: async (zone: string) =>
        zone === 'ZUS1' ? ['gone.sslproxy.us1.gigya.com', 'a.b.sslproxy.us1.gigya.com', 'www.us1.gigya.com'] : [],
    },
  });
  expect(found).toEqual([
    { kind: 'distribution', id: 'E2', why: 'Site acme has another distribution.', safe: true },
    { kind: 'target', id: 'gone.sslproxy.us1.gigya.com', why: 'There is no site gone.', safe: false },
  ]);
});

it('finds a wait whose execution does not run', async () => {
  await scene.givenRequest({ status: 'ACTIVE' });
  const wait = await scene.waits.park(REQUEST_ID, 'AwaitRelease', 'token-1', new Date(NOW));
  expect(await find()).toEqual([
    { kind: 'wait', id: waitId(wait), why: `Its execution ${REQUEST_ID} does not run.`, safe: true },
  ]);
});

it('asks of one execution only where the list of those that run does not have it', async () => {
  await scene.givenRequest({ status: 'ACTIVE' });
  for (const execution of [REQUEST_ID, `${REQUEST_ID}-renew-1`, `${REQUEST_ID}-renew-2`])
    await scene.waits.park(execution, 'AwaitRelease', `token of ${execution}`, new Date(NOW));
  const listed: string[] = [];
  const asked: string[] = [];
  const running = async (arn: string) => {
    listed.push(arn);
    return new Set([REQUEST_ID, `${REQUEST_ID}-renew-1`]);
  };
  // It was started a moment ago: the list is a little behind.
  const isRunning = async (_: string, execution: string) => asked.push(execution) > 0;
  expect(await find({ stepFunctions: { running, isRunning } }, ['wait'])).toEqual([]);
  expect(listed.sort()).toEqual(['arn:provision', 'arn:renew']);
  expect(asked).toEqual([`${REQUEST_ID}-renew-2`]);
});

it('reads a request once, however many names it claims', async () => {
  await scene.givenRequest({ status: 'CANCELED' });
  const names = ['login.example.com', 'login.example.net', 'login.example.org'];
  await createClaims(scene.table).claimAll(names, 'acme', REQUEST_ID);
  const get = jest.spyOn(scene.table, 'get');
  const why = `Its request ${REQUEST_ID} is over (CANCELED).`;
  expect(await find({}, ['claim'])).toEqual(names.map((id) => ({ kind: 'claim', id, why, safe: true })));
  expect(get.mock.calls.filter(([{ sk }]) => sk === 'REQUEST')).toHaveLength(1);
});

describe('a name that nobody serves', () => {
  const WHY = `It leads to ${TARGET}, and nobody serves it. Whoever manages its DNS removes the CNAME, or site acme generates again with it.`;
  const aliases = ['login.example.com', 'login.example.org', 'login.nowhere.example.com'];

  it('is found while its DNS leads here, and left to whoever manages that', async () => {
    await scene.givenRequest({ status: 'CANCELED', aliases });
    expect(await find()).toEqual([
      { kind: 'name', id: 'login.example.com', why: WHY, safe: false },
      { kind: 'name', id: 'login.example.org', why: WHY, safe: false },
    ]);
  });

  it('is none that a distribution has, or another request', async () => {
    await scene.givenRequest({ status: 'SUPERSEDED', aliases });
    await scene.givenRequest({ requestId: 'req-2', status: 'PENDING', aliases: ['login.example.com'] });
    const distribution = { id: 'E1ACME2EXAMPLE', arn: 'arn:d', enabled: true, aliases: ['login.example.org'] };
    expect(await find({ cloudFront: { all: async () => [distribution] } })).toEqual([]);
  });

  it('is looked up only where names are asked for', async () => {
    await scene.givenRequest({ status: 'CANCELED', aliases });
    expect(await find({}, ['claim'])).toEqual([]);
  });
});
