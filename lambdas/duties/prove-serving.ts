/**
 * The proof that a name serves: a handshake that shows this very certificate, by a chain that we verify ourselves, and an
 * HTTPS answer that came through CloudFront. What is not proven says what was seen instead.
 */
import { isFirstParty, type Judgement, judgeHandshake, originProblem, responseProblem } from '../../core/serving.ts';
import type { EdgeClient } from '../clients/edge.ts';

export interface Expected {
  alias: string;
  /** The prefix less its dot: what stands before the trusted domain. */
  prefix: string;
  /** Of the certificate that must be shown: lower-case hexadecimal, as ACM tells it. */
  serial: string;
  /** SHA-256 fingerprint of one that was proven before: edges show it for up to 24 hours after a renewal. */
  servedBefore?: string;
  now: Date;
}

export async function proveServing(edge: EdgeClient, expected: Expected): Promise<Judgement> {
  const { alias, prefix, serial, servedBefore, now } = expected;
  const { tls, http } = await edge.visit(alias, '/');
  if (tls.problem) return notServing(tls.problem);
  const judgement = judgeHandshake({ alias, chain: tls.chain, anchors: edge.anchors, now });
  if (!judgement.serves) return judgement;
  const shown = judgement.proof.serial.replaceAll(':', '').toLowerCase();
  if (bare(shown) !== bare(serial) && judgement.proof.fingerprint256 !== servedBefore)
    return notServing(`another certificate (serial ${shown}) is shown`);
  const late = 'problem' in http && http.late ? http.problem : undefined;
  const answered = 'problem' in http ? http.problem : responseProblem(http);
  if (answered && !late) return notServing(answered);
  if (!isFirstParty(alias, alias.slice(prefix.length + 1)))
    return notServing('browsers do not count it as first party');
  // The handshake is CloudFront's and proves the name; what keeps a client waiting after it is the origin.
  const problem = 'problem' in http ? late : originProblem(http);
  return { ...judgement, ...(problem && { originProblem: problem }) };
}

function notServing(found: string): Judgement {
  return { serves: false, found };
}

/** Serials are integers: leading zeros mean nothing. */
function bare(serial: string): string {
  return serial.replace(/^0+/, '');
}
