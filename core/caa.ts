/**
 * May Amazon issue for an alias? CAA records as certificate authorities must read them: RFC 8659.
 * The rule kept here: the tree is climbed from the alias upwards and the first name with CAA records decides; a failed lookup on the way is Unknown.
 */
import type { Finding } from './condition.ts';
import { type Answer, type DnsRecord, followCnames, outcomes, recordsOf, says } from './dns.ts';
import { fewFound } from './text.ts';

/** Issuer domain names under which ACM issues. Source: ACM User Guide, "(Optional) Configure a CAA record". */
const ISSUERS = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** Properties that RFC 8659 defines; any other that is marked critical forbids to issue (section 4.5). */
const KNOWN_TAGS = ['issue', 'issuewild', 'iodef'];

/** Bit 0 of the flags octet, the issuer critical flag (RFC 8659 section 4.1). */
const CRITICAL = 128;

/** The names whose CAA records may decide, in the order of the climb: `login.shop.example`, `shop.example`, `example`. */
export function caaNames(alias: string): string[] {
  const labels = alias.replace(/^\*\./, '').split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

export interface CaaCase {
  /** The name to be certified; `*.` in front of a wildcard. */
  alias: string;
  target: string;
  /** CAA answers of `caaNames(alias)`, in that order, as resolvers give them: CNAMEs followed. */
  answers: readonly Answer[];
  /** CAA answer of the CNAME target. */
  ofTarget: Answer;
}

/** One finding of the `caa` condition. */
export function judgeCaa({ alias, target, answers, ofTarget }: CaaCase): Finding {
  for (const answer of asIfPointed(target, answers, ofTarget)) {
    if (!says(answer))
      return { reason: 'CaaUnknown', facts: { alias, found: `${answer.name} CAA: ${outcomes([answer])}` } };
    const records = recordsOf(answer, 'CAA');
    if (records[0]) return judgeSet(alias, records[0].name, records);
  }
  return { reason: 'CaaAllows', facts: { alias, found: 'no CAA records' } };
}

/**
 * A CNAME at the alias makes the target's CAA records those of the alias. Where it does not point there yet, it is judged
 * as if it did: that is how it will be when Amazon looks.
 */
function asIfPointed(target: string, [own, ...above]: readonly Answer[], ofTarget: Answer): Answer[] {
  if (!own) return above;
  const points = !says(own) || followCnames(own.name, own.records).includes(target);
  return [points ? own : ofTarget, ...above];
}

function judgeSet(alias: string, at: string, records: readonly DnsRecord[]): Finding {
  const found = fewFound(records.map(({ value }) => value).sort());
  const properties = records.map(({ value }) => propertyOf(value));
  if (properties.some(({ tag, critical }) => critical && !KNOWN_TAGS.includes(tag))) {
    return { reason: 'CaaCriticalUnknown', facts: { alias, at, found } };
  }
  const issue = properties.filter(({ tag }) => tag === 'issue');
  const issuewild = properties.filter(({ tag }) => tag === 'issuewild');
  const relevant = alias.startsWith('*.') && issuewild.length > 0 ? issuewild : issue;
  const allowed = relevant.length === 0 || relevant.some(({ issuer }) => ISSUERS.includes(issuer));
  return { reason: allowed ? 'CaaAllows' : 'CaaForbids', facts: { alias, at, found } };
}

/** `0 issue "amazon.com; policy=ev"`: parameters after the semicolon belong to the issuer; a value of `;` names nobody. */
function propertyOf(value: string): { critical: boolean; tag: string; issuer: string } {
  const [, flags = '0', tag = '', content = ''] = /^(\d+) (\S*) "(.*)"$/s.exec(value) ?? [];
  const [issuer = ''] = content.split(';', 1);
  return { critical: (Number(flags) & CRITICAL) !== 0, tag: tag.toLowerCase(), issuer: issuer.trim().toLowerCase() };
}
