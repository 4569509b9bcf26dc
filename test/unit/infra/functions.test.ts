/** How many of a function run at once, and that nobody who is turned away is lost. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS, type FunctionName } from '../../../core/topology.ts';
import { RESERVED } from '../../../infra/functions.ts';
import type { Retrier } from '../../../local/aws/states/definition.ts';
import { retryAfter } from '../../../local/aws/states/retry.ts';
import { WorldClock } from '../../../local/clock.ts';
import { openStore } from '../../../local/store.ts';
import { createWorld } from '../../../local/world.ts';
import { synthesize } from './synthesized.ts';

function reservations(stage: 'test' | 'production') {
  const functions = Object.values(synthesize(stage).findResources('AWS::Lambda::Function'));
  return Object.fromEntries(
    functions
      .filter(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined)
      .map(({ Properties }) => [Properties.Description, Properties.ReservedConcurrentExecutions]),
  );
}

it('lets a few functions run a few at a time, in production only', () => {
  expect(reservations('production')).toEqual({
    'lambdas/steps/ensure-target.ts': 3,
    'lambdas/steps/request-certificate.ts': 5,
    'lambdas/watch/watch.ts': 2,
  });
  expect(reservations('test')).toEqual({});
});

it('never has two ticks at once: the next comes when the one before has been ended', () => {
  expect(FUNCTIONS.Watch.timeout).toBeLessThanOrEqual(60);
});

describe('a hundred executions that enter a state at one moment', () => {
  const { random } = createWorld(new WorldClock(new Date('2026-11-21T10:00:00Z')), openStore(), 'reservations');

  const states = (Object.keys(RESERVED) as FunctionName[]).filter((name) => name !== 'Watch');
  it.each(states)('all get their turn at %s', (name) => {
    expect(turnedAwayFor(name, 100)).toBe(0);
  });

  /** So many give up, where each run takes a second. */
  function turnedAwayFor(name: FunctionName, executions: number): number {
    const retriers = retriersOf(name);
    const waiting = Array.from({ length: executions }, () => ({ at: 0, retries: [] as number[] }));
    let running: number[] = [];
    let lost = 0;
    for (let next = waiting.shift(); next; next = waiting.sort((a, b) => a.at - b.at).shift()) {
      const { at, retries } = next;
      running = running.filter((end) => end > at);
      if (running.length < (RESERVED[name] ?? 0)) {
        running.push(at + 1000);
        continue;
      }
      const again = retryAfter(retriers, { error: 'Lambda.TooManyRequestsException', task: true }, retries, random);
      if (again) waiting.push({ at: at + again.delayMs, retries: again.retries });
      else lost++;
    }
    return lost;
  }
});

function retriersOf(state: string): Retrier[] {
  const file = join(import.meta.dirname, '../../../state-machines/provision-certificate.asl.json');
  const { States } = JSON.parse(readFileSync(file, 'utf8')) as { States: Record<string, { Retry: Retrier[] }> };
  return States[state]?.Retry ?? [];
}
