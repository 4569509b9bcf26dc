/**
 * The migration of a certificate that serves from e-mail to DNS validation: what is stored of it on its request, how it can end, and how
 * it stands in the campaign. The rule kept here: however a migration ends, the certificate stays on the air.
 */

import type { Actor } from './actor.ts';
import type { MigrationView } from './api/answers-certificates.ts';
import type { MigrationRow } from './api/answers-migration.ts';
import type { Facts } from './condition.ts';
import { jobName } from './execution.ts';
import { type CertificateRequest, certificateNames } from './request.ts';
import { isRunning, isServing } from './status.ts';
import { endOfDay, safeDaysOf } from './sunset.ts';
import { fill } from './text.ts';
import { deadlineOf } from './wait.ts';

/**
 * - `STARTING`: asked for; `RECORDS`: waits until all records stand; `WINDOW`: they do, and ACM looks at them.
 * - `DONE`: validated by DNS; `ENDED`: not, and the certificate is as it was.
 */
export const MIGRATION_STATES = ['STARTING', 'RECORDS', 'WINDOW', 'DONE', 'ENDED'] as const;
export type MigrationState = (typeof MIGRATION_STATES)[number];

/** The latest migration of a request. */
export interface Migration {
  /** A request may have several, one after the other: the last part of the execution's name. */
  n: number;
  state: MigrationState;
  startedAt: string;
  /** Until when the records may come to stand. */
  until: string;
  /** How often ACM's 72 hours were begun. */
  windows: number;
  /** Until when ACM looks; null while it does not. */
  windowUntil: string | null;
  /** Records that ACM has named, and those of them that we see in the DNS. */
  records: number;
  seen: number;
  end: { reason: MigrationEnd; facts: Facts; at: string } | null;
}

export type MigrationEnd = 'Migrated' | 'RecordsGivenUp' | 'MigrationRefused' | 'MigrationNeedless';

/** How long ACM looks, once begun: user guide, email-to-dns-migrate. */
const WINDOW_MS = 72 * 3_600_000;

export function windowEnd(begun: string): string {
  return new Date(Date.parse(begun) + WINDOW_MS).toISOString();
}

/** The first migration of a request that has none, else the next one. */
export function openMigration({ migration, notAfter }: CertificateRequest, now: Date): Migration {
  const startedAt = now.toISOString();
  return {
    n: (migration?.n ?? 0) + 1,
    state: 'STARTING',
    startedAt,
    until: migrationUntil(notAfter ?? startedAt, startedAt),
    windows: 0,
    windowUntil: null,
    records: 0,
    seen: 0,
    end: null,
  };
}

/** The end of the last safe day; of a migration that began later, the end of the certificate. */
function migrationUntil(notAfter: string, startedAt: string): string {
  const safe = endOfDay(safeDaysOf(notAfter).lastSafeDay);
  return safe > startedAt ? safe : notAfter;
}

/** Until when a state that was parked then waits for records: while it waits, a renewal by mail may give it more time. */
export function recordsUntil({ notAfter, migration }: CertificateRequest, parkedAt: Date): string {
  const at = parkedAt.toISOString();
  const wanted = migrationUntil(notAfter ?? at, migration?.startedAt ?? at);
  const latest = deadlineOf('AwaitDnsRecords', parkedAt);
  return wanted < latest ? wanted : latest;
}

/** The name of its execution. */
export function migrationExecution({ requestId }: Pick<CertificateRequest, 'requestId'>, { n }: Migration): string {
  return jobName(requestId, 'migrate', n);
}

/** Why the request cannot be migrated now; undefined when it can. One that was asked for and never began may be asked for again. */
export function whyNotMigratable(request: CertificateRequest): string | undefined {
  const { status, method, migration, cancelAskedAt } = request;
  if (!isServing(request)) {
    return isRunning(request)
      ? `it is not READY yet (${cancelAskedAt === null ? status : 'it was canceled'})`
      : `it has ended (${status})`;
  }
  if (method === 'DNS') return 'it is validated by DNS already';
  if (migration?.state === 'RECORDS' || migration?.state === 'WINDOW') return 'its migration is under way';
  return undefined;
}

/** As those of core/endings.ts. */
type Row = { actor: Actor; text: string; remedy: string; onCall?: string };

export const MIGRATION_ENDINGS = {
  Migrated: {
    actor: 'nobody',
    text: 'AWS validates all names by DNS now. The certificate is the same, and serves as before.',
    remedy: 'Nothing to do. Keep the validation records: renewals need them, and no mail is to be approved any more.',
  },
  RecordsGivenUp: {
    actor: 'site admin',
    text: 'The validation records were not all in place until {until}; without one were: {names}. The certificate is not harmed: it is still validated by e-mail, and valid until {notAfter}.',
    remedy:
      'Have the records added that the names show and start the migration again, while the certificate is valid. Or generate a new certificate with the method DNS.',
  },
  MigrationRefused: {
    actor: 'vendor on-call',
    text: 'AWS did not begin the migration: {found} The certificate is not harmed: it is still validated by e-mail.',
    remedy: 'Nothing for you to do now: we look into it and tell you. Then start the migration again.',
    onCall: 'Find out why AWS refuses, and tell the contacts when the migration can be started again.',
  },
  MigrationNeedless: {
    actor: 'nobody',
    text: 'The certificate is not in use any more, so its migration has ended.',
    remedy: 'Nothing to do.',
  },
} as const satisfies Record<MigrationEnd, Row>;

export function isMigrationEnd(reason: string | undefined): reason is MigrationEnd {
  return reason !== undefined && Object.hasOwn(MIGRATION_ENDINGS, reason);
}

export function migrationEndInWords({ reason, facts }: { reason: MigrationEnd; facts: Facts }) {
  const { actor, text, remedy } = MIGRATION_ENDINGS[reason];
  return { actor, message: fill(text, facts), remedy: fill(remedy, facts) };
}

export function viewMigration({ end, ...migration }: Migration): MigrationView {
  return { ...migration, end: end && { reason: end.reason, at: end.at, ...migrationEndInWords(end) } };
}

/** How a request stands in the campaign; undefined for one that does not serve, or was by DNS from the beginning. */
export function campaignRow(request: CertificateRequest): MigrationRow | undefined {
  if (!isServing(request)) return undefined;
  const { requestId, siteId, prefix, status, method, notAfter, migration } = request;
  if (notAfter === null) return undefined;
  if (method === 'DNS' && migration === null) return undefined;
  return {
    siteId,
    requestId,
    prefix,
    status,
    notAfter,
    ...safeDaysOf(notAfter),
    names: certificateNames(request).length,
    state: migration?.state ?? 'NOT_STARTED',
    records: migration?.records ?? 0,
    seen: migration?.seen ?? 0,
    until: migration?.until ?? null,
    windowUntil: migration?.windowUntil ?? null,
    windows: migration?.windows ?? 0,
    endedAt: migration?.end?.at ?? null,
  };
}

/** Of the campaign's list: by last safe day, and what is done behind all that is not. */
export function campaignSortKey({ state, lastSafeDay, endedAt, requestId }: MigrationRow): string {
  return state === 'DONE' ? `done#${endedAt}#${requestId}` : `${lastSafeDay}#${requestId}`;
}
