/** How far `watch` is behind with what it does by time: of all that a tick has found due, the earliest of each kind tells. */
import type { Notice } from '../../core/notice.ts';
import type { Care } from './cares.ts';
import type { Errand } from './errands.ts';
import type { Resend } from './resends.ts';
import type { Wait } from './waits.ts';

/** What a tick has found, of each kind the earliest first. */
export interface Found {
  errands: readonly Errand[];
  waits: readonly Wait[];
  resends: readonly Resend[];
  cares: readonly Care[];
  notices: readonly Notice[];
}

/** A thousand requests that become READY at one moment are each looked after within four hours, and nothing is late by that. */
const PATIENCE_MS = 6 * 3_600_000;

/**
 * Since when, or from when on, the first of all kinds is to be done by `watch`; undefined where it has found nothing. Deliveries are not
 * its own: they wait for their receiver, and for one another.
 */
export function dueLongest({ errands, waits, resends, cares, notices }: Found): string | undefined {
  const firsts = [errands[0]?.dueAt, waits[0]?.dueAt, resends[0]?.dueAt, patiently(cares[0]), notices[0]?.at];
  return firsts.filter((time) => time !== undefined).sort()[0];
}

function patiently(care: Care | undefined): string | undefined {
  return care && new Date(Date.parse(care.dueAt) + PATIENCE_MS).toISOString();
}
