/**
 * Errands: what is to be done once, at a time, by whoever looks next (lambdas/watch/errands.ts). Found through the index of what is
 * due; one that fails stays due. The same errand again before it is done stays one, at its first time, with the later of its reasons.
 */
import type { LetterName, LetterText } from '../../core/letters/letter.ts';
import type { Item, Key, Table } from '../clients/table.ts';
import { DUE } from './due.ts';

export interface Errand {
  /**
   * `begin`: start the execution of a request; stored with it, and done by whoever starts it, so that no crash leaves it unstarted.
   * `beginMigration`, `beginRetirement`: the same of a request's migration and a site's retirement; given before these are stored.
   * `follow`: see how an execution stands; given when it runs, and when a wait of its ends, which are the times from which nobody looks at it.
   * `tellOutdated`: tell a site's contacts that its certificate does not fit any more.
   * `tell`: send a letter of a request that SES did not take when it was written.
   */
  kind: 'begin' | 'beginMigration' | 'beginRetirement' | 'follow' | 'tellOutdated' | 'tell';
  /** A request's id, a site's, or the name of an execution. */
  of: string;
  /** When it was last given. */
  givenAt: string;
  dueAt: string;
  /** Of `tell`. */
  letter?: OwedLetter;
}

export interface OwedLetter extends LetterText {
  name: LetterName;
  /** It tells of the end: it is sent however late. What was written to a request that lived is of no use when that has ended. */
  ofEnd: boolean;
}

type ErrandId = Pick<Errand, 'kind' | 'of' | 'letter'>;

function errandKey({ kind, of, letter }: ErrandId): Key {
  return { pk: `ERRAND#${kind}#${of}${letter ? `#${letter.name}` : ''}`, sk: 'ERRAND' };
}

function fromItem({ pk: _, sk: __, duePk: ___, ...errand }: Item): Errand {
  return errand as unknown as Errand;
}

/** API Gateway ends a call after 29 s: whoever has not started by then what is to begin has died. */
const LONGEST_CALL_SECONDS = 30;

/** To be begun by this call, which is done with it when that has started. */
export function beginning(kind: 'beginMigration' | 'beginRetirement', of: string, now: Date): Errand {
  return { kind, of, givenAt: now.toISOString(), dueAt: afterCall(now) };
}

function afterCall(time: Date): string {
  return new Date(time.getTime() + LONGEST_CALL_SECONDS * 1000).toISOString();
}

/**
 * From one wait to the next an execution takes minutes, and longer only under throttling; that it has stopped is told by an event within
 * seconds. An hour after that has failed is early for on-call, who has 14 days to redrive it, and costs next to nothing.
 */
const FOLLOWED_SECONDS = 3600;

/** Of an execution that runs, or goes on, at that time. */
export function following(execution: string, now: Date): Errand {
  const dueAt = new Date(now.getTime() + FOLLOWED_SECONDS * 1000).toISOString();
  return { kind: 'follow', of: execution, givenAt: now.toISOString(), dueAt };
}

function toItem(errand: Errand): Item {
  return { ...errandKey(errand), ...errand, duePk: DUE.errands };
}

/** Of a request that is stored at that time. */
export function beginItem(requestId: string, at: string): Item {
  return toItem({ kind: 'begin', of: requestId, givenAt: at, dueAt: afterCall(new Date(at)) });
}

/** SES counts a quota over the 24 hours before: each hour gives some of it back. */
const OWED_SECONDS = 3600;

/** A letter that could not be sent at that time, for the first time or again: the later hour counts. */
export function owedItem(requestId: string, letter: OwedLetter, at: Date): Item {
  const dueAt = new Date(at.getTime() + OWED_SECONDS * 1000).toISOString();
  return toItem({ kind: 'tell', of: requestId, givenAt: at.toISOString(), dueAt, letter });
}

export function createErrands(table: Table) {
  return {
    async give(errand: Errand): Promise<void> {
      const { pk: _, sk: __, givenAt, ...ifAbsent } = toItem(errand);
      await table.update(errandKey(errand), { set: { givenAt }, ifAbsent });
    },

    /** Due by `now`, earliest first, at most so many. */
    async due(now: Date, limit: number): Promise<Errand[]> {
      const items = await table.query({ index: 'due', partition: DUE.errands, upTo: now.toISOString(), limit });
      return items.map(fromItem);
    },

    /** Given anew, for its later time, unless that has happened since `read` was. */
    async again(read: Errand, { givenAt, dueAt }: Errand): Promise<void> {
      const asRead = { expression: 'givenAt = :read', values: { ':read': read.givenAt } };
      await table.update(errandKey(read), { set: { givenAt, dueAt }, condition: asRead });
    },

    /** Needless, however often it was given. */
    async drop(errand: Pick<Errand, 'kind' | 'of'>): Promise<void> {
      await table.delete(errandKey(errand));
    },

    /** Done, unless it was given again since it was read. */
    async done(errand: ErrandId & Pick<Errand, 'givenAt'>): Promise<void> {
      const asRead = { expression: 'givenAt = :read', values: { ':read': errand.givenAt } };
      await table.delete(errandKey(errand), asRead);
    },
  };
}

export type Errands = ReturnType<typeof createErrands>;
