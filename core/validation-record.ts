/**
 * Is the CNAME that validates a name by DNS in place? AWS looks by itself; we look too, so that a slip is told within minutes
 * and not after 72 hours. The rule kept here: only ACM's own word makes a name validated, what we see is advice.
 */
import type { Finding } from './condition.ts';
import { type Answer, followCnames, outcomes, says, type Zone } from './dns.ts';
import { parentOf } from './domain-name.ts';
import { REASONS } from './reasons.ts';
import type { RequestFields } from './request.ts';

/** The record as ACM names it, without trailing dots. It stays the same per name and account: acm user guide, dns-validation. */
export interface ValidationRecord {
  name: string;
  type: 'CNAME';
  value: string;
}

/** CNAMEs that ACM follows from the record's name to its value: acm user guide, dns-validation. */
export const MAX_HOPS = 5;

export interface RecordCase {
  alias: string;
  record: ValidationRecord;
  /** The site's CNAME target, of a name that is to lead there: a certificate may name others still. */
  target?: string;
  /** Until when AWS looks. */
  until: string;
  zone: Zone;
  /** Each name server's answer to (record name, CNAME). */
  authoritative: readonly Answer[];
  /** Where the record leads beyond its own zone. */
  beyond: Beyond;
  /** Each name server's answer to (record name with the zone's name appended once more, CNAME). */
  doubled: readonly Answer[];
  /** Each name server's answer to (the record's label beside the alias, CNAME), asked where the record does not lead to the value. */
  beside: readonly Answer[];
}

/** ACM's label is another one for each name: nobody has a record there, and only a wildcard answers. */
export function besideOf(alias: string, { name }: ValidationRecord): string {
  return `${name.slice(0, name.indexOf('.'))}.${parentOf(alias)}`;
}

export interface Beyond {
  /** Nearest first; empty when the record leads to the value at once, or nowhere. */
  path: readonly string[];
  /** The answer that tells nothing of the last of them: what it leads to is not known. */
  unheard?: Answer;
}

/** One finding of the `approval` condition. Facts of every reason: alias, record, value, zone, until. */
export function judgeRecord(seen: RecordCase): Finding {
  const { alias, record, zone, authoritative, beyond, doubled, beside } = seen;
  const heard = authoritative.filter((answer) => answer.authoritative && says(answer));
  if (!zone.found) return finding(seen, 'RecordUnknown', { found: zone.seen });
  if (heard.length === 0) return finding(seen, 'RecordUnknown', { found: outcomes(authoritative) });
  const targets = heard.map((answer) => targetOf(answer, record.name));
  if (new Set(targets).size > 1) return finding(seen, 'RecordSpreading');
  const [target] = targets;
  if (target === undefined) {
    const at = `${record.name}.${zone.apex}`;
    // Not any record at all: a wildcard has an answer for that name too.
    return doubled.some((answer) => targetOf(answer, at)?.startsWith(record.value))
      ? finding(seen, 'RecordAtDoubledName', { found: at })
      : finding(seen, 'RecordMissing');
  }
  const path = [target, ...beyond.path].slice(0, MAX_HOPS);
  const found = path.join(' → ');
  if (path.includes(record.value)) return finding(seen, 'RecordSeen');
  if (beside.some((answer) => targetOf(answer, besideOf(alias, record)) === target)) {
    // It answers for the alias as well, and so keeps it on the air until something stands below it.
    if (seen.target !== undefined && path.includes(seen.target))
      return finding(seen, 'RecordUnderWildcard', { expected: seen.target });
    // Where it may lead to the target nobody is asked for the record alone.
    if (seen.target === undefined || !beyond.unheard) return finding(seen, 'RecordMissing');
  }
  if (beyond.unheard) return finding(seen, 'RecordUnknown', { found: `${found}: ${outcomes([beyond.unheard])}` });
  return finding(seen, 'RecordWrong', { found });
}

/** Whom a request waits for while these are the findings of its names that AWS has not validated yet. */
export function whoActs(findings: readonly Finding[]): Pick<RequestFields, 'status' | 'waitingOn'> {
  const open = findings.some(({ reason }) => REASONS[reason].actor === 'customer DNS');
  return open ? { status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' } : { status: 'PENDING', waitingOn: 'AWS' };
}

/** What a name's CNAME points to by that answer. */
export function targetOf(answer: Answer, name: string): string | undefined {
  return followCnames(name, answer.records)[0];
}

/** The records as lines of a zone file. */
export function recordLines(records: readonly ValidationRecord[]): string[] {
  return records.map(({ name, type, value }) => `${name}. 300 IN ${type} ${value}.`);
}

function finding(
  { alias, record, zone, until }: RecordCase,
  reason: Extract<Finding['reason'], `Record${string}`>,
  facts: Record<string, string> = {},
): Finding {
  const apex = zone.found ? zone.apex : alias;
  return { reason, facts: { alias, record: record.name, value: record.value, zone: apex, until, ...facts } };
}
