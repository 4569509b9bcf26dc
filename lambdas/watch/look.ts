/** A look: does what a parked workflow awaits hold now? One file per wait in `looks/`, by the same name. */
import type { MoveOutcome } from '../../core/move.ts';
import type { Wait } from '../records/waits.ts';

/** Ends the wait with the state's result, or says to look again. */
export type Seen =
  | {
      end:
        | { verdict: 'met' }
        | { verdict: 'ended'; reason: string; facts: Record<string, string> }
        // The names do not get free by themselves: their ownership must move. And from there: the customer's turn again.
        | { verdict: 'move' | 'back' }
        // Of a migration: ACM is not looking any more, or has moved the certificate already.
        | { verdict: 'lapsed' | 'migrated' }
        // On-call is told that a renewal comes to nothing; then the wait goes on.
        | { verdict: 'escalate' }
        // Of a retirement: it was withdrawn, or names lead to us still.
        | { verdict: 'kept' | 'overdue' }
        // Of an ownership move.
        | { verdict: 'txt' }
        | { verdict: 'ended'; outcome: MoveOutcome };
    }
  | 'notYet';

export type Look = (wait: Wait, now: Date) => Promise<Seen>;

export const MET: Seen = { end: { verdict: 'met' } };

export function isPast(deadline: string, now: Date): boolean {
  return now.toISOString() >= deadline;
}
