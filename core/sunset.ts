/**
 * The end of e-mail validation: AWS's dates as data, the method that follows from them, and what a chooser of e-mail must know.
 * The rule kept here: nobody starts by e-mail what e-mail cannot finish, and nobody is surprised by a date.
 */
import type { Facts } from './condition.ts';
import { ServiceError } from './errors.ts';
import type { EndReason } from './request.ts';
import type { Method } from './status.ts';
import { fill } from './text.ts';
import { dayOf, daysBefore, endOf, renewalOpens } from './validity.ts';

/** AWS What's New 2026-08-13 (AWS-Certificate-Manager-Email-DNS-Switch). Hour and zone are not published: we take UTC days. */
export const EMAIL_SUNSET = {
  /** The last day on which ACM takes new requests with e-mail validation. */
  lastRequests: '2027-03-31',
  /** The last day on which ACM renews what was validated by e-mail. */
  lastRenewals: '2027-09-30',
} as const;

/**
 * From this day on DNS is the default. A request may take 18 days (14 until its records are right, 4 until its approvals are
 * in), and who fails must have time for a second and a third: 54 days before the last one is 2027-02-05. The turn of the year
 * before that is a date that people remember.
 */
export const DNS_BY_DEFAULT_FROM = '2027-01-01';

/** An approval mail can be used for that long: user guide, email-validation. */
const APPROVAL_DAYS = 3;

type Row = { message: string; remedy: string };

/** Nothing of it stops a request. */
export const WARNINGS = {
  EmailRenewalEnds: {
    message:
      'AWS ends e-mail validation: no new certificates after {lastRequests}, no renewals after {lastRenewals}. A certificate issued today has to be renewed between {renewalFrom} and {notAfter}, by a click for every name; if that is missed, no new one can be had by e-mail.',
    remedy: 'Choose the method DNS: its records are added once, and renewals need nobody.',
  },
  EmailApprovalOverSunset: {
    message:
      'The approval mails can be used until {approvalUntil}, and {lastRequests} is the last day on which AWS takes new certificates by e-mail validation. AWS has not said what becomes of mails that are still open then.',
    remedy: 'Have every mail approved by the end of {lastRequests}, or choose the method DNS.',
  },
} as const satisfies Record<string, Row>;

export interface Warning extends Row {
  code: keyof typeof WARNINGS;
}

/** The method of a request that names none. */
export function defaultMethod(now: Date): Method {
  return dayOf(now) < DNS_BY_DEFAULT_FROM ? 'EMAIL' : 'DNS';
}

/** True when ACM takes no new request with that method any more. */
export function hasEnded(method: Method, now: Date): boolean {
  return method === 'EMAIL' && dayOf(now) > EMAIL_SUNSET.lastRequests;
}

/** The wanted method, else the default. Throws EmailValidationEnded when it cannot be had any more. */
export function chooseMethod(wanted: Method | undefined, now: Date): Method {
  const method = wanted ?? defaultMethod(now);
  if (hasEnded(method, now)) throw new ServiceError('EmailValidationEnded', { lastDay: EMAIL_SUNSET.lastRequests });
  return method;
}

/** The end of a request that waited beyond the last day: nothing is asked of AWS for it any more. */
export const EMAIL_ENDED = {
  reason: 'EmailValidationEnded',
  facts: { lastDay: EMAIL_SUNSET.lastRequests },
} as const satisfies { reason: EndReason; facts: Facts };

/** Until when a request of that method can be made at ACM, RFC 3339; undefined when it has no end. */
export function lastMoment(method: Method): string | undefined {
  return method === 'EMAIL' ? endOfDay(EMAIL_SUNSET.lastRequests) : undefined;
}

/**
 * From the last record to a renewed certificate on the air, in days: ACM's 72 hours to see the records, its "several hours" to renew
 * (user guide, managed-renewal), and the day that CloudFront takes to serve what was renewed (developer guide,
 * cnames-and-https-rotate-certificates).
 */
const MIGRATION_DAYS = 5;

export interface SafeDays {
  /** The last day on which the records of a migration may come to stand without harm, `2027-06-01`. */
  lastSafeDay: string;
  /** When the certificate can be renewed by approval mails once more; null when not any more. */
  mailRenewal: { from: string; until: string } | null;
}

/**
 * The days that count for a certificate by e-mail that ends then. As long as AWS takes new requests by e-mail, a missed approval can be
 * made good by a new one, so no day before that is the last. After it only a migration saves a certificate whose mails are not
 * approved, and after the last renewals every one: it must be over before the certificate is.
 */
export function safeDaysOf(notAfter: string): SafeDays {
  const [end, migrated] = [dayOf(new Date(notAfter)), dayOf(daysBefore(notAfter, MIGRATION_DAYS))];
  const opens = renewalOpens(notAfter);
  const { lastRequests, lastRenewals } = EMAIL_SUNSET;
  const until = end < lastRenewals ? end : lastRenewals;
  return {
    lastSafeDay: migrated > lastRequests ? migrated : lastRequests,
    mailRenewal: opens.toISOString() < endOfDay(lastRenewals) ? { from: dayOf(opens), until } : null,
  };
}

/** The end of that day, RFC 3339. */
export function endOfDay(date: string): string {
  return `${date}T23:59:59.000Z`;
}

/**
 * When the contacts of a site that is still on e-mail are written to, in days before the last safe day: an invitation some weeks
 * before the mails of the next renewal begin, and two reminders: a month is a round of changes in most companies, a week is the rest.
 */
const CAMPAIGN_DAYS = [60, 30, 7] as const;

export interface CampaignLetter {
  daysBefore: (typeof CAMPAIGN_DAYS)[number];
  lastSafeDay: string;
}

/** The letter whose time has come, the latest where several have; and when the next one's comes, if any does. */
export function campaignAt(notAfter: string, now: Date): { due: CampaignLetter | undefined; nextAt: Date | undefined } {
  const { lastSafeDay } = safeDaysOf(notAfter);
  const times = CAMPAIGN_DAYS.map((days) => ({ daysBefore: days, at: daysBefore(lastSafeDay, days) }));
  const due = dayOf(now) > lastSafeDay ? undefined : times.findLast(({ at }) => at <= now);
  return {
    due: due && { daysBefore: due.daysBefore, lastSafeDay },
    nextAt: times.find(({ at }) => at > now)?.at,
  };
}

/** What somebody who requests a certificate by that method now should know. */
export function warningsOf(method: Method, now: Date): Warning[] {
  if (method === 'DNS') return [];
  const notAfter = endOf(now);
  const facts = {
    ...EMAIL_SUNSET,
    notAfter: dayOf(notAfter),
    renewalFrom: dayOf(renewalOpens(notAfter.toISOString())),
    approvalUntil: dayOf(daysBefore(now.toISOString(), -APPROVAL_DAYS)),
  };
  return [
    ...(facts.renewalFrom > EMAIL_SUNSET.lastRequests ? [warning('EmailRenewalEnds', facts)] : []),
    ...(facts.approvalUntil > EMAIL_SUNSET.lastRequests ? [warning('EmailApprovalOverSunset', facts)] : []),
  ];
}

function warning(code: Warning['code'], facts: Record<string, string>): Warning {
  const { message, remedy } = WARNINGS[code];
  return { code, message: fill(message, facts), remedy: fill(remedy, facts) };
}
