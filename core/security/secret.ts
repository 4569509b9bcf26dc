/**
 * Secret keys: BASE64 text outside, an opaque key inside. A secret is parsed once, at the border; from then on it cannot be
 * printed, logged or serialised by accident, for the key object shows nothing of itself.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { type Refusal, refuse } from './refusal.ts';

/** The decoded bytes. `console.log`, `JSON.stringify` and template texts show none of them. */
export type Secret = KeyObject;

/** The secrets that count for one key: none where the key is unknown, two while a rotation overlaps, the newer first. */
export type Secrets = readonly [] | readonly [Secret] | readonly [current: Secret, previous: Secret];

/** How many secrets a refusal is compared with, always, so that its time says nothing about the key. */
export const SECRET_SLOTS = 2;

/** Stands where a key has no secret. Whatever it matches is refused all the same. */
export const NO_SECRET: Secret = createSecretKey(Buffer.alloc(32));

/** 128 bits: below that a secret can be guessed offline from one signature. The vendor's have 32 bytes. */
const MIN_BYTES = 16;

/**
 * Reads a secret as the vendor's dashboard shows it; blanks around it fall off. Only canonical, padded BASE64 of the standard
 * alphabet: decoders disagree about the rest, and Node's takes damaged text for a short or empty key, with which anyone can sign.
 */
export function parseSecret(
  text: string,
  minBytes = MIN_BYTES,
): { valid: true; secret: Secret } | Refusal<'invalidSecret'> {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.length < minBytes || bytes.toString('base64') !== trimmed) return refuse('invalidSecret', 'secret');
  return { valid: true, secret: createSecretKey(bytes) };
}

/** A new secret of random bytes that the caller draws; throws below 32 bytes, for then the caller has a bug. */
export function secretOf(randomBytes: Uint8Array): Secret {
  if (randomBytes.length < 32) throw new RangeError('a new secret has at least 32 random bytes');
  return createSecretKey(randomBytes);
}

/** The text of a secret. Two uses only: to show it once to who made it, and to encrypt it for the table. */
export function revealSecret(secret: Secret): string {
  return secret.export().toString('base64');
}

/** Is the presented secret one of those that count? Constant time; unknown keys take as long as wrong secrets. */
export function isOneOf(presented: Secret, secrets: Secrets): boolean {
  let found = false;
  for (let slot = 0; slot < SECRET_SLOTS; slot++) {
    const equal = presented.equals(secrets[slot] ?? NO_SECRET); // CRYPTO_memcmp inside
    found = (equal && slot < secrets.length) || found;
  }
  return found;
}
