/**
 * Key pairs for certificates. RSA pairs, which take some 60 ms to make, are drawn from a small pool that is refilled in the
 * background once one was taken; an empty pool only means to wait for one's own.
 */
import type { webcrypto } from 'node:crypto';
import { setTimeout as machineDelay } from 'node:timers/promises';

/** ACM's names. */
export type KeyAlgorithm = 'RSA_2048' | 'EC_prime256v1' | 'EC_secp384r1';

/** What WebCrypto calls them. */
export const ALGORITHMS = {
  RSA_2048: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  EC_prime256v1: { name: 'ECDSA', namedCurve: 'P-256' },
  EC_secp384r1: { name: 'ECDSA', namedCurve: 'P-384' },
} as const;

/** Enough for a burst of requests in a demo. */
const POOL_SIZE = 4;
/** Machine milliseconds between two pairs: the work in the foreground comes first. */
const REFILL_PAUSE_MS = 20;

const pool: webcrypto.CryptoKeyPair[] = [];
let refilling = false;

export function generateKeys(algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHMS[algorithm], true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
}

/** A pair that nobody else was given. */
export async function takeKeys(algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  if (algorithm !== 'RSA_2048') return generateKeys(algorithm);
  const keys = pool.pop() ?? (await generateKeys(algorithm));
  void refill();
  return keys;
}

/** The pause is what lets a process end: it does not keep one alive. */
async function refill(): Promise<void> {
  if (refilling) return;
  refilling = true;
  while (pool.length < POOL_SIZE) {
    await machineDelay(REFILL_PAUSE_MS, undefined, { ref: false });
    pool.push(await generateKeys('RSA_2048'));
  }
  refilling = false;
}
