import type * as sdk from '@aws-sdk/client-eventbridge';
import { createEventBridge } from '../../../../../local/aws/eventbridge/service.ts';
import type { Handlers } from '../../../../../local/aws/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore } from '../../../../../local/store.ts';
import { type BusEvent, createWorld } from '../../../../../local/world.ts';

const caller = { account: '111122223333', principal: 'test', requestId: 'r' };

function busWorld() {
  const world = createWorld(new WorldClock(new Date('2026-11-21T10:00:00Z')), openStore(), 'bus');
  const events: BusEvent[] = [];
  world.subscribe(async (event) => void events.push(event));
  const calls = createEventBridge(world).service.handlers as Required<Handlers<typeof sdk>>;
  return {
    world,
    events,
    put: async (...Entries: sdk.PutEventsRequestEntry[]) => calls.PutEvents({ Entries }, caller),
  };
}

const good = { Source: 'vendor.certificates', DetailType: 'Request Ready', Detail: '{"requestId":"1"}' };

it('puts good entries on the bus and answers for bad ones one by one', async () => {
  const { put, events, world } = busWorld();
  const answer = await put(
    good,
    { ...good, Source: 'aws.acm' },
    { ...good, Detail: '[1]' },
    { Source: 'x', Detail: '{}' },
  );
  expect(answer.FailedEntryCount).toBe(3);
  expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
    undefined,
    'NotAuthorizedForSourceException',
    'MalformedDetail',
    'InvalidArgument',
  ]);
  await world.clock.quiet();
  expect(events).toMatchObject([
    {
      source: 'vendor.certificates',
      'detail-type': 'Request Ready',
      account: '111122223333',
      detail: { requestId: '1' },
    },
  ]);
});

it('refuses no entries and more than ten', async () => {
  const { put } = busWorld();
  await expect(put()).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(put(...Array(11).fill(good))).rejects.toMatchObject({ name: 'ValidationException' });
});
