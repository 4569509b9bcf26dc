/**
 * UID and friendship signatures: made by the vendor, carried by a browser, proven by the server. They prove the UID and
 * the time, nothing else: names and addresses beside them are the browser's own words.
 */
import { type Refusal, refuse } from './refusal.ts';
import type { Secret, Secrets } from './secret.ts';
import { calcSignature, signatureMatches } from './signature.ts';
import { isWithin, readTimestamp, SIGNATURE_WINDOW } from './timestamp.ts';

/** As the browser handed it over, each value percent-decoded once. Names are the vendor's. */
export interface SignedUid {
  UID: string;
  /** Unix seconds as text: `signatureTimestamp`. */
  timestamp: string;
}

export interface SignedFriend extends SignedUid {
  friendUID: string;
}

export type SignatureVerdict = { valid: true } | Refusal<'invalidTimestamp' | 'signatureExpired' | 'wrongSignature'>;

interface Judged {
  /** `UIDSignature` or `friendshipSignature`. */
  signature: string;
  /** The partner's; the user key's for an answer of `exchangeUIDSignature`. */
  secrets: Secrets;
  now: Date;
  /** Leave it out, but for services that document another. */
  windowSeconds?: number;
}

/** `timestamp_UID` */
export function userBaseString({ UID, timestamp }: SignedUid): string {
  return `${timestamp}_${UID}`;
}

/**
 * `timestamp_friendUID_UID`: the friend first. UIDs may hold `_`, so friend `a`, user `b_c` and friend `a_b`, user `c` share
 * their signature, and it is a UID signature for `a_b_c` besides. Keep UIDs free of `_` where you choose them.
 */
export function friendBaseString({ UID, friendUID, timestamp }: SignedFriend): string {
  return `${timestamp}_${friendUID}_${UID}`;
}

/** The seed's `constructSignature`: what the vendor puts into `UIDSignature`. */
export function constructUserSignature(signed: SignedUid, secret: Secret): string {
  return calcSignature(userBaseString(signed), secret);
}

export function constructFriendSignature(signed: SignedFriend, secret: Secret): string {
  return calcSignature(friendBaseString(signed), secret);
}

/** `SigUtils.validateUserSignature`. Log in the UID that was passed here, and refuse the second use of a signature (`replay.ts`). */
export function validateUserSignature(signed: SignedUid & Judged): SignatureVerdict {
  return judge(userBaseString(signed), signed);
}

/** `SigUtils.validateFriendSignature`. */
export function validateFriendSignature(signed: SignedFriend & Judged): SignatureVerdict {
  return judge(friendBaseString(signed), signed);
}

function judge(baseString: string, { timestamp, signature, secrets, now, windowSeconds }: SignedUid & Judged) {
  const seconds = readTimestamp(timestamp);
  if (seconds === undefined) return refuse('invalidTimestamp', 'timestamp');
  if (!isWithin(windowSeconds ?? SIGNATURE_WINDOW, seconds, now)) return refuse('signatureExpired');
  return signatureMatches(baseString, signature, secrets) ? ({ valid: true } as const) : refuse('wrongSignature');
}
