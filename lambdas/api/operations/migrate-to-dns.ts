/**
 * certificates.migrateToDns: starts a migration of what serves. It is stored before its execution starts, under a name of its own; a crash
 * between the two is mended by watch, or by asking again, which is refused once it runs.
 */
import { ServiceError } from '../../../core/errors.ts';
import { migrationExecution, openMigration, whyNotMigratable } from '../../../core/migration.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { viewRequest } from '../../../core/view.ts';
import { startExecution } from '../../duties/run-execution.ts';
import { beginning } from '../../records/errands.ts';
import type { Operation, Tools } from '../operation.ts';

export function migrateToDns(tools: Tools): Operation<'certificates.migrateToDns'> {
  const { requests, errands, machineArns } = tools;
  return async ({ siteId, requestId }, { now, caller }) => {
    refuseUnlessMigratable(await requests.require(requestId, siteId));
    const errand = beginning('beginMigration', requestId, now);
    await errands.give(errand);
    const request = await requests.change(requestId, (present) => {
      refuseUnlessMigratable(present);
      if (present.migration?.state === 'STARTING') return undefined;
      return {
        type: 'MigrationAsked',
        at: now.toISOString(),
        by: caller,
        text: `${caller} has the certificate moved to DNS validation.`,
        set: { migration: openMigration(present, now) },
      };
    });
    if (!request.migration) throw new Error(`request ${requestId} has no migration`);
    const execution = migrationExecution(request, request.migration);
    await startExecution(tools, machineArns['migrate-validation'], execution, { requestId }, now);
    await errands.done(errand);
    return viewRequest(request, { now });
  };
}

function refuseUnlessMigratable(request: CertificateRequest): void {
  const why = whyNotMigratable(request);
  if (why) throw new ServiceError('NotMigratable', { requestId: request.requestId, why });
}
