/**
 * Whether and when a failed state is tried again. Source: ASL specification, "Retrying after error"; the JitterStrategy FULL
 * draws from zero to the delay that the backoff gives.
 */
import type { Random } from '../../world.ts';
import type { Retrier } from './definition.ts';
import { type Failure, matches } from './failure.ts';

/** Defaults of the ASL specification. */
const INTERVAL_SECONDS = 1;
const MAX_ATTEMPTS = 3;
const BACKOFF_RATE = 2;

/** The first retrier that matches decides. `done` and `retries` count the retries made by each retrier. */
export function retryAfter(
  retriers: readonly Retrier[],
  failure: Failure,
  done: readonly number[],
  random: Pick<Random, 'below'>,
): { delayMs: number; retries: number[] } | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
  const retrier = retriers[index];
  const made = done[index] ?? 0;
  if (!retrier || made >= (retrier.MaxAttempts ?? MAX_ATTEMPTS)) return undefined;
  const backoff = (retrier.IntervalSeconds ?? INTERVAL_SECONDS) * (retrier.BackoffRate ?? BACKOFF_RATE) ** made;
  const delayMs = Math.round(Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1000);
  const retries = retriers.map((_, at) => (done[at] ?? 0) + (at === index ? 1 : 0));
  return { delayMs: retrier.JitterStrategy === 'FULL' ? random.below(delayMs + 1) : delayMs, retries };
}
