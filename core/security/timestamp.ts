/** Timestamps of signatures: Unix time in seconds, as decimal text. Too new is as wrong as too old. */

/** Seconds that a UID or friendship signature may be away from now, both ways. "Constructing a Signature": `abs(now-timestamp)>180`. */
export const SIGNATURE_WINDOW = 180;

/** The same for a signed request. The vendor: "even a gap of two minutes" is refused. */
export const REQUEST_WINDOW = 120;

/** Whole seconds since 1970, rounded down as the vendor's SDKs do (the npm one rounds, and is a second off). */
export function unixSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/**
 * The seconds that a text says; undefined where it is no plain decimal number (sign, blank, point, other digits: SDKs disagree).
 * Above eleven digits (the year 5138) it is milliseconds or worse: Infinity, which no window holds.
 */
export function readTimestamp(text: string): number | undefined {
  if (!/^[0-9]+$/.test(text)) return undefined;
  return text.length > 11 ? Number.POSITIVE_INFINITY : Number(text);
}

/** Both ends count: 180 seconds is within 180. */
export function isWithin(windowSeconds: number, timestamp: number, now: Date): boolean {
  return Math.abs(unixSeconds(now) - timestamp) <= windowSeconds;
}
