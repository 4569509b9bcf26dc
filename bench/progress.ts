/**
 * How far a run has come and what it has cost, kept in the world that it plays in: ten thousand journeys take hours, and a run that was
 * stopped goes on from there when it is started again over the same folder.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Product } from '../local/product.ts';
import type { Traveller } from './travel.ts';

/** Of all processes that have played this run. */
export interface Cost {
  cpuSeconds: number;
  /** Of AWS. */
  calls: number;
  minutes: number;
}

interface Kept {
  /** Acts that were done. */
  done: number;
  cost: Cost;
  /** What was alive before the first act, in bytes. */
  bytes: number;
}

export interface Progress {
  /** Acts that need not be done again. */
  done: number;
  /** Who has set out, in that order. */
  travellers: readonly Traveller[];
  setOut(traveller: Traveller): void;
  /** So many acts are done. */
  reach(done: number): void;
  cost(): Cost;
  /** Bytes that are alive now and were not before the first act. */
  grown(): Promise<number>;
}

export async function progressOf({ world: { store }, onCalled }: Product): Promise<Progress> {
  const kept = store.collection<Kept>('bench');
  const travellers = store.collection<Traveller>('bench.travellers');
  const before = kept.get(KEY) ?? {
    done: 0,
    cost: { cpuSeconds: 0, calls: 0, minutes: 0 },
    bytes: await memory(),
  };
  const [cpu, began] = [cpuClock(), performance.now()];
  let calls = 0;
  onCalled(() => calls++);
  const cost = (): Cost => ({
    cpuSeconds: before.cost.cpuSeconds + cpu(),
    calls: before.cost.calls + calls,
    minutes: before.cost.minutes + (performance.now() - began) / 60_000,
  });
  const all = [...travellers.values()];
  return {
    done: before.done,
    travellers: all,
    setOut(traveller) {
      all.push(traveller);
      travellers.put(traveller.siteId, traveller);
    },
    reach: (done) => kept.put(KEY, { done, cost: cost(), bytes: before.bytes }),
    cost,
    grown: async () => (await memory()) - before.bytes,
  };
}

const KEY = 'progress';

/** Seconds of CPU since then. */
export function cpuClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

/** Bytes of what is alive. What the process holds besides, pages that are free in it, is of the moment: at a hundred it was half of all. */
async function memory(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // What was closed lets go of its last parts in the turns after that, and what is collected frees more.
  for (let turn = 0; turn < 3; turn++) {
    await delay(100);
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
