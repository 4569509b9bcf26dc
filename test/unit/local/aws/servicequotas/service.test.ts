import type * as sdk from '@aws-sdk/client-service-quotas';
import type { Handlers } from '../../../../../local/aws/service.ts';
import { createServiceQuotas } from '../../../../../local/aws/servicequotas/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore, type Store } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

const caller = { account: '111122223333', principal: 'test', requestId: 'r' };
const NAMES = { ServiceCode: 'acm', QuotaCode: 'L-FB94F0B0' };

function quotaWorld(store: Store = openStore()) {
  const world = createWorld(new WorldClock(new Date('2026-11-21T10:00:00Z')), store, 'quotas');
  const { service, quotas } = createServiceQuotas(world);
  const calls = service.handlers as Required<Handlers<typeof sdk>>;
  return {
    world,
    quotas,
    calls,
    ask: async (DesiredValue: number) =>
      (await calls.RequestServiceQuotaIncrease({ ...NAMES, DesiredValue }, caller)).RequestedQuota,
    status: async (RequestId: string | undefined) =>
      (await calls.GetRequestedServiceQuotaChange({ RequestId }, caller)).RequestedQuota?.Status,
    value: async () => (await calls.GetServiceQuota(NAMES, caller)).Quota?.Value,
    halfAnHour: () => world.clock.jumpTo(new Date(world.clock.now().getTime() + 1_800_000)),
  };
}

it.each([
  ['acm', 'L-FB94F0B0', 10],
  ['acm', 'L-F141DD1D', 2500],
  ['acm', 'L-DA1D8B98', 5000],
  ['cloudfront', 'L-AAD4943E', 100],
  ['cloudfront', 'L-24B04930', 500],
])('%s %s is %i by default', async (ServiceCode, QuotaCode, value) => {
  const { calls } = quotaWorld();
  expect((await calls.GetServiceQuota({ ServiceCode, QuotaCode }, caller)).Quota).toMatchObject({
    Value: value,
    Adjustable: true,
  });
});

it('grants an increase after a while, for that account only', async () => {
  const { ask, status, value, calls, quotas, halfAnHour } = quotaWorld();
  const asked = await ask(50);
  expect(asked).toMatchObject({ Status: 'PENDING', DesiredValue: 50 });
  expect(await value()).toBe(10);
  await halfAnHour();
  expect(await status(asked?.Id)).toBe('APPROVED');
  expect(await value()).toBe(50);
  expect((await calls.GetAWSDefaultServiceQuota(NAMES, caller)).Quota?.Value).toBe(10);
  expect(quotas.value('999988887777', 'L-FB94F0B0')).toBe(10);
  expect((await calls.ListServiceQuotas({ ServiceCode: 'acm' }, caller)).Quotas?.map((one) => one.Value)).toEqual([
    50, 2500, 5000,
  ]);
});

it('denies more than a hundred names per certificate', async () => {
  const { ask, status, value, halfAnHour } = quotaWorld();
  const asked = await ask(101);
  await halfAnHour();
  expect(await status(asked?.Id)).toBe('DENIED');
  expect(await value()).toBe(10);
});

it('refuses a lower value, a second open request, and unknown quotas', async () => {
  const { ask, calls } = quotaWorld();
  await expect(ask(10)).rejects.toMatchObject({ name: 'IllegalArgumentException' });
  await ask(20);
  await expect(ask(30)).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  expect(() => calls.GetServiceQuota({ ServiceCode: 'acm', QuotaCode: 'L-00000000' }, caller)).toThrow(
    expect.objectContaining({ name: 'NoSuchResourceException' }),
  );
});

it('answers an open request after a restart', async () => {
  const store = openStore();
  const before = quotaWorld(store);
  await before.ask(50);
  before.world.clock.stop();
  const later = quotaWorld(store);
  await later.halfAnHour();
  expect(await later.value()).toBe(50);
  store.close();
});
