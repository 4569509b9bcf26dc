/**
 * What belongs to nobody any more, found by looking at all that AWS and our table hold under our tags and names. It looks, changes
 * nothing, and is run by on-call: some calls for each hundred things, and one for each that our table does not know.
 */
import { targetSuffix } from '../../core/alias.ts';
import type { DataCenters } from '../../core/data-center.ts';
import { machineOf } from '../../core/execution.ts';
import {
  certificateOrphan,
  distributionOrphan,
  type Orphan,
  type Owner,
  targetOrphan,
  whyOwnerless,
} from '../../core/orphan.ts';
import type { Site } from '../../core/site.ts';
import type { StateMachineName } from '../../core/topology.ts';
import type { Acm } from '../clients/acm.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import type { Route53 } from '../clients/route53.ts';
import type { StepFunctions } from '../clients/step-functions.ts';
import type { Claims } from '../records/claims.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import type { Wait, Waits } from '../records/waits.ts';
import { caseAtAws } from './case-at-aws.ts';

export type MachineArns = Readonly<Record<StateMachineName, string>>;

export interface Searching {
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

export async function findOrphans(searching: Searching): Promise<Orphan[]> {
  const sites = new Map((await searching.sites.list()).map((site) => [site.siteId, site]));
  // One kind after the other: AWS's rates are the account's, and nobody waits for this by the second.
  return [
    ...(await certificates(searching)),
    ...(await distributions(searching, sites)),
    ...(await targets(searching, sites)),
    ...(await claims(searching)),
    ...(await waits(searching)),
  ];
}

async function certificates({ acm, ...searching }: Searching): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const arn of await acm.all()) {
    const requestId = (await searching.requests.ofCertificate(arn)) ?? (await acm.requestOf(arn));
    if (requestId === undefined) continue; // somebody else's
    const why = whyOwnerless(requestId, await ownerOf(searching, requestId));
    if (why) found.push(certificateOrphan(arn, why, (await acm.describe(arn))?.inUseBy ?? []));
  }
  return found;
}

async function distributions({ cloudFront }: Searching, sites: ReadonlyMap<string, Site>): Promise<Orphan[]> {
  const known = new Set([...sites.values()].map(({ distribution }) => distribution?.id));
  const found: Orphan[] = [];
  for (const { arn, ...listed } of await cloudFront.all()) {
    if (known.has(listed.id)) continue;
    const siteId = await cloudFront.siteOf(arn);
    if (siteId !== undefined) found.push(...distributionOrphan({ ...listed, siteId }, sites.get(siteId)));
  }
  return found;
}

async function targets({ route53, dataCenters }: Searching, sites: ReadonlyMap<string, Site>): Promise<Orphan[]> {
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

async function claims(searching: Searching): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const { alias, requestId } of await searching.claims.all()) {
    const why = whyOwnerless(requestId, await ownerOf(searching, requestId));
    if (why) found.push({ kind: 'claim', id: alias, why, safe: true });
  }
  return found;
}

async function waits({ waits: all, stepFunctions, machineArns }: Searching): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const wait of await all.parked()) {
    const machine = machineOf(wait.execution);
    const arn = machine && machineArns[machine];
    if (arn === undefined || (await stepFunctions.isRunning(arn, wait.execution))) continue;
    found.push({ kind: 'wait', id: waitId(wait), why: `Its execution ${wait.execution} does not run.`, safe: true });
  }
  return found;
}

/** As a wait is called among the orphans. */
export function waitId({ execution, name }: Wait): string {
  return `${execution}#${name}`;
}

async function ownerOf({ requests, moves }: Pick<Searching, 'requests' | 'moves'>, requestId: string): Promise<Owner> {
  const request = await requests.find(requestId);
  return request && { ...request, isAtSupport: (await caseAtAws(moves, request)) !== undefined };
}
