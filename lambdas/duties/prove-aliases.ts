/**
 * Proves for several names of a request that they serve its certificate, keeps the evidence, and says what each name's conditions are.
 * Of a name that does not serve the DNS is asked too: what leads elsewhere is its owner's to mend, the rest is ours.
 */
import { type Finding, isTrue } from '../../core/condition.ts';
import { parentOf } from '../../core/domain-name.ts';
import { REASONS } from '../../core/reasons.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { type Judgement, servesFinding } from '../../core/serving.ts';
import type { Acm } from '../clients/acm.ts';
import { lacking } from '../clients/aws.ts';
import type { EdgeClient } from '../clients/edge.ts';
import type { Requests } from '../records/requests.ts';
import { type CnameTools, checkCnamesOf } from './check-cnames.ts';
import { proveServing } from './prove-serving.ts';
import { asConditions, type Findings } from './record-findings.ts';

export interface ProofTools extends CnameTools {
  requests: Requests;
  acm: Acm;
  edge: EdgeClient;
}

/** A name that does not serve, and what was seen instead. */
export interface Unproven {
  alias: string;
  found: string;
}

export interface Proven {
  conditions: FoundCondition[];
  /** Their DNS leads here, and we do not serve them. */
  failed: Unproven[];
  /** Their DNS leads elsewhere, or does not say. */
  misled: Unproven[];
  /** What CloudFront says of the origin where names serve and nothing answers behind them. */
  originProblem: string | undefined;
}

/** `until`: until when a record can be put right. */
export async function proveAliases(
  tools: ProofTools,
  request: CertificateRequest,
  aliases: readonly string[],
  { now, until }: { now: Date; until: string },
): Promise<Proven> {
  const { requestId, prefix, certificateArn } = request;
  const { requests, acm, edge } = tools;
  if (!certificateArn) throw new Error(`request ${requestId} has no certificate to prove`);
  const serial = (await acm.describe(certificateArn))?.serial;
  if (!serial) throw lacking(`the serial of ${certificateArn}`);
  const judgements = await Promise.all(
    aliases.map(
      async (alias): Promise<[string, Judgement]> => [alias, await proveServing(edge, { alias, prefix, serial, now })],
    ),
  );
  const at = now.toISOString();
  const news = judgements.filter(([alias, seen]) => isNews(request, alias, seen));
  await requests.addEvidence(
    requestId,
    news.map(([alias, seen]) => ({ alias, kind: 'serving', at, seen })),
  );
  const dns = await pointingOf(tools, request, judgements, now);
  const unproven = judgements.flatMap(([alias, seen]) => (seen.serves ? [] : [{ alias, found: seen.found }]));
  const leadsHere = ({ alias }: Unproven) => isTrue(dns[alias]);
  const serving = judgements.map(([alias, seen]) => [alias, findingOf(alias, seen, dns[alias], until)] as const);
  return {
    conditions: [...asConditions('dns', dns), ...asConditions('serving', Object.fromEntries(serving))],
    failed: unproven.filter(leadsHere),
    misled: unproven.filter((each) => !leadsHere(each)),
    originProblem: judgements.flatMap(([, seen]) => (seen.serves && seen.originProblem) || [])[0],
  };
}

/** What stays wrong is kept once: of a hundred names, looked at for a fortnight, it would be more than an answer of the API holds. */
function isNews({ conditions }: CertificateRequest, alias: string, seen: Judgement): boolean {
  return seen.serves || conditions[alias]?.serving?.facts.found !== seen.found;
}

/** Of the names that do not serve, and of those that did not point here when they were last asked. */
async function pointingOf(
  tools: ProofTools,
  request: CertificateRequest,
  judgements: readonly [string, Judgement][],
  now: Date,
): Promise<Findings> {
  const doubtful = judgements.flatMap(([alias, { serves }]) => {
    const known = request.conditions[alias]?.dns;
    return serves && (!known || isTrue(known)) ? [] : [alias];
  });
  return doubtful.length === 0 ? {} : checkCnamesOf(tools, request, doubtful, now);
}

/** What the DNS does not say is nobody's fault yet. */
function findingOf(alias: string, judgement: Judgement, pointing: Finding | undefined, until: string): Finding {
  if (judgement.serves) return servesFinding(alias, judgement.proof);
  const { found } = judgement;
  if (!pointing || REASONS[pointing.reason].status !== 'False')
    return { reason: 'DoesNotServe', facts: { alias, found } };
  const { expected = '', zone = parentOf(alias) } = pointing.facts;
  return { reason: 'MisledByDns', facts: { alias, found, expected, zone, until } };
}
