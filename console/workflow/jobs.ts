/**
 * What is at work for a request that serves: its renewal, its migration. Each with its state machine and where that stands, as the
 * request itself says: its history names their states only where somebody must act.
 */
import type { HistoryAnswer, MigrationView } from '../../core/api/answers-certificates.ts';
import type { StateMachineName } from '../../core/topology.ts';
import type { RequestView } from '../../core/view.ts';
import migrateValidation from '../../state-machines/migrate-validation.asl.json' with { type: 'json' };
import renewCertificate from '../../state-machines/renew-certificate.asl.json' with { type: 'json' };
import type { Machine } from './graph.ts';

export interface Job {
  name: StateMachineName;
  machine: Machine;
  /** States that it was seen in before, where there is more than one way. */
  seen: readonly string[];
  current: string;
}

/** Where a migration stands while it is at work. */
const MIGRATION: Partial<Record<MigrationView['state'], string>> = {
  STARTING: 'StartMigration',
  RECORDS: 'AwaitDnsRecords',
  WINDOW: 'AwaitMigration',
};

export function jobsOf(
  { alongside, migration }: Pick<RequestView, 'alongside' | 'migration'>,
  events: HistoryAnswer['events'],
): Job[] {
  const jobs: Job[] = [];
  if (alongside.includes('RENEWING')) {
    const begun = events.findLastIndex(({ type }) => type === 'RenewalBegun');
    const escalated = events.slice(Math.max(0, begun)).some(({ type }) => type === 'RenewalEscalated');
    const seen = escalated ? ['AwaitRenewal', 'EscalateRenewal'] : [];
    jobs.push({ name: 'renew-certificate', machine: renewCertificate, seen, current: 'AwaitRenewal' });
  }
  const current = migration ? MIGRATION[migration.state] : undefined;
  if (current) jobs.push({ name: 'migrate-validation', machine: migrateValidation, seen: [], current });
  return jobs;
}
