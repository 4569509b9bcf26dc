/** Two or more at one moment: in an order that is drawn, or with one cutting in at each call of the table that the other makes. */
import fc from 'fast-check';
import type { Table } from '../../../lambdas/clients/table.ts';

/** Seeded; a failure is shortened. */
const RUNS = { seed: 20_261_121, numRuns: 15 };

/**
 * Plays it in as many interleavings: each answer of the table is held back until fast-check lets it go, in an order that it draws. What is
 * begun together is awaited by `scheduler.waitFor`.
 */
export async function interleaved(
  table: Table,
  play: (held: Table, scheduler: fc.Scheduler) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), (scheduler) => play(heldBack(table, scheduler), scheduler)),
    RUNS,
  );
}

function heldBack(table: Table, scheduler: fc.Scheduler): Table {
  const names = Object.keys(table) as (keyof Table)[];
  const held = names.map((name) => [name, scheduler.scheduleFunction(table[name].bind(table) as never)]);
  return Object.fromEntries(held) as Table;
}

/**
 * Plays it over a table that lets `cutIn` happen, all of it, right before one of its calls: in the first run before the first, in the next one
 * before the second, until there are no more. `play` begins with something fresh each time.
 */
export async function cutInAtEach(
  table: Table,
  play: (cut: Table, cutIn: (does: () => Promise<unknown>) => void) => Promise<void>,
): Promise<void> {
  for (let at = 0, came = true; came; at++) {
    let calls = 0;
    let cutting: () => Promise<unknown> = async () => {};
    came = false;
    const wrap = (name: keyof Table) => {
      const plain = table[name].bind(table) as (...given: unknown[]) => Promise<unknown>;
      return async (...given: unknown[]) => {
        if (calls++ === at) {
          came = true;
          await cutting();
        }
        return plain(...given);
      };
    };
    const names = Object.keys(table) as (keyof Table)[];
    await play(Object.fromEntries(names.map((name) => [name, wrap(name)])) as unknown as Table, (does) => {
      cutting = does;
    });
    if (at === 0 && !came) throw new Error('nothing was cut: no call of the table was made');
  }
}
