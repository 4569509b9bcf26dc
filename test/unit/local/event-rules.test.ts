import type { FunctionName } from '../../../core/topology.ts';
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

/** A world whose one function notes when it ran, and answers as the test says. */
function scene(answer: (invocation: number) => unknown = () => ({ nextDueAt: null }), store = openStore()) {
  const world = createWorld(new WorldClock(START), store, 'rules');
  const invocations: Invocation[] = [];
  const listeners: ((input: Record<string, unknown>) => void)[] = [];
  const table = {
    onWritten: (listener: (typeof listeners)[number]) => void listeners.push(listener),
    write(pk = 'SITE#acme') {
      for (const tell of listeners) tell({ Item: { pk: { S: pk } } });
    },
  };
  const lambdas: Lambdas = {
    async invoke(arn, payload) {
      const name = arn.slice(arn.lastIndexOf(':') + 1) as FunctionName;
      const type = String((payload as Record<string, unknown>)['detail-type']);
      invocations.push({ at: world.clock.now().toISOString().slice(11, 19), name, type });
      return answer(invocations.length);
    },
    kill: () => undefined,
    onInvoked: () => undefined,
  };
  return { world, lambdas, table, invocations, times: () => invocations.map((invocation) => invocation.at) };
}

const available = (world: World, more: object = {}) =>
  world.emit({
    source: 'aws.acm',
    detailType: 'ACM Certificate Available',
    resources: ['arn:1'],
    detail: {},
    ...more,
  });
const broken = () => {
  throw new Error('broken');
};

describe('the rules', () => {
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
  ])('leave an event %s alone', async (_, more) => {
    const { world, lambdas, invocations } = scene();
    startEventRules(world, lambdas);
    available(world, more);
    await world.clock.quiet();
    expect(invocations).toEqual([]);
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
  it('ticks on the minute, and then rests while nothing is due', async () => {
    const { world, lambdas, table, invocations } = scene();
    startSchedule(world, lambdas, table);
    await world.clock.jumpTo(at('12:00:00'));
    expect(invocations).toEqual([{ at: '09:01:00', name: 'Watch', type: 'Scheduled Event' }]);
    expect(world.clock.next()).toBeUndefined();
  });

  it('skips to the minute in which something is due', async () => {
    const { world, lambdas, table, times } = scene((invocation) => ({
      nextDueAt: invocation === 1 ? '2026-11-21T10:30:10.000Z' : invocation === 2 ? '2026-11-21T11:00:00.000Z' : null,
    }));
    startSchedule(world, lambdas, table);
    await world.clock.jumpTo(at('12:00:00'));
    expect(times()).toEqual(['09:01:00', '10:31:00', '11:00:00']);
  });

  it('ticks the next minute for what is overdue', async () => {
    const { world, lambdas, table, times } = scene((invocation) => ({
      nextDueAt: invocation === 1 ? '2026-11-21T08:00:00.000Z' : null,
    }));
    startSchedule(world, lambdas, table);
    await world.clock.jumpTo(at('09:10:00'));
    expect(times()).toEqual(['09:01:00', '09:02:00']);
  });

  it('ticks the minute after the table was written to, and not for reading', async () => {
    const { world, lambdas, table, times } = scene();
    startSchedule(world, lambdas, table);
    await world.clock.jumpTo(at('10:00:20'));
    await world.clock.run(() => lambdas.invoke('arn:aws:lambda:us-east-1:111122223333:function:Api', {}));
    await world.clock.jumpTo(at('10:10:00'));
    expect(times()).toEqual(['09:01:00', '10:00:20']);
    table.write();
    await world.clock.jumpTo(at('10:20:00'));
    expect(times()).toEqual(['09:01:00', '10:00:20', '10:11:00']);
  });

  it.each(['AUDIT', 'ATTEMPTS#0a', 'NONCE#0a', 'SESSION#0a'])(
    'does not tick for what the API writes at every call: %s',
    async (pk) => {
      const { world, lambdas, table, times } = scene();
      startSchedule(world, lambdas, table);
      await world.clock.jumpTo(at('09:10:00'));
      table.write(pk);
      await world.clock.jumpTo(at('10:00:00'));
      expect(times()).toEqual(['09:01:00']);
    },
  );

  it('tries a tick that failed again the next minute, and tells of it', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { world, lambdas, table, times } = scene((invocation) => (invocation === 1 ? broken() : { nextDueAt: null }));
    startSchedule(world, lambdas, table);
    await world.clock.jumpTo(at('09:10:00'));
    expect(times()).toEqual(['09:01:00', '09:02:00']);
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });

  it('glances while what is answered outside has changed in the last day, and then rests', async () => {
    const { world, lambdas, table, times } = scene(() => ({
      nextDueAt: null,
      nextGlanceAt: new Date(world.clock.now().getTime() + 6 * 3_600_000).toISOString(),
    }));
    startSchedule(world, lambdas, table);
    await world.clock.jumpTo(new Date('2026-11-22T20:00:00Z'));
    expect(times()).toEqual(['09:01:00', '15:01:00', '21:01:00', '03:01:00', '09:01:00', '15:01:00']);
    world.store.collection('dns.nodes').put('login.example.com', {});
    await world.clock.jumpTo(new Date('2026-11-23T03:00:00Z'));
    expect(times().slice(6)).toEqual(['20:01:00', '02:01:00']);
  });

  it('takes what resolvers remember, and letters, for no change outside', async () => {
    const { world, lambdas, table, times } = scene();
    startSchedule(world, lambdas, table);
    await world.clock.jumpTo(at('09:05:00'));
    for (const name of ['dns.cache', 'mail.messages', 'clock']) world.store.collection(name).put('one', {});
    await world.clock.jumpTo(at('09:10:00'));
    expect(times()).toEqual(['09:01:00']);
  });
});
