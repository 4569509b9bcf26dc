/**
 * `npm run fidelity -- --remote [--zone-id Z...] [--yes]`: asks a test account about the facts of fidelity/facts. Without --yes it says what
 * it would make and what that costs, and makes nothing. What it makes carries its name, and goes away at the end, however it ends.
 * `--endpoint-url` points it at a simulated AWS: what is told then is that the simulation is as the code relies on, and no more.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ACMClient } from '@aws-sdk/client-acm';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { GetHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Bench, Fact } from './facts/fact.ts';

export interface RemoteOptions {
  zoneId?: string;
  endpointUrl?: string;
  edge?: { host: string; port: number };
  /** Waits in the world that is asked; the machine's own time without. */
  seconds?: (count: number) => Promise<void>;
  tell: (line: string) => void;
  /** Ends the asking; what was made is taken away all the same. */
  signal?: AbortSignal;
}

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A test account's. Throws what must be set. */
export function credentialsOf(env: Readonly<Record<string, string | undefined>>): Credentials {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (!accessKeyId || !secretAccessKey)
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of a test account must be set.');
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** What would be made, and what it costs. */
export function plan(
  facts: readonly Fact[],
  { zoneId, endpointUrl }: Pick<RemoteOptions, 'zoneId' | 'endpointUrl'>,
): string[] {
  const lines = facts.flatMap(({ name, check }) => {
    if ('notCheckable' in check) return [];
    const means =
      check.needsZone && !zoneId ? 'left out: it needs --zone-id' : `makes ${check.makes}; costs ${check.costs}`;
    return [`  ${name}: ${means}`];
  });
  return [
    `At ${endpointUrl ?? 'AWS, us-east-1'}, with the credentials of the environment, and for up to two hours:`,
    ...lines,
  ];
}

interface Told {
  confirmed: number;
  otherwise: number;
  unknown: number;
  leftBehind: number;
}

/** Asks one after the other, then takes everything away. */
export async function ask(facts: readonly Fact[], credentials: Credentials, options: RemoteOptions): Promise<Told> {
  const { tell, endpointUrl, signal } = options;
  const told: Told = { confirmed: 0, otherwise: 0, unknown: 0, leftBehind: 0 };
  const { bench, clear } = await makeBench(credentials, options);
  tell(`What is made is called ${bench.run}.`);
  for (const { name, check } of facts) {
    if (signal?.aborted) break;
    const verdict = await judge(check, bench);
    told[verdict.is]++;
    const asRelied = endpointUrl ? 'simulated' : 'confirmed';
    tell(`${name}: ${verdict.is === 'confirmed' ? asRelied : verdict.words}`);
  }
  for (const left of await clear()) {
    told.leftBehind++;
    tell(`left behind: ${left}`);
  }
  return told;
}

type Verdict = { is: 'confirmed' } | { is: 'otherwise' | 'unknown'; words: string };

async function judge(check: Fact['check'], bench: Bench): Promise<Verdict> {
  const unknown = (why: string): Verdict => ({ is: 'unknown', words: `not checkable here: ${why}` });
  if ('notCheckable' in check) return unknown(check.notCheckable);
  if (check.needsZone && !bench.zone) return unknown('it needs --zone-id');
  try {
    const seen = await check.run(bench);
    return seen === undefined ? { is: 'confirmed' } : { is: 'otherwise', words: `otherwise: ${seen}` };
  } catch (error) {
    return unknown(`${(error as Error).name}: ${(error as Error).message}`);
  }
}

/** CloudFront takes its certificates from there, and is itself there. */
const REGION = 'us-east-1';

async function makeBench(credentials: Credentials, { zoneId, endpointUrl, edge, seconds, signal }: RemoteOptions) {
  const config = { region: REGION, credentials, ...(endpointUrl && { endpoint: endpointUrl }) };
  const undos: { name: string; undo: () => Promise<unknown> }[] = [];
  const made = new Map<string, Promise<unknown>>();
  let interrupt = signal;
  const route53 = new Route53Client(config);
  const bench: Bench = {
    acm: new ACMClient(config),
    cloudFront: new CloudFrontClient(config),
    quotas: new ServiceQuotasClient(config),
    ssm: new SSMClient(config),
    states: new SFNClient(config),
    route53,
    run: `fidelity-${randomBytes(3).toString('hex')}`,
    zone: zoneId ? { id: zoneId, name: await nameOfZone(route53, zoneId) } : undefined,
    edge,
    seconds: seconds ?? ((count) => pause(count * 1000, undefined, interrupt && { signal: interrupt })),
    once<T>(name: string, make: () => Promise<T>) {
      const known = made.get(name) ?? make();
      made.set(name, known);
      return known as Promise<T>;
    },
    later: (name, undo) => void undos.push({ name, undo }),
  };
  const clear = () => {
    interrupt = undefined;
    return undo(undos, bench);
  };
  return { bench, clear };
}

async function nameOfZone(route53: Route53Client, Id: string): Promise<string> {
  const { HostedZone } = await route53.send(new GetHostedZoneCommand({ Id }));
  return `${HostedZone?.Name}`.replace(/\.$/, '');
}

/** The last first. Answers what is left behind. */
async function undo(undos: { name: string; undo: () => Promise<unknown> }[], bench: Bench): Promise<string[]> {
  const left: string[] = [];
  for (const { name, undo } of undos.reverse())
    await undo().catch((error: Error) => left.push(`${name} (${error.name}: ${error.message})`));
  for (const client of [bench.acm, bench.cloudFront, bench.quotas, bench.ssm, bench.states, bench.route53])
    client.destroy();
  return left;
}
