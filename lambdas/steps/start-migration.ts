/**
 * StartMigration: ACM names the records of every name and looks at them for 72 hours, unless it does already. It may be asked as often
 * as it takes: the records stay the same, and whatever comes of it, the certificate serves. One that has ended is not begun again.
 */
import { ServiceError } from '../../core/errors.ts';
import { type Migration, windowEnd } from '../../core/migration.ts';
import { isOver } from '../../core/status.ts';
import { type Certificate, createAcm } from '../clients/acm.ts';
import { createTable } from '../clients/table.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const requests = createRequests(createTable(env));
  const acm = createAcm(env);

  return step('StartMigration', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const { certificateArn, migration } = request;
    if (migration?.end) return { verdict: 'ended', reason: migration.end.reason, facts: {} };
    const certificate = isOver(request) || !certificateArn ? undefined : await acm.describe(certificateArn);
    if (!certificate) return { verdict: 'ended', reason: 'MigrationNeedless', facts: {} };
    if (certificate.migration?.status === 'SUCCESS') return { verdict: 'migrated' };

    const begun = pendingOf(certificate) ? 'running' : await acm.migrateToDns(certificate.certificateArn);
    if (typeof begun === 'object')
      return { verdict: 'ended', reason: 'MigrationRefused', facts: { found: begun.refused } };
    // What ACM is at may be something else, a renewal: then it looks at no record, and is asked again.
    const pending = begun === 'running' ? pendingOf(await acm.describe(certificate.certificateArn)) : undefined;
    if (begun === 'running' && !pending) throw new ServiceError('ChangedMeanwhile');

    const at = now.toISOString();
    await requests.change(requestId, ({ migration }) => {
      if (!migration || isOpen(migration, now)) return undefined; // told by a run before
      const windows = migration.windows + 1;
      const windowUntil = windowEnd(pending?.requestedAt ?? at);
      return {
        type: 'MigrationWindowBegun',
        at,
        by: 'service',
        text: `AWS looks at the validation records until ${windowUntil}${windows > 1 ? `, for the ${nth(windows)} time` : ''}.`,
        set: { migration: { ...migration, windows, windowUntil } },
      };
    });
    return { verdict: 'begun' };
  });
};

function pendingOf(certificate: Certificate | undefined) {
  const { migration } = certificate ?? {};
  return migration?.status === 'PENDING_DOMAIN_VALIDATION' ? migration : undefined;
}

function isOpen({ windowUntil }: Migration, now: Date): boolean {
  return windowUntil !== null && now.toISOString() < windowUntil;
}

function nth(count: number): string {
  return { 2: 'second', 3: 'third' }[count] ?? `${count}th`;
}
