/**
 * Waits: what a parked workflow waits for, who must act, how long at most, and when to look next.
 * The looks are spread by these cadences; a person's act ("check again") starts a cadence anew.
 */
import type { Actor } from './reasons.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface WaitKind {
  /** Seconds to the first, second ... look; the last one repeats. */
  cadence: readonly number[];
  /** Seconds from parking until we give up. The state's TimeoutSeconds is this and an hour, a backstop. */
  deadline: number;
  waitingOn: Actor;
}

export const WAITS = {
  // 1, 3, 6, 11, 21 min after parking, every 10 min for three hours, then hourly: a person mends DNS within the day or after days.
  AwaitPreflightFix: {
    cadence: [1, 2, 3, 5, ...Array(18).fill(10), 60].map((minutes) => minutes * MINUTE),
    deadline: 14 * DAY,
    waitingOn: 'customer DNS',
  },
  // ACM fills in the addresses within seconds, rarely minutes. After an hour something is wrong and on-call must look.
  AwaitValidationRecords: { cadence: [MINUTE], deadline: HOUR, waitingOn: 'AWS' },
  // 1, 3, 8, 18 min after parking, then every 15: 4 x 4 x 24 = about 400 calls in 96 h; 1,000 requests make 1.1 a second of ACM's 10.
  AwaitValidation: {
    cadence: [1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE),
    deadline: 96 * HOUR,
    waitingOn: 'mailbox owner',
  },
  // A distribution deploys in 3 to 15 minutes.
  AwaitDeployment: { cadence: [MINUTE], deadline: HOUR, waitingOn: 'AWS' },
} as const satisfies Record<string, WaitKind>;

/** The state of the machine that waits, also the name of its step, its look and its item in the table. */
export type WaitName = keyof typeof WAITS;

/** How long the approval mails can be used: ACM, 72 h after the request. Shown to people; ACM's own status decides. */
export const APPROVAL_SECONDS = 72 * HOUR;

/** Seconds until the next look after `looks` looks without result. */
export function nextLookSeconds(wait: WaitName, looks: number): number {
  const { cadence } = WAITS[wait];
  return cadence[Math.min(looks, cadence.length - 1)] ?? HOUR;
}
