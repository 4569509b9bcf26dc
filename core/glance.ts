/**
 * The glance: once an hour one handshake with each name that serves. The rule kept here: it only compares with what was proven; what
 * differs is not believed, but a reason to look at everything at once (core/health.ts).
 *
 * 500 sites with 10 names make 5,000 handshakes an hour, 83 a minute: a second or less of a tick, some 5 kB each, and no request that
 * CloudFront counts. Each request has its own minute of the hour, so that no time has to be stored for any.
 */
import { isAmiss } from './health.ts';
import type { CertificateRequest } from './request.ts';
import { parseCertificate } from './serving.ts';
import { isServing } from './status.ts';

const MINUTES = 60;
const MINUTE_MS = 60_000;

/** The first minute after `now` in which one of these is glanced at; undefined for none. */
export function nextGlanceAt(requestIds: readonly string[], now: Date): string | undefined {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  const waits = requestIds.map((requestId) => (glanceMinute(requestId) - (minute % MINUTES) + MINUTES - 1) % MINUTES);
  if (waits.length === 0) return undefined;
  return new Date((minute + 1 + Math.min(...waits)) * MINUTE_MS).toISOString();
}

/**
 * The minute of every hour, 0 to 59, in which the names of a request are glanced at: spread over the hour, the same for the life of a
 * request. One that was missed (a tick that failed for good) costs an hour.
 */
export function glanceMinute(requestId: string): number {
  let sum = 0;
  for (let i = 0; i < requestId.length; i++) sum = (sum * 31 + requestId.charCodeAt(i)) % 65_521;
  return sum % MINUTES;
}

/** Names to glance at, each with the fingerprint that was proven. While something is amiss, care looks at all of them as often. */
export function toGlanceAt(request: CertificateRequest): { alias: string; fingerprint: string }[] {
  if (!isServing(request) || isAmiss(request)) return [];
  return request.aliases.flatMap((alias) => {
    const fingerprint = request.conditions[alias]?.serving?.facts.fingerprint;
    return fingerprint === undefined ? [] : [{ alias, fingerprint }];
  });
}

/** Is the leaf (PEM) that a handshake brought, if any, the one that was proven? */
export function isAsProven(fingerprint: string, [leaf]: readonly string[]): boolean {
  return leaf !== undefined && parseCertificate(leaf)?.fingerprint256 === fingerprint;
}
