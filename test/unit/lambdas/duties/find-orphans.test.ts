import { findOrphans, type Searching, waitId } from '../../../../lambdas/duties/find-orphans.ts';
import { createClaims } from '../../../../lambdas/records/claims.ts';
import { CERTIFICATE, NOW, REQUEST_ID, TARGET, useScene } from '../../../support/step.ts';

const scene = useScene();
const OTHER = CERTIFICATE.replace('12345678', '87654321');

/** AWS holds nothing, but for what a test says. */
function find(holds: Record<string, unknown> = {}) {
  const { sites, requests, moves, waits, env } = scene;
  const acm = { all: async () => [], requestOf: async () => undefined, describe: async () => undefined };
  const cloudFront = { all: async () => [], siteOf: async () => undefined };
  return findOrphans({
    acm: { ...acm, ...(holds.acm as object) },
    cloudFront: { ...cloudFront, ...(holds.cloudFront as object) },
    route53: { cnames: async () => [], ...(holds.route53 as object) },
    stepFunctions: { isRunning: async () => false, ...(holds.stepFunctions as object) },
    machineArns: { 'provision-certificate': 'arn:provision', 'renew-certificate': 'arn:renew' },
    dataCenters: JSON.parse(env.DATA_CENTERS ?? '{}'),
    ...{ sites, requests, moves, waits, claims: createClaims(scene.table) },
  } as unknown as Searching);
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
    stepFunctions: { isRunning: async () => true },
  });
  expect(found).toEqual([]);
});

it('finds the certificate of a request that is over, and leaves to a person the one that is in use', async () => {
  await scene.givenRequest({ status: 'CANCELED', certificateArn: CERTIFICATE });
  const inUseBy = (arn: string) => (arn === OTHER ? ['arn:distribution'] : []);
  const found = await find({
    acm: {
      all: async () => [CERTIFICATE, OTHER],
      requestOf: async () => REQUEST_ID,
      describe: async (arn: string) => ({ inUseBy: inUseBy(arn) }),
    },
  });
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
