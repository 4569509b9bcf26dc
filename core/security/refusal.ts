/**
 * Why a credential is refused: a closed list of reasons, each with the vendor's response code. The outside world is at fault, so
 * these are results and never thrown. The reason is for the audit; what a caller may read of it, `told` decides.
 */

/** Codes: the vendor's "Response Codes and Errors". Where it documents none for a case, the nearest one (marked "ours"). */
const ERROR_CODES = {
  /** Any secret on a call without TLS, right or wrong. */
  secretOverHttp: 403006,
  /** Form text that does not decode. */
  malformedRequest: 400001,
  /** A credential lacks a part; `parameters` names what. */
  missingParameter: 400002,
  /** A name twice, be it in query and body. */
  duplicateParameter: 400006,
  /** Secret and signature in one call: which of them counts would be a guess. Ours. */
  twoCredentials: 400006,
  /** A name that signers sort or encode differently. Ours. */
  unsignableName: 400006,
  /** A value that UTF-8 cannot carry. Ours. */
  unsignableValue: 400006,
  /** A URL that signers read differently. Ours. */
  unsignableUrl: 400006,
  invalidTimestamp: 400006,
  invalidNonce: 400006,
  /** Not canonical BASE64, or too short. */
  invalidSecret: 400006,
  invalidSessionExpiration: 400006,
  /** UID or friendship signature outside its window. The web SDK's SIGNATURE_TIMESTAMP_EXPIRED. */
  signatureExpired: 400128,
  /** Signed request outside its window. */
  requestExpired: 403002,
  wrongSignature: 403003,
  /** The same signature or nonce a second time. */
  replayed: 403004,
  /** No such application or partner, or deleted; `parameters` names what it came with, `secret` or `sig`. */
  unknownKey: 403005,
  wrongSecret: 403010,
  /** It was valid and is over. */
  sessionExpired: 403011,
  /** It was never valid. */
  invalidSession: 403012,
} as const satisfies Record<string, number>;

export type Reason = keyof typeof ERROR_CODES;

export interface Refusal<R extends Reason = Reason> {
  valid: false;
  reason: R;
  /** Six digits; the first three are the HTTP status. */
  errorCode: number;
  /** Names of the parameters at fault, never their values. */
  parameters?: readonly string[];
}

export function refuse<R extends Reason>(reason: R, ...parameters: readonly string[]): Refusal<R> {
  const refusal = { valid: false, reason, errorCode: ERROR_CODES[reason] } as const;
  return parameters.length > 0 ? { ...refusal, parameters } : refusal;
}

/** What the caller reads: an unknown key looks like a wrong secret or a wrong signature, so that nobody can find keys by asking. */
export function told(refusal: Refusal): Refusal {
  if (refusal.reason !== 'unknownKey') return refusal;
  return refuse(refusal.parameters?.includes('secret') ? 'wrongSecret' : 'wrongSignature');
}
