/**
 * Is the TXT record in place that proves to AWS whose name it is? CloudFront remembers for a while that it was not there, so it is
 * asked only when every name server that answers shows the record: what only some of them show is not there yet.
 */
import type { Finding } from './condition.ts';
import { type Answer, outcomes, recordsOf, says, type Zone } from './dns.ts';
import { holderInWords } from './holder.ts';
import { type OwnershipMove, ownershipRecord, type TxtState } from './move.ts';
import { fewFound } from './text.ts';

export interface OwnershipCase {
  alias: string;
  /** Who holds the name, in words. */
  holder: string;
  distribution: OwnershipMove['distribution'];
  /** Until when we look for the record. */
  until: string;
  zone: Zone;
  /** Each name server's answer to (record name, TXT). */
  authoritative: readonly Answer[];
  /** A resolver's answer to the same, where the name servers lead elsewhere by a CNAME. */
  resolved: Answer | undefined;
  /** Each name server's answer to (record name with the zone's name appended once more, TXT). */
  doubled: readonly Answer[];
}

export interface OwnershipSeen {
  state: TxtState;
  /** Of the `conflict` condition. Facts of every reason: alias, holder, record, value, zone, until. */
  finding: Finding;
}

export function judgeOwnership(seen: OwnershipCase): OwnershipSeen {
  const { alias, distribution, zone, authoritative, doubled } = seen;
  const { name, value } = ownershipRecord(alias, distribution);
  if (!zone.found) return judged(seen, 'unknown', 'OwnershipTxtUnknown', { found: zone.seen });
  const heard = authoritative.filter((answer) => answer.authoritative && says(answer));
  if (heard.length === 0) return judged(seen, 'unknown', 'OwnershipTxtUnknown', { found: outcomes(authoritative) });
  const proofs = heard.map((answer) => textsOf(leadsElsewhere(answer) ? seen.resolved : answer));
  const proving = proofs.filter((texts) => texts.some((text) => proves(text, value)));
  if (proving.length === heard.length) return judged(seen, 'seen', 'OwnershipTxtSeen');
  if (proving.length > 0) return judged(seen, 'spreading', 'OwnershipTxtSpreading');
  const [found] = proofs.filter((texts) => texts.length > 0);
  if (found) return judged(seen, 'wrong', 'OwnershipTxtWrong', { found: fewFound(found) });
  const at = `${name}.${zone.apex}`;
  // Not any text at all: a wildcard has an answer for that name too.
  return doubled.some((answer) => textsOf(answer).some((text) => proves(text, value)))
    ? judged(seen, 'missing', 'OwnershipTxtAtDoubledName', { found: at })
    : judged(seen, 'missing', 'OwnershipTxtMissing');
}

/** The `conflict` finding of a name that AWS Support is asked for. */
export function atSupport(move: OwnershipMove, alias: string, until: string): Finding {
  const { name: record, value } = ownershipRecord(alias, move.distribution);
  const moving = move.aliases[alias];
  if (!moving) throw new Error(`${alias} is no name of ${move.moveId}`);
  const refusal = moving.refusal?.text ?? 'not asked';
  return {
    reason: 'OwnershipAtSupport',
    facts: { alias, holder: holderInWords(moving.holder), record, value, refusal, until },
  };
}

/** True when the record's name is a CNAME: then its TXT stands where that leads. */
export function leadsElsewhere(answer: Answer): boolean {
  return recordsOf(answer, 'CNAME').length > 0 && recordsOf(answer, 'TXT').length === 0;
}

/** The records as lines of a zone file. */
export function ownershipLines(aliases: readonly string[], distribution: OwnershipMove['distribution']): string[] {
  return aliases.map((alias) => {
    const { name, value } = ownershipRecord(alias, distribution);
    return `${name}. 300 IN TXT "${value}"`;
  });
}

function textsOf(answer: Answer | undefined): string[] {
  return answer ? recordsOf(answer, 'TXT').map((record) => record.value) : [];
}

/** One string and nothing else: whether AWS joins several strings of a record is not documented. */
function proves(text: string, value: string): boolean {
  return text.toLowerCase() === `"${value}"`;
}

function judged(
  { alias, holder, distribution, zone, until }: OwnershipCase,
  state: TxtState,
  reason: Extract<Finding['reason'], `OwnershipTxt${string}`>,
  facts: Record<string, string> = {},
): OwnershipSeen {
  const { name: record, value } = ownershipRecord(alias, distribution);
  const apex = zone.found ? zone.apex : alias;
  return { state, finding: { reason, facts: { alias, holder, record, value, zone: apex, until, ...facts } } };
}
