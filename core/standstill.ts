/**
 * A workflow that stands still by a technical failure, in words: who acts, and what becomes of it when nobody has acted for so
 * long that it cannot go on any more.
 */
import type { ErrorCode } from './errors.ts';
import type { CertificateRequest, Stop } from './request.ts';
import { isRunning } from './status.ts';
import { fill } from './text.ts';
import { whatStopped } from './what-stopped.ts';

/** Step Functions goes on with a closed execution for that long. Source: API reference, RedriveExecution. */
const REDRIVABLE_MS = 14 * 86_400_000;

/** How a workflow came to stand still. */
export interface Standstill {
  error: ErrorCode | string;
  /** When it was told. */
  since: string;
  /** The state that failed; absent where Step Functions does not say. */
  step?: string | undefined;
}

export const STANDSTILLS = {
  ToBeMended: {
    message:
      'The workflow stopped on {since} ({error}). Our on-call mends the cause and has it go on, by {until} at the latest.',
    remedy: 'Nothing for you to do. You can cancel the request at any time: what was done is taken back.',
  },
  CannotGoOn: {
    message:
      'The workflow stopped on {since} ({error}), and AWS lets it go on for 14 days only. It cannot go on any more.',
    remedy:
      'Cancel the request: what was done is taken back, and what served before it goes on serving. Then generate again.',
  },
  /** Of a request that waits for its ownership move: that one can begin anew. */
  BeginsAnew: {
    message:
      'The work on the names that others hold stopped on {since} ({error}), and AWS lets it go on for 14 days only. It can begin anew.',
    remedy:
      'Have the request checked again: what is done stays done. Or cancel it: what was done is taken back, and what served before it goes on serving.',
  },
  /** Of a request that serves: work that is done for it. */
  Beside: {
    message: 'Work for what serves stopped on {since} ({error}). Our on-call mends the cause.',
    remedy: 'Nothing for you to do: the names go on serving.',
  },
} as const satisfies Record<string, { message: string; remedy: string }>;

/** Null when nothing stands still. */
export function standstillOf(
  request: Pick<CertificateRequest, 'status' | 'step' | 'failing'>,
  now: Date,
): (Standstill & { message: string; remedy: string }) | null {
  const { failing } = request;
  if (!failing) return null;
  const { error, since, step } = failing;
  const until = redrivableUntil(failing);
  const { message, remedy } = STANDSTILLS[kindOf(request, now.toISOString() < until)];
  const facts = { error: whatStopped(failing), since, until };
  return { error, since, ...(step !== undefined && { step }), message: fill(message, facts), remedy };
}

/** Until when Step Functions redrives what stands still since then. */
export function redrivableUntil({ since }: Pick<Stop, 'since'>): string {
  return new Date(Date.parse(since) + REDRIVABLE_MS).toISOString();
}

/** All that stands still. What was stored before that was kept says of its own execution only. */
export function stopsOf({ requestId, failing }: Pick<CertificateRequest, 'requestId' | 'failing'>): readonly Stop[] {
  if (!failing) return [];
  const { error, since, stops } = failing;
  return stops ?? [{ execution: requestId, error, since }];
}

function kindOf(request: Pick<CertificateRequest, 'status' | 'step'>, isRedrivable: boolean): keyof typeof STANDSTILLS {
  if (!isRunning(request)) return 'Beside';
  if (isRedrivable) return 'ToBeMended';
  return request.step === 'AwaitOwnershipMove' ? 'BeginsAnew' : 'CannotGoOn';
}
