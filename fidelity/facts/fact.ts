/**
 * A fact that the code relies on and that no source confirms: where it is relied on, what happens if it is otherwise, and how a test
 * account answers. The rule kept here: a check makes only what it says, under a name of its own, and takes all of it away again.
 */
import type { ACMClient } from '@aws-sdk/client-acm';
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SSMClient } from '@aws-sdk/client-ssm';

export interface Fact {
  /** `acm-public-suffix`. */
  name: string;
  reliesOn: string;
  /** The file that relies on it. */
  where: string;
  otherwise: string;
  check: Check | { notCheckable: string };
}

export interface Check {
  /** What it makes in the account, in words. */
  makes: string;
  /** What AWS asks for it. */
  costs: string;
  needsZone?: true;
  /** What was seen, where it is not as relied on. Throws what has nothing to do with the fact. */
  run(bench: Bench): Promise<string | undefined>;
}

/** What a check works with. */
export interface Bench {
  acm: ACMClient;
  cloudFront: CloudFrontClient;
  quotas: ServiceQuotasClient;
  route53: Route53Client;
  ssm: SSMClient;
  states: SFNClient;
  /** `fidelity-3f9a2c`: in every name that is made. */
  run: string;
  /** The hosted zone in which records may be made. */
  zone: { id: string; name: string } | undefined;
  /** Instead of CloudFront's own edges. */
  edge: { host: string; port: number } | undefined;
  /** Waits. */
  seconds(count: number): Promise<void>;
  /** Made once, by the first check that needs it. */
  once<T>(name: string, make: () => Promise<T>): Promise<T>;
  /** To be done at the end, the last first. `name`: what is left behind if it fails. */
  later(name: string, undo: () => Promise<unknown>): void;
}

/** Looks every so often until there is something to see; throws when nothing came. */
export async function until<T>(
  bench: Bench,
  what: string,
  time: { every: number; minutes: number },
  look: () => Promise<T | undefined>,
): Promise<T> {
  const seen = await within(bench, time, look);
  if (seen === undefined) throw new Error(`${what} took more than ${time.minutes} minutes`);
  return seen;
}

/** Undefined where the time passes without it; what the look itself throws is no answer. */
export async function within<T>(
  { seconds }: Bench,
  { every, minutes }: { every: number; minutes: number },
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let waited = 0; waited <= minutes * 60; waited += every) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await seconds(every);
  }
  return undefined;
}

/** The error's name and text, or `OK`. */
export async function refusal(work: Promise<unknown>): Promise<{ code: string; text: string }> {
  return work.then(
    () => ({ code: 'OK', text: '' }),
    ({ name, message }: Error) => ({ code: name, text: message }),
  );
}

/** Was it refused so? What came instead, in words. */
export function unlessOneOf(codes: readonly string[], { code, text }: { code: string; text: string }) {
  return codes.includes(code) ? undefined : `${code}${text && `: ${text}`}`;
}
