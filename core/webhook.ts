/**
 * Webhooks as the Standard Webhooks specification has them: what is posted, how it is signed, and when it is tried again. The rule
 * kept here: a try is decided by what the receiver said and by the time alone, so that the same delivery always fares alike.
 */
import { createHmac } from 'node:crypto';
import type { Notice } from './notice.ts';
import { revealSecret, type Secret } from './security/secret.ts';
import { unixSeconds } from './security/timestamp.ts';

/** One post of a delivery. `status` is null where no answer came; `problem` is null where it was taken. */
export interface Attempt {
  at: string;
  status: number | null;
  problem: string | null;
}

/** `dead`: given up, until somebody asks for it again. */
export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What is posted. `id` is the same on every try, so that a receiver takes it once. */
export interface Message {
  id: string;
  body: string;
}

export function messageOf(deliveryId: string, { type, at, ...data }: Notice): Message {
  return { id: deliveryId, body: JSON.stringify({ type, timestamp: at, data }) };
}

/** What the test button posts. */
export function testMessage(id: string, siteId: string, now: Date): Message {
  return { id, body: JSON.stringify({ type: 'webhook.test', timestamp: now.toISOString(), data: { siteId } }) };
}

/** As a receiver keeps it. The prefix is the specification's, so that secrets are found where they were left lying about. */
export function revealWebhookSecret(secret: Secret): string {
  return `whsec_${revealSecret(secret)}`;
}

/** Header names are those of the specification. Each secret signs: while a rotation overlaps, either one verifies. */
export function signedHeaders({ id, body }: Message, secrets: readonly Secret[], now: Date): Record<string, string> {
  const timestamp = unixSeconds(now);
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return {
    'content-type': 'application/json',
    'user-agent': 'first-party-certificates',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Seconds from a failed try to the next: a deployment is over after a minute or five, an outage after hours, and whoever sleeps
 * has a working day. As the specification's own example, less its five seconds: watch looks once a minute.
 */
const RETRIES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];
/** What looks once a minute and slow answers add to the sum of these. */
const SLACK = HOUR;
/** A delivery that has waited behind another one of its request is not tried longer than one that has not: a good 28 hours in all. */
const LIFETIME = RETRIES.reduce((sum, seconds) => sum + seconds, SLACK);

/** When to try again after `tries` that failed, the first of which could be made at `begunAt`. Undefined: give up. */
export function nextTry(tries: number, begunAt: string, now: Date): Date | undefined {
  const seconds = RETRIES[tries - 1];
  if (seconds === undefined) return undefined;
  const next = new Date(now.getTime() + seconds * 1000);
  return next.getTime() <= Date.parse(begunAt) + LIFETIME * 1000 ? next : undefined;
}

/** RFC 9110 section 15.5.11: likely for ever. The receiver wants no more of it. */
const GONE = 410;

/** Undefined: taken. Otherwise why not, in words, and whether another try can help. */
export function refusalOf(status: number): { problem: string; final: boolean } | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === GONE) return { problem: 'the receiver is gone for good (410)', final: true };
  if (status >= 300 && status < 400)
    return { problem: `the receiver redirects (${status}), which is not followed`, final: false };
  return { problem: `the receiver answered ${status}`, final: false };
}
