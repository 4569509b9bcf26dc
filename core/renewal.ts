/**
 * Renewal as plain dates: when AWS begins, what people must do until when, when we write to them, when on-call is told, and how the
 * renewals after it fall by the calendar. The rule kept here: whoever must click knows it in time, and nobody else is asked.
 */

import type { Actor } from './actor.ts';
import type { RenewalView } from './api/answers-renewal.ts';
import { REASONS } from './reasons.ts';
import { type CertificateRequest, certificateNames, validationDomainsOf } from './request.ts';
import { isServing, type Method } from './status.ts';
import { EMAIL_SUNSET, endOfDay, hasEnded } from './sunset.ts';
import { few, fill } from './text.ts';
import { daysBefore, endOf, renewalOpens } from './validity.ts';

/** A renewal under way, as the request keeps it. */
export interface Renewal {
  /** End of the certificate that is to be renewed; the request's own moves on as soon as AWS has the new one. */
  notAfter: string;
  startedAt: string;
  /** Rounds of approval mails that AWS has sent for it. */
  round: number;
  /** When AWS began the last one. */
  roundAt: string | null;
  /** What AWS itself complains about (its FailureReason); null when nothing. */
  trouble: string | null;
  /** Somebody outside was asked to act, and is told how it ends. */
  asked: boolean;
  ticketId: string | null;
  /** The ticket's; null until on-call was told. */
  severity: '3' | '2' | null;
  /** Since when AWS has the new certificate; its edges follow. */
  renewedAt: string | null;
}

/** A renewed certificate may reach the edges that late (CloudFront developer guide, cnames-and-https-rotate-certificates). */
export const EDGE_HOURS = 24;
const EDGE_DAYS = EDGE_HOURS / 24;

/** The last moment at which AWS renews what was validated by mail. Hour and zone are not published: the end of the UTC day. */
const LAST_BY_EMAIL = endOfDay(EMAIL_SUNSET.lastRenewals);

/** AWS's rounds of mails: what is not approved within 72 hours starts over (user guide, check-certificate-renewal-status). */
const ROUND_MS = 72 * 3_600_000;

/**
 * Days before the end on which the contacts are reminded of what is still open. AWS mails every three days by itself, to mailboxes;
 * ours go to the site's contacts and are few: after a third of the 45 days, at half of the rest, a week and a round of mails before
 * the end, and on the eve of the last safe moment.
 */
const REMINDER_DAYS = [30, 15, 7, 3, 2] as const;
export type ReminderDays = (typeof REMINDER_DAYS)[number];

/**
 * Days before the end on which on-call is told that people do not act. 15: ten rounds of mails were not answered, and there is time
 * for a new certificate by DNS (three days for its records, three for a weekend) with a week to spare. 3: one round is left.
 */
const ESCALATION_DAYS = [
  { days: 15, severity: '3' },
  { days: 3, severity: '2' },
] as const;

/** A renewal that has just been begun. */
export function beginRenewal(notAfter: string, now: Date): Renewal {
  return {
    notAfter,
    startedAt: now.toISOString(),
    round: 0,
    roundAt: null,
    trouble: null,
    asked: false,
    ticketId: null,
    severity: null,
    renewedAt: null,
  };
}

/** Until when it is safe to act: later the edges may still show the old certificate when it ends, or AWS renews no more. */
export function dueBy(notAfter: string, method: Method): string {
  const safe = daysBefore(notAfter, EDGE_DAYS).toISOString();
  return method === 'EMAIL' && isRenewable(notAfter, method) && LAST_BY_EMAIL < safe ? LAST_BY_EMAIL : safe;
}

/** False when AWS's last day for mails is over when the window opens: then only DNS, or a new certificate, helps. */
export function isRenewable(notAfter: string, method: Method): boolean {
  return method === 'DNS' || renewalOpens(notAfter).toISOString() < LAST_BY_EMAIL;
}

/** True when AWS does not renew it, or no more: what was open by mail on the last day has failed. */
export function isBeyondEmail(notAfter: string, method: Method, now: Date): boolean {
  return !isRenewable(notAfter, method) || (method === 'EMAIL' && now.toISOString() > LAST_BY_EMAIL);
}

/** The latest reminder whose day has come; an earlier one that was missed is not made up for. */
export function dueReminderDays(notAfter: string, now: Date): ReminderDays | undefined {
  return REMINDER_DAYS.findLast((days) => daysBefore(notAfter, days) <= now);
}

/** How urgent it is for on-call while people have to act; undefined before it concerns them. */
export function dueSeverity(notAfter: string, now: Date): '3' | '2' | undefined {
  return ESCALATION_DAYS.findLast(({ days }) => daysBefore(notAfter, days) <= now)?.severity;
}

/**
 * AWS has begun another round of mails. It does not number them: the first is there with its summary, and each later one is a change
 * of that summary 72 hours or more after the one before it began; approvals change it too, but sooner.
 */
export function countRound(renewal: Renewal, updatedAt: string): Pick<Renewal, 'round' | 'roundAt'> {
  const { round, roundAt } = renewal;
  const isNext = roundAt === null || Date.parse(updatedAt) - Date.parse(roundAt) >= ROUND_MS;
  return isNext ? { round: round + 1, roundAt: updatedAt } : { round, roundAt };
}

/** What AWS's complaints are about, where the DNS shows it; in the same words as health's (core/health.ts). */
export const COMPLAINTS: Readonly<Record<string, 'caa' | 'mail'>> = { CAA_ERROR: 'caa', NO_AVAILABLE_CONTACTS: 'mail' };

/** Who can do something about the names that are open. */
export function whoMustAct(method: Method): Actor {
  return method === 'EMAIL' ? 'mailbox owner' : 'customer DNS';
}

/** Until when its actor has time: while it is safe, and then to the very end. */
export function renewalDeadline({ notAfter }: Renewal, method: Method, now: Date): string {
  const due = dueBy(notAfter, method);
  return now.toISOString() < due ? due : notAfter;
}

/** Why a certificate has ended, and how another can be had: facts of the ending RenewalMissed. */
export function missedFacts(request: CertificateRequest, notAfter: string, now: Date): Record<string, string> {
  const { aliases } = request;
  return { notAfter, names: few(aliases), why: why(request, notAfter, now), how: cure(now) };
}

function why(request: CertificateRequest, notAfter: string, now: Date): string {
  const { method, renewal } = request;
  const open = openNames(request);
  if (isBeyondEmail(notAfter, method, now))
    return `AWS renews nothing by e-mail validation after ${EMAIL_SUNSET.lastRenewals}`;
  if (renewal?.trouble) return `AWS gave the reason ${renewal.trouble}`;
  if (open.length === 0) return 'AWS had not done it by then';
  return method === 'EMAIL' ? `nobody approved ${few(open)}` : `the validation records of ${few(open)} were missing`;
}

/** How a new certificate can be had then: the only cure for one that has ended. */
export function cure(now: Date): string {
  return hasEnded('EMAIL', now)
    ? `with the method DNS (AWS takes no new ones by e-mail validation after ${EMAIL_SUNSET.lastRequests})`
    : `by e-mail validation, which AWS takes until ${EMAIL_SUNSET.lastRequests}, or with the method DNS, whose later renewals need nobody`;
}

/**
 * Names that a person must do something about for the renewal. What was asked for by mail is not wanted any more once the certificate is
 * validated by DNS.
 */
export function openNames(request: CertificateRequest): string[] {
  return certificateNames(request).filter((name) => {
    const approval = request.conditions[name]?.approval;
    return approval && REASONS[approval.reason].actor === whoMustAct(request.method);
  });
}

type State = RenewalView['state'];

/** Words for each state, by method where they differ. Facts: see `forecast`. */
export const RENEWALS = {
  PlannedByEmail: {
    message: '{clicks} clicks due by {dueBy}: AWS mails the mailboxes of {domains} from {opensAt} on, one mail a name.',
    remedy:
      'Make sure that somebody reads admin@, administrator@, hostmaster@, postmaster@ or webmaster@ of these domains. Or move to DNS validation, whose renewals need nobody.',
  },
  PlannedByDns: {
    message: 'AWS renews the certificate by itself, from {opensAt} on.',
    remedy: 'Keep the validation records in the DNS.',
  },
  RunningByItself: {
    message: 'AWS is renewing the certificate; nobody has to act.',
    remedy: 'Nothing to do: we look by ourselves.',
  },
  ClicksWanted: {
    message:
      '{clicks} clicks due by {dueBy}: AWS has mailed the mailboxes of {domains}, and does so again every three days.',
    remedy:
      'Somebody who reads these mailboxes opens the newest mail of each name and presses "I Approve", all names within the same three days. Missing mails can be sent again.',
  },
  RecordsWanted: {
    message: 'Validation records are missing for {names}: AWS cannot renew the certificate. Due by {dueBy}.',
    remedy: 'Whoever manages the DNS puts back the records that the findings of these names show.',
  },
  Deploying: {
    message: 'AWS has renewed the certificate; all edges show it by {shownBy}.',
    remedy: 'Nothing to do: we look by ourselves.',
  },
  Impossible: {
    message:
      'AWS renews nothing by e-mail validation after {lastRenewals}. This certificate ends on {notAfter}; its renewal would begin on {opensAt}.',
    remedy: 'Move to DNS validation, or generate a new certificate with the method DNS, by {dueBy}.',
  },
} as const satisfies Record<string, { message: string; remedy: string }>;

/** Of what serves; null for other requests, and until AWS has named the end of the certificate. */
export function forecast(request: CertificateRequest, now: Date): RenewalView | null {
  const { method, renewal } = request;
  const names = certificateNames(request);
  const notAfter = renewal?.notAfter ?? request.notAfter;
  if (!isServing(request) || notAfter === null) return null;
  const state = stateOf(request, notAfter, now);
  const opensAt = renewalOpens(notAfter).toISOString();
  const due = dueBy(notAfter, state === 'IMPOSSIBLE' ? 'DNS' : method);
  const open = isAsked(request) ? openNames(request) : names;
  const clicks = method === 'EMAIL' && state !== 'IMPOSSIBLE' && state !== 'DEPLOYING' ? open.length : 0;
  const domains = method === 'EMAIL' ? validationDomainsOf(request, names) : [];
  const next = state === 'IMPOSSIBLE' ? [] : laterRenewals(request, notAfter, now);
  const facts = {
    clicks: String(clicks),
    dueBy: due,
    opensAt,
    notAfter,
    domains: few(domains),
    names: few(open),
    shownBy: daysBefore(renewal?.renewedAt ?? notAfter, -EDGE_DAYS).toISOString(),
    lastRenewals: EMAIL_SUNSET.lastRenewals,
  };
  const { message, remedy } = RENEWALS[wordsFor(state, method)];
  const inAYear = opensAt <= aYearAfter(now) ? clicks : 0;
  return {
    state,
    opensAt,
    dueBy: due,
    notAfter,
    clicks,
    domains,
    round: renewal?.round ?? 0,
    next,
    message: fill(message, facts),
    remedy: fill(remedy, facts),
    clicksInAYear: next.reduce((sum, one) => sum + one.clicks, inAYear),
  };
}

function stateOf(request: CertificateRequest, notAfter: string, now: Date): State {
  const { method, renewal } = request;
  if (renewal?.renewedAt) return 'DEPLOYING';
  if (isBeyondEmail(notAfter, method, now)) return 'IMPOSSIBLE';
  if (!renewal || !isAsked(request)) return 'PLANNED';
  return openNames(request).length > 0 ? 'ACTION_REQUIRED' : 'RUNNING';
}

/** Until the first mails are out nobody can approve; by DNS there is nothing to wait for. */
function isAsked({ method, renewal }: CertificateRequest): boolean {
  return renewal !== null && (method === 'DNS' || renewal.round > 0);
}

function wordsFor(state: State, method: Method): keyof typeof RENEWALS {
  switch (state) {
    case 'PLANNED':
      return method === 'EMAIL' ? 'PlannedByEmail' : 'PlannedByDns';
    case 'RUNNING':
      return 'RunningByItself';
    case 'ACTION_REQUIRED':
      return method === 'EMAIL' ? 'ClicksWanted' : 'RecordsWanted';
    case 'DEPLOYING':
      return 'Deploying';
    case 'IMPOSSIBLE':
      return 'Impossible';
  }
}

/** Each on the first day on which it can come, which is the most that people may have to click. The first that AWS refuses is the last. */
function laterRenewals(request: CertificateRequest, notAfter: string, now: Date): RenewalView['next'] {
  const { method, renewal } = request;
  const later: RenewalView['next'] = [];
  const first = renewal?.renewedAt ?? laterOf(renewalOpens(notAfter).toISOString(), now.toISOString());
  for (let end = endOf(new Date(first)).toISOString(); ; ) {
    const opens = renewalOpens(end);
    const possible = isRenewable(end, method);
    if (opens.toISOString() > aYearAfter(now)) return later;
    const clicks = possible && method === 'EMAIL' ? certificateNames(request).length : 0;
    later.push({ opensAt: opens.toISOString(), dueBy: dueBy(end, method), clicks, possible });
    if (!possible) return later;
    end = endOf(opens).toISOString();
  }
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}

function aYearAfter(now: Date): string {
  return daysBefore(now.toISOString(), -365).toISOString();
}
