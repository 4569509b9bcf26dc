import type { Metric } from '../../../core/alarms.ts';
import { type Alarms, createAlarms } from '../../../local/alarms.ts';
import { WorldClock } from '../../../local/clock.ts';
import type { Listener } from '../../../local/lambda.ts';
import { openStore } from '../../../local/store.ts';
import { createWorld, type World } from '../../../local/world.ts';

let world: World;
let alarms: Alarms;
let invoked: Listener;
let due: string | undefined;
let write: () => void;
beforeEach(() => {
  world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), openStore(), 'alarms');
  due = undefined;
  const agenda = {
    onWritten(listener: (input: Record<string, unknown>) => void) {
      write = () => listener({});
    },
    due: () => (due === undefined ? [] : [{ first: { dueAt: { S: due } }, all: () => [] }]),
  };
  const onInvoked = (listener: Listener) => {
    invoked = listener;
  };
  alarms = createAlarms(world, { onInvoked }, agenda);
});
afterEach(() => world.store.close());

const to = (time: string) => world.clock.jumpTo(new Date(`2026-11-21T${time}Z`));
const FAILING: Metric = { of: 'AWS/ApiGateway', name: '5XXError' };
const tick = (answer: unknown) => invoked('Watch', { 'detail-type': 'Scheduled Event' }, answer);

it('adds up what was measured in a period, and tells once that an alarm begins to ring', async () => {
  const told: unknown[] = [];
  alarms.onRinging(({ name, since, runbook }) => told.push([name, since, runbook]));
  for (const time of ['09:00:30', '09:01:00', '09:02:00', '09:04:00', '09:04:59', '09:04:59']) {
    await to(time);
    world.measure(FAILING, 1);
  }
  expect(told).toEqual([['ApiFailing', '2026-11-21T09:04:59.000Z', 'api-failing']]);
  expect(alarms.ringing()).toEqual(['ApiFailing']);
  await to('09:07:00');
  expect(alarms.ringing()).toEqual([]);
});

it('takes the slowest call but one of a hundred for the slowness of a period', async () => {
  for (const time of ['09:00:00', '09:05:00', '09:10:00']) {
    await to(time);
    for (let index = 0; index < 99; index++) world.measure({ of: 'AWS/ApiGateway', name: 'Latency' }, 0);
    world.measure({ of: 'AWS/ApiGateway', name: 'Latency' }, 20_000);
  }
  expect(alarms.ringing()).toEqual([]);
  for (const time of ['09:15:00', '09:20:00', '09:25:00']) {
    await to(time);
    world.measure({ of: 'AWS/ApiGateway', name: 'Latency' }, 20_000);
  }
  expect(alarms.ringing()).toEqual(['ApiSlow']);
});

it('keeps what stands in a queue, and what was measured once an hour, until it is measured anew', async () => {
  world.measure({ of: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible' }, 1);
  world.measure({ of: 'Certificates', name: 'DaysToExpiry' }, 19);
  await to('19:00:00');
  expect(alarms.ringing()).toEqual(['DeadLetters', 'CertificateExpiresSoon']);
  world.measure({ of: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible' }, 0);
  world.measure({ of: 'Certificates', name: 'DaysToExpiry' }, 198);
  expect(alarms.ringing()).toEqual([]);
});

it('misses ticks of watch that fail, and none that were skipped', async () => {
  due = '2026-11-21T12:00:00.000Z';
  tick(null);
  await to('11:59:00');
  expect(alarms.ringing()).toEqual([]);
  tick(undefined);
  await to('12:03:00');
  expect(alarms.ringing()).toEqual([]);
  await to('12:06:00');
  expect(alarms.ringing()).toEqual(['WatchNotRunning']);
  due = undefined;
  tick(null);
  await to('12:08:00');
  expect(alarms.ringing()).toEqual([]);
});

it('misses no tick for what was due and is there no more, nor before what has come to be due since', async () => {
  due = '2026-11-21T12:00:00.000Z';
  tick(null);
  due = undefined;
  write();
  await to('12:10:00');
  expect(alarms.ringing()).toEqual([]);
  due = '#req-1#000001';
  write();
  expect(alarms.ringing()).toEqual([]);
  await to('12:20:00');
  expect(alarms.ringing()).toEqual(['WatchNotRunning']);
});

it('remembers over a restart', async () => {
  world.measure({ of: 'Certificates', name: 'WorkflowsStopped' }, 1);
  const again = createAlarms(world, { onInvoked: () => undefined });
  expect(again.list().find(({ name }) => name === 'WorkflowsStopped')).toMatchObject({
    severity: 2,
    since: '2026-11-21T09:00:00.000Z',
    runbook: 'workflow-stopped',
    story: 'technical-failure-redrive',
  });
});
