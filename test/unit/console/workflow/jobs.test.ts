/** Which machines a request's page draws beside its own, and where each stands. */
import { jobsOf } from '../../../../console/workflow/jobs.ts';
import type { MigrationView } from '../../../../core/api/answers-certificates.ts';

const event = (type: string) => ({ seq: 1, type, at: '2027-04-22T09:00:00.000Z', by: 'service', text: '' });
const migration = (state: MigrationView['state']) => ({ state }) as MigrationView;
const drawn = (...of: Parameters<typeof jobsOf>) =>
  jobsOf(...of).map(({ name, seen, current }) => [name, ...seen, current]);

it('draws none where nothing is at work', () => {
  expect(drawn({ alongside: [], migration: null }, [])).toEqual([]);
  expect(drawn({ alongside: ['DEGRADED'], migration: migration('DONE') }, [])).toEqual([]);
});

it('draws a renewal, through its escalation where there was one in this renewal', () => {
  const renewing = { alongside: ['RENEWING' as const], migration: null };
  const before = ['RenewalBegun', 'RenewalEscalated', 'RenewalEnded', 'RenewalBegun'].map(event);
  expect(drawn(renewing, before)).toEqual([['renew-certificate', 'AwaitRenewal']]);
  expect(drawn(renewing, [...before, event('RenewalEscalated')])).toEqual([
    ['renew-certificate', 'AwaitRenewal', 'EscalateRenewal', 'AwaitRenewal'],
  ]);
});

it.each([
  ['STARTING', 'StartMigration'],
  ['RECORDS', 'AwaitDnsRecords'],
  ['WINDOW', 'AwaitMigration'],
] as const)('draws a migration where it stands: %s', (state, current) => {
  expect(drawn({ alongside: [], migration: migration(state) }, [])).toEqual([['migrate-validation', current]]);
});
