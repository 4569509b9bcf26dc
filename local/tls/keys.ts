/**
 * Key pairs for certificates. An RSA pair takes some 100 ms of CPU to make, a third of a whole journey: a process makes two of them when
 * they are first asked for, and uses them in turn.
 */
import type { webcrypto } from 'node:crypto';

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

/** A certificate and the one that replaces it have keys of their own. */
const RSA_PAIRS = 2;

const drawn: Promise<webcrypto.CryptoKeyPair>[] = [];
let turn = 0;

export function generateKeys(algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHMS[algorithm], true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
}

/** A pair that no other certificate has, or of RSA the one whose turn it is. */
export function takeKeys(algorithm: KeyAlgorithm): Promise<webcrypto.CryptoKeyPair> {
  if (algorithm !== 'RSA_2048') return generateKeys(algorithm);
  const at = turn++ % RSA_PAIRS;
  const keys = drawn[at] ?? generateKeys(algorithm);
  drawn[at] = keys;
  return keys;
}
