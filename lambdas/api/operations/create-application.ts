/** applications.create: a new user key and its secret, which no later answer shows again. Nobody gives more than they have. */

import type { InputOf } from '../../../core/api/operations.ts';
import {
  APPLICATIONS_OF_A_PARTNER,
  type Application,
  KEY_DIGITS,
  signingGrantOf,
  signingKeyOf,
  viewApplication,
} from '../../../core/application.ts';
import { ServiceError } from '../../../core/errors.ts';
import { type Grant, mayGrant } from '../../../core/principal.ts';
import { revealSecret } from '../../../core/security/secret.ts';
import { refuseGrant } from '../../authentication/permit.ts';
import { invalidField } from '../input.ts';
import type { AccessTools, Operation } from '../operation.ts';

export function createApplication(tools: AccessTools): Operation<'applications.create'> {
  const { applications, vault, machine } = tools;
  return async (input, { principal, now }) => {
    const { kind, name, description } = input;
    const grant = grantOf(input, input.partnerId ?? principal.partnerId);
    if (!mayGrant(principal, grant)) refuseGrant('applications.create');
    await requireRoom(tools, grant);
    const userKey = kind === 'signing' ? signingKeyOf(grant.partnerId) : machine.randomHex(KEY_DIGITS);
    const secret = vault.newSecret();
    const application: Application = {
      userKey,
      kind,
      name,
      description,
      ...grant,
      sealedSecrets: await vault.seal(userKey, [secret]),
      createdAt: now.toISOString(),
      createdBy: principal.id,
    };
    if (!(await applications.add(application))) {
      const owner = grant.partnerId === null ? 'The vendor' : `Partner ${grant.partnerId}`;
      throw kind === 'signing'
        ? new ServiceError('SigningKeyExists', { owner, userKey })
        : new ServiceError('ChangedMeanwhile');
    }
    return { ...viewApplication(application), secret: revealSecret(secret) };
  };
}

/** Two that are made at one moment may come to one more: that keeps nobody out either. */
async function requireRoom({ applications }: AccessTools, { partnerId }: Grant): Promise<void> {
  if (partnerId === null) return;
  const own = (await applications.list()).filter((each) => each.partnerId === partnerId);
  if (own.length < APPLICATIONS_OF_A_PARTNER) return;
  throw invalidField(
    'partnerId',
    `${partnerId} has ${own.length} applications, and may have no more: delete one that is not used`,
  );
}

/** A signing secret is worth a role, not a choice of permissions. */
function grantOf({ kind, sites, permissions }: InputOf<'applications.create'>, partnerId: string | null): Grant {
  if (kind === 'application') {
    if (permissions.length === 0) throw invalidField('permissions', 'must have at least 1 entry');
    return { partnerId, sites, permissions: [...new Set(permissions)] };
  }
  if (permissions.length > 0) throw invalidField('permissions', 'must not be given for a signing secret');
  if (sites !== '*') throw invalidField('sites', 'must be * for a signing secret');
  return signingGrantOf(partnerId);
}
