/** One look at all names of a request that serves: their DNS, CAA, the mail route of the renewal, and a handshake with each. */
import { type Finding, isTrue } from '../../core/condition.ts';
import { parentOf } from '../../core/domain-name.ts';
import { REASONS } from '../../core/reasons.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { type Judgement, servesFinding } from '../../core/serving.ts';
import type { Acm } from '../clients/acm.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import type { EdgeClient } from '../clients/edge.ts';
import { type CnameTools, checkCnamesOf } from './check-cnames.ts';
import { distributionOf } from './distribution-of.ts';
import { proveServing } from './prove-serving.ts';
import { asConditions, type Findings } from './record-findings.ts';
import { seeThreats } from './see-threats.ts';

export interface HealthTools extends CnameTools {
  acm: Acm;
  cloudFront: CloudFront;
  edge: EdgeClient;
}

/** What each name is found to be. A name whose handshake tells nothing has no `serving` among them. */
export async function seeHealth(
  tools: HealthTools,
  request: CertificateRequest & { certificateArn: string },
  now: Date,
): Promise<FoundCondition[]> {
  const certificate = await tools.acm.describe(request.certificateArn);
  const notAfter = certificate?.notAfter ?? request.notAfter ?? now.toISOString();
  const [dns, threats] = await Promise.all([
    checkCnamesOf(tools, request, request.aliases, now),
    seeThreats(tools.dns, request, notAfter, now),
  ]);
  const seen = await handshakes(tools, request, certificate?.serial ?? '', now);
  return [...asConditions('dns', dns), ...threats, ...asConditions('serving', servingOf(request, seen, dns))];
}

/** By alias; undefined where neither resolver has answered: that is our trouble, or at least nothing that we know. */
type Handshakes = Readonly<Record<string, Judgement | undefined>>;

async function handshakes(
  tools: HealthTools,
  request: CertificateRequest,
  serial: string,
  now: Date,
): Promise<Handshakes> {
  const { aliases } = request;
  const first = await handshakesWith(tools, request, aliases, serial, now);
  const others = aliases.filter((alias) => first[alias]?.serves === false);
  if (others.length === 0) return first;
  // A certificate that takes the place of this one serves as well: what counts is what is on the distribution.
  const { certificateArn } = await tools.cloudFront.served((await distributionOf(tools.sites, request.siteId)).id);
  if (certificateArn === null || certificateArn === request.certificateArn) return first;
  const present = (await tools.acm.describe(certificateArn))?.serial ?? '';
  return { ...first, ...(await handshakesWith(tools, request, others, present, now)) };
}

async function handshakesWith(
  { dns, edge }: HealthTools,
  { prefix, conditions }: CertificateRequest,
  aliases: readonly string[],
  serial: string,
  now: Date,
): Promise<Handshakes> {
  const seen = await Promise.all(
    aliases.map(async (alias): Promise<[string, Judgement | undefined]> => {
      const { outcome } = await dns.lookup(alias, 'A');
      if (outcome === 'TIMEOUT' || outcome === 'MALFORMED') return [alias, undefined];
      const servedBefore = conditions[alias]?.serving?.facts.fingerprint;
      return [alias, await proveServing(edge, { alias, prefix, serial, now, ...(servedBefore && { servedBefore }) })];
    }),
  );
  return Object.fromEntries(seen);
}

function servingOf(request: CertificateRequest, seen: Handshakes, dns: Findings): Findings {
  const findings = Object.entries(seen).flatMap(([alias, judgement]): [string, Finding][] => {
    if (!judgement) return [];
    const finding = judgement.serves
      ? servesFinding(alias, judgement.proof)
      : lostFinding(request, alias, judgement.found, dns[alias]);
    return finding ? [[alias, finding]] : [];
  });
  return Object.fromEntries(findings);
}

/** `found`: by the handshake. Undefined where the DNS is right again, and only caches have to forget. */
function lostFinding(
  { conditions, target }: CertificateRequest,
  alias: string,
  found: string,
  pointing: Finding | undefined,
): Finding | undefined {
  // What it served last: still right when the name comes back.
  const fingerprint = conditions[alias]?.serving?.facts.fingerprint;
  const facts = { ...(fingerprint !== undefined && { fingerprint }), alias, found };
  if (isTrue(pointing)) return { reason: 'ServingLost', facts };
  if (pointing?.reason === 'CnameNotPropagated') return undefined;
  const zone = pointing?.facts.zone ?? parentOf(alias);
  if (pointing && REASONS[pointing.reason].status === 'Unknown')
    return { reason: 'ServingLostInDns', facts: { ...facts, zone } };
  return { reason: 'ServingLostByDns', facts: { ...facts, zone, expected: target } };
}
