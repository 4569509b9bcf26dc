/** Migrations from e-mail to DNS validation as a person reads them: of one request, and the campaign's list. */
import type { MigrationRow } from '../core/api/answers-migration.ts';
import { withTimes } from '../core/text.ts';
import type { RequestView } from '../core/view.ts';
import { table } from './in-words.ts';
import type { Colors } from './terminal.ts';

export function migrationLines({ migration }: RequestView): string[] {
  if (!migration) return [];
  const { end } = migration;
  if (end) return [`  migration to DNS: ${withTimes(end.message)}`, `      ${withTimes(end.remedy)}`];
  return [`  migration to DNS: ${progress(migration)}`];
}

export function migrationsInWords(migrations: readonly MigrationRow[], color: Colors): string[] {
  if (migrations.length === 0) return [];
  const rows = migrations.map((row) => [
    row.lastSafeDay,
    row.siteId,
    row.requestId,
    row.notAfter.slice(0, 10),
    row.mailRenewal ? `${row.mailRenewal.from} to ${row.mailRenewal.until}` : 'not any more',
    progress(row),
  ]);
  return table([['SAFE UNTIL', 'SITE', 'REQUEST', 'ENDS', 'RENEWAL BY MAIL', 'STATE'], ...rows], (cell, n) =>
    n === 0 ? color.bold(cell) : cell,
  );
}

type Progress = Pick<MigrationRow, 'state' | 'records' | 'seen' | 'until' | 'windowUntil'>;

function progress({ state, records, seen, until, windowUntil }: Progress): string {
  switch (state) {
    case 'NOT_STARTED':
      return 'not started';
    case 'STARTING':
      return 'starting';
    case 'RECORDS':
      return records === 0
        ? 'waits until AWS has named the records'
        : `${seen} of ${records} records stand, time until ${until?.slice(0, 10)}`;
    case 'WINDOW':
      return `${seen} of ${records} records stand, AWS looks until ${withTimes(windowUntil ?? '')}`;
    case 'DONE':
      return 'done';
    case 'ENDED':
      return 'ended without all records';
    default:
      return state satisfies never;
  }
}
