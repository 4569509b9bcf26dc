/**
 * What belongs to nobody any more, found by looking at all that AWS and our table hold under our tags and names, and where the DNS of
 * names leads that nobody serves. It looks, changes nothing, and is run by on-call: some calls for each hundred things, one for each
 * that our table does not know, and one for each site.
 */
import { cnameTarget, targetSuffix } from '../../core/alias.ts';
import type { DataCenters } from '../../core/data-center.ts';
import { machineOf } from '../../core/execution.ts';
import {
  certificateOrphan,
  distributionOrphan,
  leftNames,
  nameOrphan,
  ORPHAN_KINDS,
  type Orphan,
  type OrphanKind,
  type Owner,
  targetOrphan,
  whyOwnerless,
} from '../../core/orphan.ts';
import { leadsHere } from '../../core/retirement.ts';
import type { Site } from '../../core/site.ts';
import type { Acm } from '../clients/acm.ts';
import type { Env } from '../clients/aws.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import { dnsFrom } from '../clients/network.ts';
import type { Route53 } from '../clients/route53.ts';
import type { MachineArns, StepFunctions } from '../clients/step-functions.ts';
import type { Claims } from '../records/claims.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import type { Wait, Waits } from '../records/waits.ts';
import { namesInMove } from './case-at-aws.ts';

export interface OrphanTools {
  env: Env;
  acm: Acm;
  cloudFront: CloudFront;
  route53: Route53;
  stepFunctions: StepFunctions;
  machineArns: MachineArns;
  dataCenters: DataCenters;
  sites: Sites;
  requests: Requests;
  moves: Moves;
  claims: Claims;
  waits: Waits;
}

/**
 * Names that are looked up in one search, those of the newest requests. The API has 29 s: the client asks a resolver 200 questions at
 * once (lambdas/clients/dns.ts), each for 2 s twice at most, so that names whose servers do not answer take 12 s.
 */
const MOST_NAMES = 500;

/** Why what belongs to a request is an orphan; undefined of what is none. */
type WhyOrphaned = (requestId: string) => Promise<string | undefined>;

interface Known {
  sites: ReadonlyMap<string, Site>;
  /** A request has a certificate and a claim for each name: it is read once. */
  whyOrphaned: WhyOrphaned;
}

type Search = (tools: OrphanTools, known: Known) => Promise<Orphan[]>;

const SEARCHES: Readonly<Record<OrphanKind, Search>> = {
  certificate: certificates,
  distribution: distributions,
  target: targets,
  claim: claims,
  wait: waits,
  name: names,
};

/** Of these kinds, or of all. */
export async function findOrphans(tools: OrphanTools, kinds: readonly OrphanKind[] = ORPHAN_KINDS): Promise<Orphan[]> {
  const known: Known = {
    sites: new Map((await tools.sites.list()).map((site) => [site.siteId, site])),
    whyOrphaned: once(async (requestId) => whyOwnerless(requestId, await ownerOf(tools, requestId))),
  };
  const found: Orphan[] = [];
  // One kind after the other: AWS's rates are the account's, and nobody waits for this by the second.
  for (const kind of kinds) found.push(...(await SEARCHES[kind](tools, known)));
  return found;
}

async function certificates({ acm, requests }: OrphanTools, { whyOrphaned }: Known): Promise<Orphan[]> {
  const noted = await read(await acm.all(), async (arn) => ({ arn, requestId: await requests.ofCertificate(arn) }));
  const ours: { arn: string; requestId: string }[] = [];
  for (const { arn, requestId } of noted) {
    const owner = requestId ?? (await acm.requestOf(arn));
    if (owner !== undefined) ours.push({ arn, requestId: owner }); // else somebody else's
  }
  const found: Orphan[] = [];
  for (const { arn, why } of await read(ours, async (one) => ({ ...one, why: await whyOrphaned(one.requestId) })))
    if (why) found.push(certificateOrphan(arn, why, (await acm.describe(arn))?.inUseBy ?? []));
  return found;
}

async function distributions({ cloudFront }: OrphanTools, { sites }: Known): Promise<Orphan[]> {
  const known = new Set([...sites.values()].map(({ distribution }) => distribution?.id));
  const found: Orphan[] = [];
  for (const { arn, ...listed } of await cloudFront.all()) {
    if (known.has(listed.id)) continue;
    const siteId = await cloudFront.siteOf(arn);
    if (siteId !== undefined) found.push(...distributionOrphan({ ...listed, siteId }, sites.get(siteId)));
  }
  return found;
}

async function targets({ route53, dataCenters }: OrphanTools, { sites }: Known): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const { host, zoneId } of Object.values(dataCenters)) {
    const suffix = targetSuffix(host);
    for (const name of await route53.cnames(zoneId)) {
      const siteId = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
      if (siteId !== '' && !siteId.includes('.')) found.push(...targetOrphan(name, siteId, sites.get(siteId)));
    }
  }
  return found;
}

async function claims(tools: OrphanTools, { whyOrphaned }: Known): Promise<Orphan[]> {
  const found = await read(await tools.claims.all(), async ({ alias, requestId }): Promise<Orphan[]> => {
    const why = await whyOrphaned(requestId);
    return why ? [{ kind: 'claim', id: alias, why, safe: true }] : [];
  });
  return found.flat();
}

/** Each site has its waits, for years: whose executions run is asked of each machine, and one by one only of those that it does not list. */
async function waits({ waits: all, stepFunctions, machineArns }: OrphanTools): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const [machine, parked] of Map.groupBy(await all.parked(), ({ execution }) => machineOf(execution))) {
    if (machine === undefined) continue; // of a newer version
    const arn = machineArns[machine];
    const running = await stepFunctions.running(arn);
    for (const wait of parked) {
      if (running.has(wait.execution) || (await stepFunctions.isRunning(arn, wait.execution))) continue;
      found.push({ kind: 'wait', id: waitId(wait), why: `Its execution ${wait.execution} does not run.`, safe: true });
    }
  }
  return found;
}

async function names(tools: OrphanTools, { sites }: Known): Promise<Orphan[]> {
  const { cloudFront, requests, dataCenters, env } = tools;
  const served = new Set((await cloudFront.all()).flatMap(({ aliases }) => aliases));
  const ofSites = await read([...sites.values()], async (site) =>
    leftNames(await requests.list(site.siteId)).map((name) => ({ ...name, site })),
  );
  const left = ofSites.flat().filter(({ alias }) => !served.has(alias));
  const newest = left.sort((a, b) => b.requestedAt.localeCompare(a.requestedAt)).slice(0, MOST_NAMES);
  const dns = dnsFrom(env);
  const found = await Promise.all(
    newest.map(async ({ alias, site: { siteId, dataCenter, distribution } }) => {
      const target = cnameTarget(siteId, dataCenters[dataCenter].host);
      const places = [target, ...(distribution ? [distribution.domainName] : [])];
      const seen = { authoritative: [], resolved: await dns.resolve(alias, 'A') };
      return leadsHere(alias, places, seen) === 'here' ? [nameOrphan(alias, siteId, target)] : [];
    }),
  );
  return found.flat();
}

/** As a wait is called among the orphans. */
export function waitId({ execution, name }: Wait): string {
  return `${execution}#${name}`;
}

/** What our table says of each: so many at once that thousands fit into the API's 29 s, and so few that no other call waits for it. */
const READS_AT_ONCE = 20;

async function read<One, Told>(all: readonly One[], tell: (one: One) => Promise<Told>): Promise<Told[]> {
  const told: Told[] = [];
  for (let from = 0; from < all.length; from += READS_AT_ONCE)
    told.push(...(await Promise.all(all.slice(from, from + READS_AT_ONCE).map(tell))));
  return told;
}

/** Asks of each id once, however many ask at the same time. */
function once(ask: WhyOrphaned): WhyOrphaned {
  const asked = new Map<string, ReturnType<WhyOrphaned>>();
  return (requestId) => {
    const answer = asked.get(requestId) ?? ask(requestId);
    asked.set(requestId, answer);
    return answer;
  };
}

async function ownerOf(
  { requests, moves }: Pick<OrphanTools, 'requests' | 'moves'>,
  requestId: string,
): Promise<Owner> {
  const request = await requests.find(requestId);
  return request && { ...request, isMoving: (await namesInMove(moves, request)).length > 0 };
}
