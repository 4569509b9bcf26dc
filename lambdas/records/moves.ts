/**
 * Ownership moves in the table: one item a move, and one that says which move of a site is under way. A site has at most one, so
 * its conflict has one ticket; every change replaces the version that it read.
 */
import type { MoveOutcome, OwnershipMove } from '../../core/move.ts';
import { type Item, type Key, NOT_THERE, type Table, type TransactWrite } from '../clients/table.ts';
import { asRead, untilAsRead } from './as-read.ts';
import { type Part, part } from './part.ts';

/** What may change of a move. */
type Change = Partial<Omit<OwnershipMove, 'moveId' | 'siteId' | 'version'>>;

/** All moves, by the time when they began: on-call's list. A few a week. */
const ALL_MOVES = 'MOVES';

function moveKey(moveId: string): Key {
  return { pk: `MOVE#${moveId}`, sk: 'MOVE' };
}

function runningKey(siteId: string): Key {
  return { pk: `SITE#${siteId}`, sk: 'MOVE' };
}

function ticketKey(ticketId: string): Key {
  return { pk: `TICKET#${ticketId}`, sk: 'TICKET' };
}

/** Of the list of all moves. */
function sortKeyOf({ startedAt, moveId }: OwnershipMove): string {
  return `${startedAt}#${moveId}`;
}

function toItem(move: OwnershipMove): Item {
  return {
    ...moveKey(move.moveId),
    move,
    version: move.version,
    sitePk: ALL_MOVES,
    siteSk: sortKeyOf(move),
  };
}

/** What was stored before moves could begin anew has one execution only. */
function fromItem(item: Item | undefined): OwnershipMove | undefined {
  const move = item?.move as OwnershipMove | undefined;
  return move && { ...move, execution: move.execution ?? move.moveId, failing: move.failing ?? null };
}

export function createMoves(table: Table) {
  async function find(moveId: string): Promise<OwnershipMove | undefined> {
    return fromItem(await table.get(moveKey(moveId)));
  }

  async function require(moveId: string): Promise<OwnershipMove> {
    const move = await find(moveId);
    if (!move) throw new Error(`there is no ownership move ${moveId}`);
    return move;
  }

  /** By what `decide` makes of it as it is now, with the writes that are `besides` it. */
  async function replace(
    moveId: string,
    decide: (move: OwnershipMove) => Change | undefined,
    besides: (before: OwnershipMove, after: OwnershipMove) => TransactWrite[],
  ): Promise<OwnershipMove> {
    return untilAsRead(WRITERS, async () => {
      const before = await require(moveId);
      const change = decide(before);
      if (!change) return before;
      const after: OwnershipMove = { ...before, ...change, version: before.version + 1 };
      const isNamed = after.ticketId !== null && after.ticketId !== before.ticketId;
      const written = await table.transact([
        { put: toItem(after), condition: asRead(before.version) },
        ...(isNamed ? [{ put: { ...ticketKey(after.ticketId ?? ''), moveId } }] : []),
        ...besides(before, after),
      ]);
      return written ? after : undefined;
    });
  }

  return {
    find,
    require,

    /** Stores a new move; false when the site has one under way. */
    open: (move: OwnershipMove): Promise<boolean> =>
      table.transact([
        { put: toItem(move), condition: NOT_THERE },
        { put: { ...runningKey(move.siteId), moveId: move.moveId }, condition: NOT_THERE },
      ]),

    /** The move of the site that is under way. */
    async runningOf(siteId: string): Promise<OwnershipMove | undefined> {
      const moveId = (await table.get(runningKey(siteId)))?.moveId as string | undefined;
      return moveId === undefined ? undefined : require(moveId);
    },

    /** Changes the move as it is now; `undefined` or the same changes nothing. Throws where it would end: that is for `end`. */
    change: (moveId: string, decide: (move: OwnershipMove) => Change | undefined): Promise<OwnershipMove> =>
      replace(moveId, decide, (before, after) => {
        if (after.phase === 'ENDED' && before.phase !== 'ENDED') throw new Error(`${moveId} ends: that is for end()`);
        return [];
      }),

    /** The move has ended: the site is free for another. Nothing where it has already. */
    end: (moveId: string, outcome: MoveOutcome, endedAt: string): Promise<OwnershipMove> =>
      replace(
        moveId,
        ({ phase }) => (phase === 'ENDED' ? undefined : { phase: 'ENDED', outcome, endedAt }),
        ({ siteId }) => [{ delete: runningKey(siteId) }],
      ),

    /** Newest move of a ticket: a ticket that was still open when its move ended carries the next one too. */
    async ofTicket(ticketId: string): Promise<OwnershipMove | undefined> {
      const moveId = (await table.get(ticketKey(ticketId)))?.moveId as string | undefined;
      return moveId === undefined ? undefined : find(moveId);
    },

    sortKeyOf,
    /** Newest first: all, or at most `limit` from the sort key `begin` on. */
    async list({ begin, limit }: Part = {}): Promise<OwnershipMove[]> {
      const where = { index: 'bySite', partition: ALL_MOVES, newestFirst: true } as const;
      const items = await table.query({ ...where, ...part('upTo', begin, limit) });
      return items.flatMap((item) => fromItem(item) ?? []);
    },
  };
}

export type Moves = ReturnType<typeof createMoves>;

/** Watch, a step and on-call may write at one moment; more than that is a bug. */
const WRITERS = 5;
