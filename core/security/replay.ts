/**
 * Replay protection: a signature is good once. Pure: what to remember and for how long. Remember only after time and
 * signature have passed, else anyone can burn other people's nonces and fill the store.
 */
import { createHash } from 'node:crypto';
import { SIGNATURE_WINDOW, unixSeconds } from './timestamp.ts';

/** What must be remembered of one accepted signature. */
export interface ReplayEntry {
  /** SHA-256 in hexadecimal: nothing of who signed can be read from it, and its length is fixed. */
  key: string;
  /** Unix seconds. Until then, that second included, the signature would pass again. */
  expiresAt: number;
}

/**
 * The memory, one for all instances, that outlives each of them. `remember` is one atomic write, refused where `isReplay` holds:
 * in DynamoDB a put under `attribute_not_exists(key) OR expiresAt < :now`, with `expiresAt` as the table's TTL. TTL deletes late, so
 * the second half of the condition is needed; a read before the write would let two copies pass at once.
 */
export interface ReplayStore {
  /** True the first time. False means `replayed`. Where the store cannot be reached it throws, and the call is refused. */
  remember(entry: ReplayEntry, now: Date): Promise<boolean>;
}

/** The store's condition: is what is remembered under the key still alive? Whole seconds, as the windows count. */
export function isReplay(remembered: ReplayEntry | undefined, now: Date): boolean {
  return remembered !== undefined && remembered.expiresAt >= unixSeconds(now);
}

/** Of a signed request: the nonce counts for who signed it. `timestamp` and the window in seconds. */
export function nonceEntry(
  signed: { apiKey: string; userKey?: string; nonce: string; timestamp: number },
  windowSeconds: number,
): ReplayEntry {
  const { apiKey, userKey, nonce, timestamp } = signed;
  return { key: keyOf('request', apiKey, userKey ?? null, nonce), expiresAt: timestamp + windowSeconds };
}

/**
 * Of a UID or friendship signature: the base string is the nonce ("Constructing a Signature", step 3). `signer`: whose secret has proven it.
 * No API key is in the base string, so under each of the signer's keys it is the same signature.
 */
export function signatureEntry(signed: {
  purpose: 'user' | 'friend';
  signer: string;
  baseString: string;
  timestamp: number;
}): ReplayEntry {
  const { purpose, signer, baseString, timestamp } = signed;
  return { key: keyOf(purpose, signer, baseString), expiresAt: timestamp + SIGNATURE_WINDOW };
}

/** As JSON, so that no two lists of parts give one text. */
function keyOf(...parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
