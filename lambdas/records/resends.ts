/**
 * Wishes to mail a name's approvers again: one item per request and alias. ACM takes one a second for the whole account, so
 * each wish gets its second at the end of the queue, and `watch` grants them in that order.
 */
import { type Item, type Key, type Table, THERE } from '../clients/table.ts';
import { DUE } from './due.ts';

export interface Resend {
  requestId: string;
  alias: string;
  askedAt: string;
  /** The planned second. */
  dueAt: string;
  /** Set once ACM took it. */
  sentAt?: string;
}

/** The same name again within this time is refused: the first mail may still be on its way. */
export const QUIET_SECONDS = 10 * 60;
/** A wish that was not granted for so long after its second is dropped: whoever wished has wished again, or approved. */
const STALE_SECONDS = 30 * 60;
/** ResendValidationEmail: one a second, account-wide (ACM quotas). */
export const SPACING_MS = 1000;

function resendKey({ requestId, alias }: Pick<Resend, 'requestId' | 'alias'>): Key {
  return { pk: `REQUEST#${requestId}`, sk: `RESEND#${alias}` };
}

function fromItem({ pk: _, sk: __, duePk: ___, ...resend }: Item): Resend {
  return resend as unknown as Resend;
}

export function createResends(table: Table) {
  return {
    /** Asked or sent last for these aliases, by alias. */
    async of(requestId: string): Promise<Record<string, Resend>> {
      const items = await table.query({ partition: `REQUEST#${requestId}`, beginsWith: 'RESEND#' });
      return Object.fromEntries(items.map(fromItem).map((resend) => [resend.alias, resend]));
    },

    /** Queues the wishes; answers each with its planned second. */
    async ask(requestId: string, aliases: readonly string[], now: Date): Promise<Resend[]> {
      const [last] = await table.query({ index: 'due', partition: DUE.resends, newestFirst: true, limit: 1 });
      const free = last ? Math.max(now.getTime(), Date.parse(String(last.dueAt)) + SPACING_MS) : now.getTime();
      const resends = aliases.map((alias, index) => ({
        requestId,
        alias,
        askedAt: now.toISOString(),
        dueAt: new Date(free + index * SPACING_MS).toISOString(),
      }));
      await table.putAll(resends.map((resend) => ({ ...resendKey(resend), ...resend, duePk: DUE.resends })));
      return resends;
    },

    /** Wishes due by `until`, in order; stale ones are taken out on the way. */
    async due(until: Date): Promise<Resend[]> {
      const waiting = (await table.query({ index: 'due', partition: DUE.resends, upTo: until.toISOString() })).map(
        fromItem,
      );
      const oldest = new Date(until.getTime() - STALE_SECONDS * 1000).toISOString();
      for (const stale of waiting.filter(({ dueAt }) => dueAt < oldest)) await table.delete(resendKey(stale));
      return waiting.filter(({ dueAt }) => dueAt >= oldest);
    },

    /** Whether nobody has granted or dropped it: the index may show it a little longer, and whoever read it may have waited. */
    async isWaiting(resend: Resend): Promise<boolean> {
      return (await table.get(resendKey(resend)))?.duePk !== undefined;
    },

    /** Out of the queue; remembered, so that the same name is not mailed again at once. Nothing where it was dropped meanwhile. */
    async sent(resend: Resend, now: Date): Promise<void> {
      await table.update(resendKey(resend), {
        set: { sentAt: now.toISOString() },
        remove: ['duePk'],
        condition: THERE,
      });
    },

    async drop(resend: Resend): Promise<void> {
      await table.delete(resendKey(resend));
    },
  };
}

export type Resends = ReturnType<typeof createResends>;
