/** security.exchangeUIDSignature: what the owner's secret signed, signed anew with the caller's. Signs nothing that is not valid. */
import { exchangeUIDSignature as exchange } from '../../../core/security/uid-exchange.ts';
import { keyOf } from '../../authentication/keys.ts';
import { asRefused, errorOf, refused } from '../../authentication/refusal.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { ownersSecrets } from '../parts/owners-secrets.ts';

export function exchangeUidSignature(tools: AccessTools): Operation<'security.exchangeUIDSignature'> {
  return async ({ apiKey, ...handed }, { principal }) => {
    const partnerSecrets = await ownersSecrets(tools, principal, apiKey);
    const [callerSecret] = (await keyOf(tools, principal.id)).secrets;
    if (!callerSecret) throw errorOf(refused('unknownKey', { by: 'signature' })); // deleted at this moment
    const answer = exchange({ ...handed, partnerSecrets, callerSecret, now: tools.machine.doorTime() });
    if (!answer.valid) throw errorOf(asRefused(answer));
    const { UID, UIDSignature, signatureTimestamp } = answer;
    return { UID, UIDSignature, signatureTimestamp };
  };
}
