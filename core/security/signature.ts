/**
 * The one primitive under all signatures of the vendor: BASE64 of HMAC-SHA1 over the UTF-8 bytes of a base string. The text is
 * signed as it is: no trimming, no Unicode normalisation, no second encoding. SHA-1 is here for compatibility only.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { NO_SECRET, SECRET_SLOTS, type Secret, type Secrets } from './secret.ts';

/**
 * `SigUtils.calcSignature` of the vendor's SDKs: 28 characters that end with one `=`. Use it for the UIDs that your server hands to
 * client methods (`notifyRegistration`, `setUID`, `notifyLogin`), never for a base string that a browser sent.
 */
export function calcSignature(baseString: string, secret: Secret): string {
  return createHmac('sha1', secret).update(baseString).digest('base64');
}

/**
 * Is it a signature of the base string under one of the secrets? Only the canonical text counts: no other alphabet, no missing
 * `=`. Every refusal costs the same two HMACs, for unknown keys too; comparisons take the same time wherever the texts differ.
 */
export function signatureMatches(baseString: string, presented: string, secrets: Secrets): boolean {
  // Lone surrogates all become the same UTF-8 bytes, so one signature would stand for many texts.
  const signable = baseString.isWellFormed();
  for (let slot = 0; slot < SECRET_SLOTS; slot++) {
    const equal = sameText(calcSignature(baseString, secrets[slot] ?? NO_SECRET), presented);
    if (equal && signable && slot < secrets.length) return true;
  }
  return false;
}

/** Lengths are public: a signature has 28 bytes. Of the bytes nothing leaks. */
function sameText(calculated: string, presented: string): boolean {
  const [a, b] = [Buffer.from(calculated), Buffer.from(presented)];
  return a.length === b.length && timingSafeEqual(a, b);
}
