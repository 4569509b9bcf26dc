/** security.validateUserSignature: for who has no partner secret. A wrong or old signature is an answer, no error. */
import { validateUserSignature as validate } from '../../../core/security/uid-signature.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { ownersSecrets } from '../parts/owners-secrets.ts';

export function validateUserSignature(tools: AccessTools): Operation<'security.validateUserSignature'> {
  return async ({ apiKey, UID, UIDSignature: signature, signatureTimestamp: timestamp }, { principal }) => {
    const secrets = await ownersSecrets(tools, principal, apiKey);
    const verdict = validate({ UID, timestamp, signature, secrets, now: tools.machine.doorTime() });
    return verdict.valid ? { valid: true } : { valid: false, reason: verdict.reason };
  };
}
