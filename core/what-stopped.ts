/** A standstill in two words, by a file of its own: the page, which shows it too, can load nothing of Node's. */
import type { Standstill } from './standstill.ts';

/** `AccessDenied at AttachCertificate` */
export function whatStopped({ error, step }: Pick<Standstill, 'error' | 'step'>): string {
  return step === undefined ? error : `${error} at ${step}`;
}
