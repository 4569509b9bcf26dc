import { WorldClock } from '../../../local/clock.ts';

const START = new Date('2026-11-21T09:00:00Z');
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const timeOf = (clock: WorldClock) => clock.now().toISOString().slice(11, 19);

it('stands still until it is told to move', () => {
  const clock = new WorldClock(START);
  expect([clock.now(), clock.getSpeed(), clock.next()]).toEqual([START, 0, undefined]);
});

describe('timers', () => {
  it('run in order of time, those of one time in the order in which they were set', async () => {
    const clock = new WorldClock(START);
    const ran: string[] = [];
    const set = (time: string, name: string) => clock.at(at(time), name, () => ran.push(`${name} ${timeOf(clock)}`));
    set('09:02:00', 'late');
    set('09:01:00', 'first');
    set('09:01:00', 'second');
    await clock.jumpTo(at('09:05:00'));
    expect(ran).toEqual(['first 09:01:00', 'second 09:01:00', 'late 09:02:00']);
    expect(timeOf(clock)).toBe('09:05:00');
  });

  it('run at once when their time has passed, without moving time back', async () => {
    const clock = new WorldClock(START);
    let ran = '';
    clock.at(at('08:00:00'), 'past', () => {
      ran = timeOf(clock);
    });
    expect(await clock.jump()).toBe(true);
    expect([ran, timeOf(clock)]).toEqual(['09:00:00', '09:00:00']);
  });

  it('that set others on the way are followed by these in their order', async () => {
    const clock = new WorldClock(START);
    const ran: string[] = [];
    clock.at(at('09:01:00'), 'a', () => {
      ran.push('a');
      clock.at(at('09:02:00'), 'b', () => ran.push('b'));
    });
    clock.at(at('09:03:00'), 'c', () => ran.push('c'));
    await clock.jumpTo(at('09:03:00'));
    expect(ran).toEqual(['a', 'b', 'c']);
  });

  it('are seen before they fire, and can be canceled', async () => {
    const clock = new WorldClock(START);
    const cancel = clock.at(at('09:01:00'), 'never', () => {
      throw new Error('canceled');
    });
    clock.at(at('09:02:00'), 'look', () => undefined);
    expect(clock.next()).toEqual({ due: at('09:01:00'), name: 'never' });
    cancel();
    expect(clock.next()).toEqual({ due: at('09:02:00'), name: 'look' });
    await clock.jumpTo(at('09:05:00'));
    expect(cancel()).toBeUndefined();
  });
});

describe('a run', () => {
  it('keeps time standing until it has ended', async () => {
    const clock = new WorldClock(START);
    const seen: string[] = [];
    clock.at(at('09:01:00'), 'timer', () => seen.push('timer'));
    let end = () => {};
    const running = clock.run(async () => {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      seen.push('run');
    });
    const jumped = clock.jump();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
    end();
    await Promise.all([running, jumped]);
    expect(seen).toEqual(['run', 'timer']);
  });

  it('that pauses lets time move, and goes on at its own time', async () => {
    const clock = new WorldClock(START);
    const seen: string[] = [];
    clock.start(async () => {
      await clock.pause(120_000);
      seen.push(`run ${timeOf(clock)}`);
    });
    clock.at(at('09:01:00'), 'timer', () => seen.push(`timer ${timeOf(clock)}`));
    clock.at(at('09:03:00'), 'later', () => seen.push(`later ${timeOf(clock)}`));
    await clock.jumpTo(at('09:05:00'));
    expect(seen).toEqual(['timer 09:01:00', 'run 09:02:00', 'later 09:03:00']);
  });

  it('gives its result, or its error, to who waits for it', async () => {
    const clock = new WorldClock(START);
    expect(await clock.run(() => 'result')).toBe('result');
    await expect(clock.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(clock.quiet()).resolves.toBeUndefined();
  });
});

describe('a failure', () => {
  it('of a started run surfaces when the world is quiet, once', async () => {
    const clock = new WorldClock(START);
    clock.start(() => Promise.reject(new Error('lost?')));
    await expect(clock.quiet()).rejects.toThrow('lost?');
    await expect(clock.quiet()).resolves.toBeUndefined();
  });

  it('surfaces before time moves on', async () => {
    const clock = new WorldClock(START);
    clock.start(() => Promise.reject(new Error('lost?')));
    await expect(clock.jumpTo(at('10:00:00'))).rejects.toThrow('lost?');
    expect(timeOf(clock)).toBe('09:00:00');
    await clock.jumpTo(at('10:00:00'));
    expect(timeOf(clock)).toBe('10:00:00');
  });

  it('of a timer surfaces in the jump, at its time; the others are not lost', async () => {
    const clock = new WorldClock(START);
    let ran = false;
    clock.at(at('09:01:00'), 'broken', () => {
      throw new Error('broken');
    });
    clock.at(at('09:02:00'), 'fine', () => {
      ran = true;
    });
    await expect(clock.jumpTo(at('10:00:00'))).rejects.toThrow('broken');
    expect([timeOf(clock), ran]).toEqual(['09:01:00', false]);
    await clock.jumpTo(at('10:00:00'));
    expect(ran).toBe(true);
  });
});

describe('jumping', () => {
  it('says when nothing is ever due', async () => {
    expect(await new WorldClock(START).jump()).toBe(false);
  });

  it('does not go back', async () => {
    const clock = new WorldClock(START);
    await clock.jumpTo(at('08:00:00'));
    expect(timeOf(clock)).toBe('09:00:00');
  });

  it('until something holds goes from timer to timer, no further', async () => {
    const clock = new WorldClock(START);
    let count = 0;
    for (const minute of ['01', '02', '03']) clock.at(at(`09:${minute}:00`), 'count', () => count++);
    await clock.jumpUntil(() => count === 2, at('10:00:00'));
    expect(timeOf(clock)).toBe('09:02:00');
  });

  it('until something holds fails when nothing is due any more, or when it takes too long', async () => {
    const clock = new WorldClock(START);
    await expect(clock.jumpUntil(() => false, at('10:00:00'))).rejects.toThrow('nothing is due any more');
    clock.at(at('11:00:00'), 'late', () => undefined);
    await expect(clock.jumpUntil(() => false, at('10:00:00'))).rejects.toThrow(
      'not reached by 2026-11-21T10:00:00.000Z',
    );
  });

  it('of two at once is made one after the other', async () => {
    const clock = new WorldClock(START);
    const ran: string[] = [];
    clock.at(at('09:01:00'), 'a', () => ran.push('a'));
    clock.at(at('09:02:00'), 'b', () => ran.push('b'));
    await Promise.all([clock.jump(), clock.jump()]);
    expect(ran).toEqual(['a', 'b']);
  });

  it('tells where time has gone, to be remembered', async () => {
    const moves: string[] = [];
    const clock = new WorldClock(START, { onMove: (now) => void moves.push(now.toISOString().slice(11, 19)) });
    clock.at(at('09:01:00'), 'timer', () => undefined);
    await clock.jumpTo(at('09:05:00'));
    expect(moves).toEqual(['09:01:00', '09:05:00']);
  });
});

it('flows at its speed, runs what comes due, tells failures, and stops', async () => {
  const clock = new WorldClock(START);
  const failures: unknown[] = [];
  clock.at(at('09:00:01'), 'broken', () => {
    throw new Error('broken');
  });
  clock.at(at('09:00:02'), 'stop', () => clock.stop());
  const flowing = clock.flow(100_000, (error) => failures.push(error));
  await flowing;
  expect(failures).toEqual([new Error('broken')]);
  expect(clock.now() >= at('09:00:02')).toBe(true);
  expect(clock.next()).toBeUndefined();
});

it('wakes the work of a timer that has fallen asleep', async () => {
  const clock = new WorldClock(new Date('2026-11-21T09:00:00Z'));
  const times: string[] = [];
  clock.at(new Date('2026-11-21T09:01:00Z'), 'tick', async () => {
    await clock.pause(2000);
    times.push(clock.now().toISOString());
  });
  await clock.jumpTo(new Date('2026-11-21T09:05:00Z'));
  expect(times).toEqual(['2026-11-21T09:01:02.000Z']);
});
