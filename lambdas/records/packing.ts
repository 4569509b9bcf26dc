/**
 * Conditions and findings as they are stored: packed JSON. Of a hundred long names they are hundreds of kilobytes of words
 * that repeat; packed, an item keeps far from DynamoDB's 400 kB, and a write costs a tenth.
 */
import { gunzipSync, gzipSync } from 'node:zlib';

export function pack(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(value));
}

/** Throws where it was not packed by us. */
export function unpack<T>(packed: unknown): T {
  return JSON.parse(gunzipSync(packed as Uint8Array).toString()) as T;
}
