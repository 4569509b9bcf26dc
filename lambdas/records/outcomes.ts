/**
 * How calls with an Idempotency-Key ended, in the table: one item a caller and key, for a day. Whoever puts it runs the call; whoever
 * comes later gets what came of it. A run that died leaves its item without an outcome, and the next takes it over.
 */
import { createHash } from 'node:crypto';
import { unixSeconds } from '../../core/security/timestamp.ts';
import { TABLE } from '../../core/topology.ts';
import { type Item, type Key, NOT_THERE, type Table, THERE } from '../clients/table.ts';
import { pack, unpack } from './packing.ts';

/** Seconds for which an outcome is kept: a job that failed in the night is sent again in the morning. */
const KEPT_SECONDS = 24 * 3600;
/** API Gateway ends an integration after 29 s, the function with it: what has not ended by then has died. */
const LONGEST_RUN_SECONDS = 30;

/** Whose call, by which key, and what it asks for. */
export interface KeyedCall {
  /** Caller and key, of any length. */
  name: string;
  /** Of operation and input: the same key stands for the same call only. */
  fingerprint: string;
}

export type Begun =
  /** It is to run now; `id` is that of the first run, should there have been one. */
  { is: 'new'; id: string } | { is: 'ended'; outcome: unknown } | { is: 'running' } | { is: 'another' };

function keyOf(name: string): Key {
  return { pk: `OUTCOME#${createHash('sha256').update(name).digest('hex')}`, sk: 'OUTCOME' };
}

export function createOutcomes(table: Table) {
  /** Over a run that has died: only one of those who see that goes on. */
  async function takeOver(item: Item, at: number): Promise<Begun> {
    const condition = { expression: 'startedAt = :seen', values: { ':seen': item.startedAt } };
    const mine = await table.update(item, { set: { startedAt: at }, condition });
    return mine ? { is: 'new', id: String(item.id) } : { is: 'running' };
  }

  return {
    /** `id`: what the call may name what it makes, if it is the first. */
    async begin({ name, fingerprint }: KeyedCall, id: string, now: Date): Promise<Begun> {
      const at = unixSeconds(now);
      const item = { ...keyOf(name), fingerprint, id, startedAt: at, [TABLE.timeToLive]: at + KEPT_SECONDS };
      const free = {
        expression: `${NOT_THERE.expression} OR ${TABLE.timeToLive} <= :now`,
        values: { ':now': at },
      };
      if (await table.put(item, free)) return { is: 'new', id };
      const known = await table.get(keyOf(name));
      if (!known) return { is: 'running' }; // it has been forgotten at this very moment
      if (known.fingerprint !== fingerprint) return { is: 'another' };
      if (known.outcome !== undefined) return { is: 'ended', outcome: unpack(known.outcome) };
      return Number(known.startedAt) + LONGEST_RUN_SECONDS > at ? { is: 'running' } : takeOver(known, at);
    },

    async end({ name }: KeyedCall, outcome: unknown): Promise<void> {
      await table.update(keyOf(name), { set: { outcome: pack(outcome) }, condition: THERE });
    },

    /** It failed on our side, perhaps half done: the same call may be tried again at once, and goes on under its id. */
    async release({ name }: KeyedCall): Promise<void> {
      await table.update(keyOf(name), { set: { startedAt: 0 }, condition: THERE });
    },
  };
}

export type Outcomes = ReturnType<typeof createOutcomes>;
