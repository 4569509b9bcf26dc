/**
 * The end of e-mail validation: AWS's dates as data, the method that follows from them, and what a chooser of e-mail must know.
 * The rule kept here: nobody starts by e-mail what e-mail cannot finish, and nobody is surprised by a date.
 */
import type { Facts } from './condition.ts';
import { ServiceError } from './errors.ts';
import type { EndReason, Method } from './request.ts';
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
  return method === 'EMAIL' ? `${EMAIL_SUNSET.lastRequests}T23:59:59.000Z` : undefined;
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
