/** applications.rotate: a new secret, shown only once. The present one stays valid for the overlap, one before it no more. */
import { viewApplication } from '../../../core/application.ts';
import { ServiceError } from '../../../core/errors.ts';
import { mayGrant } from '../../../core/principal.ts';
import { revealSecret } from '../../../core/security/secret.ts';
import { refuseGrant } from '../../authentication/permit.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { managedApplication } from '../parts/managed-application.ts';

export function rotateApplication(tools: AccessTools): Operation<'applications.rotate'> {
  const { applications, vault, machine } = tools;
  return async ({ targetUserKey: userKey, overlapMinutes }, { principal }) => {
    const known = await managedApplication(tools, principal, userKey);
    if (!mayGrant(principal, known)) refuseGrant('applications.rotate'); // a new secret is all that it may do
    const secret = vault.newSecret();
    const rotated = await applications.change(userKey, async ({ previousUntil: _, ...present }) => {
      if (present.deletedAt !== undefined) throw new ServiceError('ApplicationUnknown', { userKey });
      const [current] = await vault.open(userKey, present.sealedSecrets);
      const overlaps = current !== undefined && overlapMinutes > 0;
      const until = new Date(machine.doorTime().getTime() + overlapMinutes * 60_000).toISOString();
      return {
        ...present,
        sealedSecrets: await vault.seal(userKey, overlaps ? [secret, current] : [secret]),
        ...(overlaps ? { previousUntil: until } : {}),
      };
    });
    return { ...viewApplication(rotated), secret: revealSecret(secret) };
  };
}
