/**
 * Parked workflows in the table: the token, what is awaited, until when, and when to look next. Found by due time through
 * an index. Claiming a look plans the next one, so that two watches never begin the same, and a look that finds nothing writes no more.
 */
import { requestOf } from '../../core/execution.ts';
import { deadlineOf, nextLookSeconds, WAITS, type WaitName } from '../../core/wait.ts';
import type { Item, Key, Table } from '../clients/table.ts';
import { DUE } from './due.ts';

export interface Wait {
  /** Name of the execution that is parked. */
  execution: string;
  name: WaitName;
  /** Step Functions task token. Never leaves the back end. */
  taskToken: string;
  parkedAt: string;
  deadline: string;
  dueAt: string;
  /** Looks that have begun since parking, or since a person asked to look again. */
  looks: number;
  /** The state's result, once a look has come to it. Its token may be spent from then on: nobody looks any more, it is only handed over. */
  end?: Readonly<Record<string, unknown>>;
}

/** Longer than any look takes (a watch has 60 s): until then nobody else begins it, however close its cadence. */
const LEASE_SECONDS = 90;

/**
 * A look that has crashed or failed is taken up after this time at the latest, however long its cadence: past the deadline the state
 * itself times out within the hour, and so do four more looks fit in. Most waits are looked at as often anyway.
 */
const TAKEN_UP_SECONDS = 15 * 60;

/** With the other items of the request that it belongs to; the name of the execution before that of the wait. */
function waitKey({ execution, name }: Pick<Wait, 'execution' | 'name'>): Key {
  return { pk: partitionOf(execution), sk: `${sortOf(execution)}#${name}` };
}

function partitionOf(execution: string): string {
  return `REQUEST#${requestOf(execution)}`;
}

function sortOf(execution: string): string {
  return `WAIT#${execution}`;
}

function toItem(wait: Wait): Item {
  return { ...waitKey(wait), ...wait, duePk: DUE.waits };
}

function fromItem({ pk: _, sk: __, duePk: ___, ...wait }: Item): Wait {
  return wait as unknown as Wait;
}

/** After those that are due in the next minute, so that nobody's turn is taken. */
const PUT_OFF_SECONDS = 60;

export function createWaits(table: Table) {
  async function beginning(execution: string, beginsWith: string): Promise<Wait[]> {
    return (await table.query({ partition: partitionOf(execution), beginsWith })).map(fromItem);
  }

  /** What is parked for an execution and for those that carry its name in front: all that a request waits for. */
  function of(execution: string): Promise<Wait[]> {
    return beginning(execution, sortOf(execution));
  }

  /** Writes where nobody else has moved the due time since `wait` was read. */
  function set(wait: Wait, fields: Partial<Wait>): Promise<boolean> {
    const asRead = {
      expression: 'taskToken = :token AND dueAt = :seen',
      values: { ':token': wait.taskToken, ':seen': wait.dueAt },
    };
    return table.update(waitKey(wait), { set: fields, condition: asRead });
  }

  function reschedule(wait: Wait, dueAt: Date, looks: number): Promise<boolean> {
    return set(wait, { dueAt: dueAt.toISOString(), looks });
  }

  return {
    of,

    /** What one execution is parked at. */
    at: (execution: string): Promise<Wait[]> => beginning(execution, `${sortOf(execution)}#`),

    /** Parks: a token of an earlier attempt at the same state is replaced, its looks begin anew. */
    async park(
      execution: string,
      name: WaitName,
      taskToken: string,
      now: Date,
      deadline: string = deadlineOf(name, now),
    ): Promise<Wait> {
      const wait: Wait = {
        execution,
        name,
        taskToken,
        parkedAt: now.toISOString(),
        deadline,
        dueAt: later(now, nextLookSeconds(name, 0)).toISOString(),
        looks: 0,
      };
      await table.put(toItem(wait));
      return wait;
    },

    /** Waits due by `now`, earliest first, at most so many. */
    async due(now: Date, limit: number): Promise<Wait[]> {
      const items = await table.query({ index: 'due', partition: DUE.waits, upTo: now.toISOString(), limit });
      return items.map(fromItem);
    },

    /** Every wait there is, by the index. */
    async parked(): Promise<Wait[]> {
      return (await table.query({ index: 'due', partition: DUE.waits })).map(fromItem);
    },

    /** Claims a look and plans the next one. Undefined when another watch has it, or has begun it and told nobody. */
    async claim(wait: Wait, now: Date): Promise<Wait | undefined> {
      const claimed = { ...wait, looks: wait.looks + 1 };
      const planned = earlier(nextLook(claimed, now), later(now, TAKEN_UP_SECONDS));
      const dueAt = latest(planned, later(now, LEASE_SECONDS));
      const isOurs = await reschedule(wait, dueAt, claimed.looks);
      return isOurs ? { ...claimed, dueAt: dueAt.toISOString() } : undefined;
    },

    /** Nothing yet: again by the cadence. The claim has planned it already, but for one shorter than the lease or very long. */
    async lookAgain(claimed: Wait, now: Date): Promise<void> {
      const next = nextLook(claimed, now);
      if (next.toISOString() !== claimed.dueAt) await reschedule(claimed, next, claimed.looks);
    },

    /** AWS did not let us look: as good as not looked, and due a little later. */
    async putOff(claimed: Wait, now: Date): Promise<void> {
      await reschedule(claimed, later(now, PUT_OFF_SECONDS), claimed.looks - 1);
    },

    /** A look has come to its result. False where another has begun meanwhile: that one ends the wait, or somebody after it. */
    conclude(claimed: Wait, end: NonNullable<Wait['end']>): Promise<boolean> {
      return set(claimed, { end });
    },

    /** A person asks: due at once, cadence anew; of all that is parked for it. */
    async lookNow(execution: string, now: Date): Promise<number> {
      const waits = await of(execution);
      for (const wait of waits) await reschedule(wait, now, 0);
      return waits.length;
    },

    /** The wait is over. A newer token's wait stays. */
    async end(wait: Wait): Promise<void> {
      await table.delete(waitKey(wait), { expression: 'taskToken = :token', values: { ':token': wait.taskToken } });
    },
  };
}

export type Waits = ReturnType<typeof createWaits>;

/** The state itself times out an hour after the deadline (core/wait.ts). */
const BACKSTOP_SECONDS = 3600;

/** Whether its state may still wait: a look ends it, sooner or later. */
export function isLookedAt({ deadline }: Wait, now: Date): boolean {
  return now <= later(new Date(deadline), BACKSTOP_SECONDS);
}

/** By the cadence, and at the deadline: an hour after it the state itself times out, and until then looks come close together. */
function nextLook({ name, looks, deadline }: Wait, now: Date): Date {
  // A newer version may have parked at a state that this one does not know: then it takes its turn with the others.
  const seconds = Object.hasOwn(WAITS, name) ? nextLookSeconds(name, looks) : TAKEN_UP_SECONDS;
  const end = new Date(deadline);
  return earlier(later(now, seconds), now < end ? end : later(now, TAKEN_UP_SECONDS));
}

function earlier(one: Date, other: Date): Date {
  return other < one ? other : one;
}

function latest(one: Date, other: Date): Date {
  return other > one ? other : one;
}

function later(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
