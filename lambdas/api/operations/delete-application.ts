/** applications.delete: its very next call fails; the record is read at each. The key is never given again. */
import { viewApplication } from '../../../core/application.ts';
import { ServiceError } from '../../../core/errors.ts';
import { mayGrant } from '../../../core/principal.ts';
import { refuseGrant } from '../../authentication/permit.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { managedApplication } from '../parts/managed-application.ts';

export function deleteApplication(tools: AccessTools): Operation<'applications.delete'> {
  return async ({ targetUserKey }, { principal, now }) => {
    const application = await managedApplication(tools, principal, targetUserKey);
    if (!mayGrant(principal, application)) refuseGrant('applications.delete');
    // Else the last one could go, and nobody could make another.
    if (principal.kind === 'application' && principal.id === targetUserKey) throw new ServiceError('OwnApplication');
    const ended = await tools.applications.change(
      targetUserKey,
      async ({ sealedSecrets: _, previousUntil: __, ...rest }) => ({
        ...rest,
        deletedAt: rest.deletedAt ?? now.toISOString(),
        deletedBy: rest.deletedBy ?? principal.id,
      }),
    );
    return viewApplication(ended);
  };
}
