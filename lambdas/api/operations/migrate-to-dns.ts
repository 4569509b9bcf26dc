/**
 * certificates.migrateToDns: starts a migration of what serves. It is stored before its execution starts, under a name of its own; asking
 * again is refused once it runs, and until then mends a crash between the two.
 */
import { ServiceError } from '../../../core/errors.ts';
import { migrationExecution, openMigration, whyNotMigratable } from '../../../core/migration.ts';
import { viewRequest } from '../../../core/view.ts';
import type { Operation, Tools } from '../operation.ts';

export function migrateToDns(tools: Tools): Operation<'certificates.migrateToDns'> {
  const { requests, stepFunctions, machineArns } = tools;
  return async ({ siteId, requestId }, { now, caller }) => {
    await requests.require(requestId, siteId);
    const request = await requests.change(requestId, (present) => {
      const why = whyNotMigratable(present);
      if (why) throw new ServiceError('NotMigratable', { requestId, why });
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
    await stepFunctions.start(machineArns['migrate-validation'], migrationExecution(request, request.migration), {
      requestId,
    });
    return viewRequest(request, null, {});
  };
}
