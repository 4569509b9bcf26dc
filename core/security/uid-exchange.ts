/**
 * exchangeUIDSignature: for whoever has an application's secret and not the partner's. Takes a UID that the partner's secret
 * signed and signs it anew with the application's. It signs nothing that it has not validated: else it would sign for anyone.
 */
import type { Secret, Secrets } from './secret.ts';
import { unixSeconds } from './timestamp.ts';
import { constructUserSignature, type SignatureVerdict, validateUserSignature } from './uid-signature.ts';

/** The three fields as the browser handed them over. */
export interface HandedOverUid {
  UID: string;
  UIDSignature: string;
  /** Unix seconds as text. */
  signatureTimestamp: string;
}

interface Exchange extends HandedOverUid {
  partnerSecrets: Secrets;
  /** Of the application that calls. It must be authenticated and permitted before. */
  callerSecret: Secret;
  now: Date;
}

/**
 * The same UID with the server's own time, signed with the caller's secret. A signature that was exchanged once is refused here,
 * for the partner's secret did not make it. The caller validates the answer with its secret and the RETURNED timestamp.
 */
export function exchangeUIDSignature(
  exchange: Exchange,
): ({ valid: true } & HandedOverUid) | Exclude<SignatureVerdict, { valid: true }> {
  const { UID, UIDSignature: signature, signatureTimestamp, partnerSecrets, callerSecret, now } = exchange;
  const verdict = validateUserSignature({
    UID,
    timestamp: signatureTimestamp,
    signature,
    secrets: partnerSecrets,
    now,
  });
  if (!verdict.valid) return verdict;
  const timestamp = String(unixSeconds(now));
  return {
    valid: true,
    UID,
    signatureTimestamp: timestamp,
    UIDSignature: constructUserSignature({ UID, timestamp }, callerSecret),
  };
}
