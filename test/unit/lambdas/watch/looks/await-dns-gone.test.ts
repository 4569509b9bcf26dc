import { CloudFrontClient, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { createCloudFront } from '../../../../../lambdas/clients/cloudfront.ts';
import { dnsFrom } from '../../../../../lambdas/clients/network.ts';
import { lookAtDnsGone } from '../../../../../lambdas/watch/looks/await-dns-gone.ts';
import type { DnsWorld } from '../../../../support/unit/dns-server.ts';
import { givenRetiring, RETIRE, retirementOf } from '../../../../support/unit/retirement.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { NOW, TARGET, useScene } from '../../../../support/unit/step.ts';
import { strictMock } from '../../../../support/unit/strict-mock.ts';

const cloudFront = strictMock(CloudFrontClient);
const scene = useScene();
let dns: DnsWorld | undefined;
afterEach(async () => {
  await dns?.close();
  dns = undefined;
});

beforeEach(() => {
  const DistributionConfig = { Aliases: { Quantity: 0, Items: [] } } as never;
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E1', DistributionConfig });
});

async function given(records: readonly string[], fields: Parameters<typeof givenRetiring>[1] = {}): Promise<void> {
  dns = await startRightDns(71, records);
  await givenRetiring(scene, fields);
}

async function look(now: string) {
  const wait = await scene.waits.park(RETIRE, 'AwaitDnsGone', 'token-1', new Date(NOW));
  const { env, sites, requests, moves } = scene;
  const variables = dns ? dnsVariables(dns) : {};
  const dataCenters = JSON.parse(env.DATA_CENTERS ?? '{}');
  const retiring = { sites, requests, moves, dataCenters, cloudFront: createCloudFront(env) };
  return lookAtDnsGone({ ...retiring, dns: () => dnsFrom(variables) })(wait, new Date(now));
}

it('waits while a name leads here, and says which', async () => {
  await given([`login.example.com 300 CNAME ${TARGET}`]);
  await scene.givenRequest({ status: 'READY' });
  expect(await look('2026-11-21T10:05:00Z')).toBe('notYet');
  expect(await retirementOf(scene)).toMatchObject({ pointing: ['login.example.com'], unknown: [], goneSince: null });
});

it('is met when all names have been gone for an hour', async () => {
  await given([]);
  await scene.givenRequest({ status: 'READY' });
  expect(await look('2026-11-21T10:05:00Z')).toBe('notYet');
  expect(await retirementOf(scene)).toMatchObject({ pointing: [], goneSince: '2026-11-21T10:05:00.000Z' });
  expect(await look('2026-11-21T11:04:00Z')).toBe('notYet');
  expect(await look('2026-11-21T11:05:00Z')).toEqual({ end: { verdict: 'met' } });
});

it('is met at once where the execution before it stopped past the point of no return', async () => {
  await givenRetiring(scene, { state: 'REMOVING' });
  expect(await look('2026-11-21T10:01:00Z')).toEqual({ end: { verdict: 'met' } });
});

it('waits for a request that is on its way', async () => {
  await given([], { goneSince: '2026-11-21T08:00:00.000Z' });
  await scene.givenRequest({ status: 'PENDING' });
  expect(await look('2026-11-21T10:05:00Z')).toBe('notYet');
});

it('is overdue when a name still leads here at the deadline', async () => {
  await given([`login.example.com 300 CNAME ${TARGET}`]);
  await scene.givenRequest({ status: 'READY' });
  expect(await look('2027-03-01T10:00:00Z')).toEqual({ end: { verdict: 'overdue' } });
});

it('ends without a look when the retirement was withdrawn', async () => {
  await givenRetiring(scene, { state: 'KEPT' });
  expect(await look('2026-11-21T10:05:00Z')).toEqual({ end: { verdict: 'kept' } });
});
