/** What both operations of the signature library need: the owner's secrets, for a caller that may see its site, not too often. */
import { ServiceError } from '../../../core/errors.ts';
import type { Principal } from '../../../core/principal.ts';
import type { Secrets } from '../../../core/security/secret.ts';
import { isKnownTo, keyOf, ownersKey, targetOf } from '../../authentication/keys.ts';
import type { AccessTools } from '../operation.ts';

/** Of one caller: a sign-in page needs one a visitor. More is somebody who tries signatures out. */
const CHECKS_PER_MINUTE = 60;

/** Throws TooManyCalls or ApiKeyUnknown. */
export async function ownersSecrets(tools: AccessTools, principal: Principal, apiKey: string): Promise<Secrets> {
  const now = tools.machine.doorTime();
  const until = await tools.attempts.overLimit(`signatures ${principal.id}`, CHECKS_PER_MINUTE, now);
  if (until !== undefined) throw new ServiceError('TooManyCalls', { limit: String(CHECKS_PER_MINUTE), until });
  const target = await targetOf(tools, apiKey);
  if (!isKnownTo(principal, target)) throw new ServiceError('ApiKeyUnknown', { apiKey });
  return (await keyOf(tools, ownersKey(apiKey, target))).secrets;
}
