/**
 * Waits: what a parked workflow waits for, who must act, how long at most, and when to look next.
 * The looks are spread by these cadences; a person's act ("check again") starts a cadence anew.
 */

import type { Actor } from './actor.ts';
import type { LetterName } from './letters/letter.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface WaitKind {
  /** Seconds to the first, second ... look; the last one repeats. */
  cadence: readonly number[];
  /** Seconds from parking until we give up. The state's TimeoutSeconds is this and an hour, a backstop. */
  deadline: number;
  waitingOn: Actor;
  /** A cancel ends it at once, whatever it awaits, or once its look says so. Waits of the clean-up itself go on. */
  onCancel: 'ends' | 'asksLook' | 'goesOn';
}

export const WAITS = {
  // 1, 3, 6, 11, 21 min after parking, every 10 min for three hours, then hourly: a person mends DNS within the day or after days.
  AwaitPreflightFix: {
    cadence: [1, 2, 3, 5, ...Array(18).fill(10), 60].map((minutes) => minutes * MINUTE),
    deadline: 14 * DAY,
    waitingOn: 'customer DNS',
    onCancel: 'ends',
  },
  // ACM fills in the addresses within seconds, rarely minutes. After an hour something is wrong and on-call must look.
  // What ACM does not show yet it cannot delete either: a cancel waits for that.
  AwaitValidationRecords: { cadence: [MINUTE], deadline: HOUR, waitingOn: 'AWS', onCancel: 'asksLook' },
  // 1, 3, 8, 18 min after parking, then every 15: 4 x 4 x 24 = about 400 calls in 96 h; 1,000 requests make 1.1 a second of ACM's 10.
  AwaitValidation: {
    cadence: [1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE),
    deadline: 96 * HOUR,
    waitingOn: 'mailbox owner',
    onCancel: 'ends',
  },
  // The holder lets go, or the DNS is mended: 1, 2, 4, 9 min after parking, every 10 min for three hours, then hourly.
  AwaitRelease: {
    cadence: [1, 1, 2, 5, ...Array(18).fill(10), 60].map((minutes) => minutes * MINUTE),
    deadline: 7 * DAY,
    waitingOn: 'site admin',
    onCancel: 'ends',
  },
  // A move has deadlines of its own, each of which may come more than once: TXT records are asked for again after a refusal, and what
  // stands still is redriven, or begun anew. So the request waits for it as long as its execution lives (150 days, its machine's own
  // time-out). The move's end wakes this one, looks are for lost events: 600 in 150 days, of a few calls each.
  AwaitOwnershipMove: {
    cadence: [HOUR, 6 * HOUR],
    deadline: 150 * DAY,
    waitingOn: 'customer DNS',
    onCancel: 'ends',
  },
  // TXT records, by the same cadence as other DNS. An answer "not there" stays in CloudFront's caches for about 15 min.
  AwaitTxtRecords: {
    cadence: [1, 2, 3, 5, ...Array(18).fill(10), 60].map((minutes) => minutes * MINUTE),
    deadline: 14 * DAY,
    waitingOn: 'customer DNS',
    onCancel: 'goesOn',
  },
  // AWS Support answers within a day or days; the customer may let go meanwhile.
  AwaitSupport: {
    cadence: [1, 5, 10, ...Array(18).fill(10), 60].map((minutes) => minutes * MINUTE),
    deadline: 30 * DAY,
    waitingOn: 'vendor on-call',
    onCancel: 'goesOn',
  },
  // As AwaitUnused, for a certificate that was kept for a move when its request had ended.
  AwaitFreed: {
    cadence: [1, 2, 5, 10].map((minutes) => minutes * MINUTE),
    deadline: 6 * HOUR,
    waitingOn: 'AWS',
    onCancel: 'goesOn',
  },
  // As other DNS for the first day, then daily: 90 days are 140 looks, and who has removed the last record can ask to look at once.
  AwaitDnsGone: {
    cadence: [1, 2, 3, 5, ...Array(18).fill(10), ...Array(24).fill(60), 24 * 60].map((minutes) => minutes * MINUTE),
    deadline: 90 * DAY,
    waitingOn: 'customer DNS',
    onCancel: 'goesOn',
  },
  // A deployment, and then as AwaitUnused.
  AwaitTakenDown: {
    cadence: [1, 2, 5, 10].map((minutes) => minutes * MINUTE),
    deadline: 7 * HOUR,
    waitingOn: 'AWS',
    onCancel: 'goesOn',
  },
  // A distribution deploys in 3 to 15 minutes.
  AwaitDeployment: { cadence: [MINUTE], deadline: HOUR, waitingOn: 'AWS', onCancel: 'ends' },
  // A name that was right and leads elsewhere now: as other DNS before it.
  AwaitServing: {
    cadence: [1, 2, 3, 5, ...Array(18).fill(10), 60].map((minutes) => minutes * MINUTE),
    deadline: 14 * DAY,
    waitingOn: 'customer DNS',
    onCancel: 'ends',
  },
  // ACM learns late that CloudFront has let go of a certificate: minutes after the deployment, rarely more than 20 (aws-cdk#4179,
  // terraform-provider-aws#3866); who gave up within the hour gave up too early (aws-cdk#36265).
  AwaitUnused: {
    cadence: [1, 2, 5, 10].map((minutes) => minutes * MINUTE),
    deadline: 6 * HOUR,
    waitingOn: 'AWS',
    onCancel: 'goesOn',
  },
  // As AwaitUnused, for the certificate that was replaced. Nobody waits for it: the new one serves already.
  AwaitReplacedUnused: {
    cadence: [1, 2, 5, 10].map((minutes) => minutes * MINUTE),
    deadline: 6 * HOUR,
    waitingOn: 'AWS',
    onCancel: 'goesOn',
  },
  // Records of a migration, as other DNS; hourly while ACM's first 72 hours may run, then every six hours: people have months, until the
  // certificate's last safe day, and nothing is lost by a late look. No certificate is valid longer than 198 days.
  AwaitDnsRecords: {
    cadence: [1, 2, 3, 5, ...Array(18).fill(10), ...Array(72).fill(60), 360].map((minutes) => minutes * MINUTE),
    deadline: 200 * DAY,
    waitingOn: 'customer DNS',
    onCancel: 'goesOn',
  },
  // All records stand: ACM sees them within minutes, and has 72 hours; what it says may be a day late.
  AwaitMigration: {
    cadence: [1, 2, 5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE),
    deadline: 96 * HOUR,
    waitingOn: 'AWS',
    onCancel: 'goesOn',
  },
  // People take days, and ACM's own status may be hours old: 10 min and 1 h after parking, then every 6 h; its event of a renewal wakes
  // it besides. 45 x 4 = 180 looks in 45 days; 1,000 certificates in their windows make 0.05 a second of ACM's 10. 48 days: the
  // window, a day until the edges have the new certificate, and two for what comes late; what ends sooner is the certificate.
  AwaitRenewal: {
    cadence: [10 * MINUTE, HOUR, 6 * HOUR],
    deadline: 48 * DAY,
    waitingOn: 'AWS',
    onCancel: 'goesOn',
  },
} as const satisfies Record<string, WaitKind>;

/** The state of the machine that waits, also the name of its step, its look and its item in the table. */
export type WaitName = keyof typeof WAITS;

/** How long the approval mails can be used: ACM, 72 h after the request. Shown to people; ACM's own status decides. */
export const APPROVAL_SECONDS = 72 * HOUR;

/** When the contacts are reminded of what is still open, in seconds after parking. */
const REMINDERS = {
  // Half of the 14 days.
  AwaitPreflightFix: [{ name: 'records reminder', seconds: 7 * DAY }],
  // Of the 72 hours one day in, and half a day left.
  AwaitValidation: [
    { name: 'reminder after 24 h', seconds: 24 * HOUR },
    { name: 'reminder after 60 h', seconds: 60 * HOUR },
  ],
} as const satisfies Partial<Record<WaitName, readonly { name: LetterName; seconds: number }[]>>;

/** The latest reminder whose time has come; an earlier one that was missed is not made up for. */
export function dueReminderLetter(wait: keyof typeof REMINDERS, parkedAt: string, now: Date): LetterName | undefined {
  const seconds = (now.getTime() - Date.parse(parkedAt)) / 1000;
  return [...REMINDERS[wait]].findLast((reminder) => reminder.seconds <= seconds)?.name;
}

/** Seconds until the next look after `looks` looks without result. */
export function nextLookSeconds(wait: WaitName, looks: number): number {
  const { cadence } = WAITS[wait];
  return cadence[Math.min(looks, cadence.length - 1)] ?? HOUR;
}

/** Until when a wait that is parked at that time lasts at most. */
export function deadlineOf(wait: WaitName, parkedAt: Date): string {
  return new Date(parkedAt.getTime() + WAITS[wait].deadline * 1000).toISOString();
}
