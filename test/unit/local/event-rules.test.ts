import type { FunctionName } from '../../../core/topology.ts';
import { TABLE_NAME } from '../../../local/aws/aws.ts';
import { createFaults } from '../../../local/aws/faults.ts';
import { WorldClock } from '../../../local/clock.ts';
import { startEventRules, startSchedule } from '../../../local/event-rules.ts';
import type { Lambdas } from '../../../local/lambda.ts';
import { openStore } from '../../../local/store.ts';
import { createWorld, type World } from '../../../local/world.ts';

const START = new Date('2026-11-21T09:00:30Z');
const at = (time: string) => new Date(`2026-11-21T${time}Z`);

interface Invocation {
  at: string;
  name: string;
  type: string;
}

type Row = Record<'duePk' | 'dueAt' | 'requestId', { S: string }>;

/** A world whose one function notes when it ran, does what is due, and answers as the test says. */
function scene(answer: (invocation: number) => unknown = () => undefined, store = openStore()) {
  const world = createWorld(new WorldClock(START), store, 'rules');
  const invocations: Invocation[] = [];
  let rows: Row[] = [];
  const listeners: ((input: Record<string, unknown>) => void)[] = [];
  const agenda = {
    onWritten: (listener: (typeof listeners)[number]) => void listeners.push(listener),
    due: () =>
      [...Map.groupBy(rows, ({ duePk }) => duePk.S).values()].map((own) => ({ first: own[0], all: () => [...own] })),
    write(dueAt: string, duePk = 'WAIT') {
      const row = { duePk: { S: duePk }, dueAt: { S: dueAt }, requestId: { S: 'req-1' } };
      rows = [...rows, row].sort((one, other) => one.dueAt.S.localeCompare(other.dueAt.S));
      for (const tell of listeners) tell({ Item: row });
    },
  };
  const lambdas: Lambdas = {
    async invoke(arn, payload) {
      const name = arn.slice(arn.lastIndexOf(':') + 1) as FunctionName;
      const type = String((payload as Record<string, unknown>)['detail-type']);
      const now = world.clock.now().toISOString();
      invocations.push({ at: now.slice(11, 19), name, type });
      const answered = answer(invocations.length);
      rows = rows.filter(({ dueAt }) => dueAt.S > now);
      return answered;
    },
    kill: () => undefined,
    onInvoked: () => undefined,
  };
  return { world, lambdas, agenda, invocations, times: () => invocations.map((invocation) => invocation.at) };
}

const available = (world: World, more: object = {}) =>
  world.emit({
    source: 'aws.acm',
    detailType: 'ACM Certificate Available',
    resources: ['arn:1'],
    detail: {},
    ...more,
  });
const LOOK = { source: 'certificates', detailType: 'Look Requested' };
const broken = () => {
  throw new Error('broken');
};

describe('the rules', () => {
  it('loses an event that a fault drops, and no other', async () => {
    const { world, lambdas, times } = scene();
    startEventRules(world, lambdas);
    createFaults(world).add({ kind: 'drop', service: 'rules', operation: 'CertificateAvailable', times: 1 });
    available(world);
    await world.clock.quiet();
    expect(times()).toEqual([]);
    available(world);
    await world.clock.quiet();
    expect(times()).toEqual(['09:00:30']);
  });

  it('hand an event to the function that they name', async () => {
    const { world, lambdas, invocations } = scene();
    startEventRules(world, lambdas);
    available(world);
    await world.clock.quiet();
    expect(invocations).toEqual([{ at: '09:00:30', name: 'Watch', type: 'ACM Certificate Available' }]);
  });

  it.each([
    ['of another source', { source: 'somebody' }],
    ['of another type', { detailType: 'ACM Certificate Expired' }],
    ['of another account', { account: '999988887777' }],
    ['of another deployment', { ...LOOK, detail: { deployment: 'another' } }],
    ['of ours that names no deployment', LOOK],
  ])('leave an event %s alone', async (_, more) => {
    const { world, lambdas, invocations } = scene();
    startEventRules(world, lambdas);
    available(world, more);
    await world.clock.quiet();
    expect(invocations).toEqual([]);
  });

  it("hand on this deployment's own events", async () => {
    const { world, lambdas, invocations } = scene();
    startEventRules(world, lambdas);
    available(world, { ...LOOK, detail: { deployment: TABLE_NAME } });
    await world.clock.quiet();
    expect(invocations).toEqual([{ at: '09:00:30', name: 'Watch', type: 'Look Requested' }]);
  });

  it('try a failed delivery again after one minute and after two more', async () => {
    const { world, lambdas, times } = scene((invocation) => (invocation < 3 ? broken() : {}));
    startEventRules(world, lambdas);
    available(world);
    await world.clock.jumpTo(at('09:10:00'));
    expect(times()).toEqual(['09:00:30', '09:01:30', '09:03:30']);
  });

  it('tell the third failure loudly, and then let it rest', async () => {
    const { world, lambdas, times } = scene(broken);
    startEventRules(world, lambdas);
    available(world);
    await expect(world.clock.jumpTo(at('09:10:00'))).rejects.toThrow('broken');
    await world.clock.jumpTo(at('09:20:00'));
    expect(times()).toHaveLength(3);
  });

  it('deliver after a restart what a kill cut off', async () => {
    const store = openStore();
    const killed = scene(broken, store);
    startEventRules(killed.world, killed.lambdas);
    available(killed.world);
    await killed.world.clock.quiet();

    const { world, lambdas, times } = scene(() => ({}), store);
    startEventRules(world, lambdas);
    await world.clock.jumpTo(at('09:10:00'));
    expect([killed.times(), times()]).toEqual([['09:00:30'], ['09:01:30']]);
  });
});

describe('the schedule', () => {
  it('does not tick while nothing is due', async () => {
    const { world, lambdas, agenda, times } = scene();
    startSchedule(world, lambdas, agenda);
    await world.clock.jumpTo(at('12:00:00'));
    expect(times()).toEqual([]);
    expect(world.clock.next()).toBeUndefined();
  });

  it('ticks on the minute in which something is due, and then rests', async () => {
    const { world, lambdas, agenda, invocations, times } = scene();
    startSchedule(world, lambdas, agenda);
    for (const time of ['11:00:00.000', '10:30:10.000']) agenda.write(`2026-11-21T${time}Z`);
    await world.clock.jumpTo(at('12:00:00'));
    expect(times()).toEqual(['10:31:00', '11:00:00']);
    expect(invocations[0]).toMatchObject({ name: 'Watch', type: 'Scheduled Event' });
    expect(world.clock.next()).toBeUndefined();
  });

  it.each([
    ['is overdue', '2026-11-21T08:00:00.000Z'],
    ['stands before all times', '#req-1#000001'],
    ['is due now', '2026-11-21T09:00:30.000Z'],
  ])('ticks the next minute for what %s', async (_, dueAt) => {
    const { world, lambdas, agenda, times } = scene();
    startSchedule(world, lambdas, agenda);
    agenda.write(dueAt);
    await world.clock.jumpTo(at('09:10:00'));
    expect(times()).toEqual(['09:01:00']);
  });

  it('finds again after a restart what is due', async () => {
    const { world, lambdas, agenda, times } = scene();
    agenda.write('2026-11-21T10:00:00.000Z');
    startSchedule(world, lambdas, agenda);
    await world.clock.jumpTo(at('10:10:00'));
    expect(times()).toEqual(['10:00:00']);
  });

  it('tries a tick that failed again the next minute, and tells of it', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { world, lambdas, agenda, times } = scene((invocation) => (invocation === 1 ? broken() : undefined));
    startSchedule(world, lambdas, agenda);
    agenda.write('2026-11-21T09:00:00.000Z');
    await world.clock.jumpTo(at('09:10:00'));
    expect(times()).toEqual(['09:01:00', '09:02:00']);
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });

  it('glances every hour while what is answered outside has changed in the last day, and then rests', async () => {
    const { world, lambdas, agenda, times } = scene();
    startSchedule(world, lambdas, agenda);
    agenda.write('2026-12-24T09:00:00.000Z', 'CARE');
    const hours = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => `${String((from + index) % 24).padStart(2, '0')}:28:00`);
    await world.clock.jumpTo(new Date('2026-11-22T20:00:00Z'));
    expect(times()).toEqual(hours(9, 26));
    world.store.collection('dns.nodes').put('login.example.com', {});
    await world.clock.jumpTo(new Date('2026-11-22T22:00:00Z'));
    expect(times().slice(26)).toEqual(hours(20, 2));
  });

  it('takes what resolvers remember, and letters, for no change outside', async () => {
    const { world, lambdas, agenda, times } = scene();
    agenda.write('2026-12-24T09:00:00.000Z', 'CARE');
    startSchedule(world, lambdas, agenda);
    await world.clock.jumpTo(new Date('2026-11-22T20:00:00Z'));
    const before = times().length;
    for (const name of ['dns.cache', 'mail.messages', 'clock']) world.store.collection(name).put('one', {});
    await world.clock.jumpTo(new Date('2026-11-23T20:00:00Z'));
    expect(times()).toHaveLength(before);
  });
});
