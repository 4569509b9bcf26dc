/**
 * Does an alias point at its site's CNAME target, and if not, what exactly is wrong?
 * The rule kept here: only what an authoritative server said is called wrong; whatever could not be learned is Unknown.
 */
import { isIPv6 } from 'node:net';
import type { Facts, Finding } from './condition.ts';
import { type Answer, followCnames, outcomes, type RecordType, recordsOf, says, type Zone } from './dns.ts';
import { isWithin, parentOf, registrableDomain } from './domain-name.ts';
import { isNearMiss } from './near-miss.ts';
import { proxyOf } from './proxy.ts';
import type { ReasonCode } from './reasons.ts';
import { fewFound } from './text.ts';

/** All that was seen of one alias. */
export interface CnameCase {
  alias: string;
  /** This site's CNAME target. */
  target: string;
  /** The end of every site's target: `.sslproxy.us1.gigya.com`. */
  targetSuffix: string;
  /** A label that nobody has a record for: tells a wildcard's answer from a record. */
  randomLabel: string;
  now: Date;
  /** The zone that holds the alias, looked for from its parent name upwards. */
  zone: Zone;
  /** Each name server's answer to (alias, A): the one question that shows a CNAME as well as an address. */
  authoritative: readonly Answer[];
  /** Each resolver's answer to (alias, A): what caches hold, and where the chain leads. */
  resolvers: readonly Answer[];
  /** The answers to `furtherLookups`, all that were asked so far. */
  further: readonly Answer[];
}

export interface Lookup {
  from: 'authoritative' | 'resolvers';
  name: string;
  type: RecordType;
}

/**
 * CNAMEs in a row that every resolver follows. Unbound gave up after 8 until 2021 (its issue 438; 11 since then, as BIND), and
 * the last of them is ours: from the target to CloudFront.
 */
export const MAX_CNAMES = 8;

/** What the case still lacks for a diagnosis, to be asked in parallel; empty when it lacks nothing. A right CNAME lacks nothing. */
export function furtherLookups(seen: CnameCase): Lookup[] {
  const lookups: Lookup[] = [];
  decide(seen, (lookup) => {
    const answers = answersTo(seen, lookup);
    if (answers.length === 0) lookups.push(lookup);
    return answers;
  });
  return lookups;
}

/** One finding of the `dns` condition. Facts of every reason: alias, expected, zone; and found, where that is not as expected. */
export function diagnoseCname(seen: CnameCase): Finding {
  return decide(seen, (lookup) => answersTo(seen, lookup));
}

/** The answers to a lookup, none when it was not made yet. */
type Ask = (lookup: Lookup) => readonly Answer[];

function answersTo({ further }: CnameCase, { name, type }: Lookup): Answer[] {
  return further.filter((answer) => answer.name === name && answer.type === type);
}

function decide(seen: CnameCase, ask: Ask): Finding {
  const { alias, zone, authoritative } = seen;
  if (!zone.found) {
    if (zone.outcome === 'NXDOMAIN') return finding(seen, 'DomainNotDelegated', { found: zone.seen });
    return finding(seen, 'DnsUnreachable', { found: zone.seen });
  }
  if (authoritative.some(({ referral }) => referral?.zone === alias)) return apexFinding(seen);
  const heard = authoritative.filter((answer) => answer.authoritative && says(answer));
  const [view, ...others] = heard.map((answer) => viewOf(answer, alias));
  if (!view) return unheard(seen);
  if (others.some((other) => other.shape !== view.shape)) {
    return finding(seen, 'ServersDisagree', {
      found: heard.map((answer) => `${answer.server}: ${viewOf(answer, alias).words}`).join('; '),
    });
  }
  if (view.to !== undefined) return judgeCname(seen, ask, view.to);
  const addresses = addressesOf(heard, 'A');
  return addresses.length > 0 ? judgeAddresses(seen, ask, addresses) : judgeAbsence(seen, ask, heard);
}

/** What one answer shows at the alias. Servers agree when the shapes do: addresses may rotate. */
function viewOf(answer: Answer, alias: string): { shape: string; words: string; to?: string } {
  const [to] = followCnames(alias, answer.records);
  if (to !== undefined) return { shape: `CNAME ${to}`, words: `CNAME ${to}`, to };
  const addresses = addressesOf([answer], answer.type);
  return addresses.length > 0
    ? { shape: 'addresses', words: fewFound(addresses) }
    : { shape: 'none', words: 'no record' };
}

/** No server spoke for the zone: either they say that it is not theirs, or they say nothing of use. */
function unheard(seen: CnameCase): Finding {
  const found = seen.authoritative
    .map((answer) => `${outcomes([answer])}${says(answer) ? ' without authority' : ''}`)
    .join(', ');
  const lame = seen.authoritative.some(({ outcome }) =>
    ['NOERROR', 'NXDOMAIN', 'REFUSED', 'NOTAUTH'].includes(outcome),
  );
  return finding(seen, lame ? 'LameDelegation' : 'DnsUnreachable', { found });
}

function judgeCname(seen: CnameCase, ask: Ask, to: string): Finding {
  const { alias, target } = seen;
  const chain = walk(seen, ask, to);
  if (chain.end === 'target') return judgeCaches(seen, ask);
  const path = chain.names.join(' → ');
  if (chain.end === 'loop') return finding(seen, 'CnameLoop', { found: `${alias} → ${path}` });
  if (chain.end === 'long')
    return finding(seen, 'CnameChainTooLong', { found: `${alias} → ${path} → …`, limit: String(MAX_CNAMES) });
  const sibling = ask({ from: 'authoritative', name: siblingOf(seen), type: 'A' });
  if (sibling.some((answer) => followCnames(siblingOf(seen), answer.records)[0] === to)) {
    return finding(seen, 'WildcardAnswer', { found: `CNAME ${to}` });
  }
  const misspelt = chain.names
    .map((name) => slip(seen, name, chain.end === 'nothing' && name === chain.names.at(-1)))
    .find((each) => each !== undefined);
  if (misspelt) return finding(seen, misspelt.reason, { found: misspelt.name });
  if (chain.end === 'unknown') {
    const last = chain.names.at(-1) ?? target;
    return finding(seen, 'DnsUnreachable', {
      found: `${path}: ${chain.trouble}`,
      zone: registrableDomain(last) ?? last,
    });
  }
  return finding(seen, 'CnameWrongTarget', { found: path });
}

interface Chain {
  /** The names that the alias leads to, nearest first. */
  names: string[];
  /** `nothing`: the last name does not exist; `elsewhere`: it does and has no CNAME; `unknown`: it could not be looked up. */
  end: 'target' | 'loop' | 'long' | 'nothing' | 'elsewhere' | 'unknown';
  /** What the lookup of the last name met, when `unknown`. */
  trouble: string;
}

/** Follows the chain from `to` by all that was seen; where that ends, asks on. */
function walk(seen: CnameCase, ask: Ask, to: string): Chain {
  const { alias, target } = seen;
  const names: string[] = [];
  const chain = (end: Chain['end'], trouble = ''): Chain => ({ names, end, trouble });
  for (let name = to; ; ) {
    const again = name === alias || names.includes(name);
    names.push(name);
    if (again) return chain('loop');
    // The last CNAME, from the target to CloudFront, needs a place in the row too.
    if (names.length > MAX_CNAMES - 1) return chain('long');
    if (name === target) return chain('target');
    const step = stepFrom(seen, ask, name);
    if (step.to === undefined) return chain(step.end, step.trouble);
    name = step.to;
  }
}

type Step = { to: string } | { to?: never; end: 'nothing' | 'elsewhere' | 'unknown'; trouble?: string };

function stepFrom(seen: CnameCase, ask: Ask, name: string): Step {
  // Of the zone's own names its servers' word goes first: caches may remember an older one.
  const own =
    seen.zone.found && isWithin(seen.zone.apex, name)
      ? seen.authoritative.filter(({ authoritative }) => authoritative)
      : [];
  const gone = own.filter(({ outcome }) => outcome === 'NXDOMAIN'); // not where a zone below has it: there they refer
  const told = nextOf(name, own) ?? addressAt(name, own) ?? endAt(name, gone);
  const known = told ?? nextOf(name, [...seen.resolvers, ...seen.further]) ?? endAt(name, seen.resolvers);
  if (known) return known;
  const answers = ask({ from: 'resolvers', name, type: 'A' });
  const answered = endAt(name, answers);
  if (answered || answers.length === 0) return answered ?? { end: 'unknown' };
  // A resolver that follows a chain into trouble says SERVFAIL; asked for the CNAME alone, it says how far the chain is whole.
  const alone = ask({ from: 'resolvers', name, type: 'CNAME' });
  return nextOf(name, alone) ?? endAt(name, alone) ?? { end: 'unknown', trouble: outcomes(alone) };
}

function nextOf(name: string, answers: readonly Answer[]): Step | undefined {
  const [to] = followCnames(
    name,
    answers.flatMap(({ records }) => records.filter((record) => record.name === name)),
  );
  return to === undefined ? undefined : { to };
}

/** An address, for servers leave out what a zone below theirs has at the name. */
function addressAt(name: string, answers: readonly Answer[]): Step | undefined {
  const found = answers.some(({ records }) => records.some((record) => record.name === name && record.type === 'A'));
  return found ? { end: 'elsewhere' } : undefined;
}

/** An answer that ends at the name says that it leads no further. */
function endAt(name: string, answers: readonly Answer[]): Step | undefined {
  const last = answers.find(
    (answer) => says(answer) && (followCnames(answer.name, answer.records).at(-1) ?? answer.name) === name,
  );
  return last && { end: last.outcome === 'NXDOMAIN' ? 'nothing' : 'elsewhere' };
}

/** Which slip explains a name that should have been the target? */
function slip(seen: CnameCase, name: string, ghost: boolean): { reason: ReasonCode; name: string } | undefined {
  const { alias, target, targetSuffix } = seen;
  if (name.startsWith(`${target}.`) && `.${alias}`.endsWith(name.slice(target.length)))
    return { reason: 'CnameDoubledSuffix', name };
  const near = isNearMiss(name, target);
  // Another site's target exists; a name of that form that does not exist is nobody's.
  if (name.endsWith(targetSuffix) && !(near && ghost)) return { reason: 'CnameOtherSite', name };
  return near ? { reason: 'CnameTypo', name } : undefined;
}

/** The record is right at its servers: do the caches know yet? */
function judgeCaches(seen: CnameCase, ask: Ask): Finding {
  const { alias, resolvers } = seen;
  const shown = resolvers.filter(says);
  if (shown.length > 0) return judgeShown(seen, shown);
  // Asked for the CNAME alone, resolvers do not follow it: trouble beyond the target is not the customer's.
  const alone = ask({ from: 'resolvers', name: alias, type: 'CNAME' });
  const aloneShown = alone.filter(says);
  if (aloneShown.length > 0) return judgeShown(seen, aloneShown);
  const replies = alone.filter(({ outcome }) => outcome !== 'TIMEOUT' && outcome !== 'MALFORMED');
  const bogus = replies.length > 0 && replies.every(({ outcome }) => outcome === 'SERVFAIL');
  return finding(seen, bogus ? 'DnssecBogus' : 'DnsUnreachable', { found: outcomes(bogus ? alone : resolvers) });
}

function judgeShown(seen: CnameCase, shown: readonly Answer[]): Finding {
  const stale = shown.filter((answer) => isStale(seen, answer));
  if (stale.length === 0) return finding(seen, 'CnameCorrect');
  const found = [...new Set(stale.map((answer) => staleWords(seen, answer)))].join('; ');
  return finding(seen, 'CnameNotPropagated', { found, until: forgottenAt(seen.now, stale) });
}

/** Does a resolver still show another answer than the name servers? */
function isStale({ alias, target, authoritative }: CnameCase, answer: Answer): boolean {
  const path = followCnames(alias, answer.records);
  if (path.includes(target)) return false;
  const first = authoritative.map(({ records }) => followCnames(alias, records)[0]).find((name) => name !== undefined);
  return answer.type === 'A' || path[0] !== first;
}

/** All the way, where it parts from the right one behind the first name only. */
function staleWords({ alias, authoritative }: CnameCase, answer: Answer): string {
  const path = followCnames(alias, answer.records);
  const isFirstRight = authoritative.some(({ records }) => followCnames(alias, records)[0] === path[0]);
  return path.length > 0 && isFirstRight ? `CNAME ${path.join(' → ')}` : viewOf(answer, alias).words;
}

/** When the last cache has forgotten, rounded up to the minute so that the same finding stays the same from look to look. */
function forgottenAt(now: Date, stale: readonly Answer[]): string {
  const ttls = stale.flatMap(({ records, negative }) =>
    records.length > 0 ? records.map(({ ttl }) => ttl) : [negative?.ttl ?? 0],
  );
  const minute = 60_000;
  return new Date(Math.ceil((now.getTime() + Math.max(...ttls) * 1000) / minute) * minute).toISOString();
}

function judgeAddresses(seen: CnameCase, ask: Ask, addresses: readonly string[]): Finding {
  const type = addresses.some(isIPv6) ? 'AAAA' : 'A';
  const apex = isApex(seen, ask);
  const sibling = addressesOf(ask({ from: 'authoritative', name: siblingOf(seen), type }), type);
  const targets = addressesOf(ask({ from: 'resolvers', name: seen.target, type }), type);
  const list = fewFound(addresses);
  if (apex) return apexFinding(seen);
  if (sibling.some((address) => addresses.includes(address))) return finding(seen, 'WildcardAnswer', { found: list });
  const proxy = addresses.map(proxyOf).find((each) => each !== undefined);
  if (proxy) return finding(seen, 'CnameFlattened', { found: `${list}: ${proxy}` });
  if (addresses.some((address) => targets.includes(address))) {
    return finding(seen, 'CnameFlattened', {
      found: `${list}: those of ${seen.target} itself, by an ALIAS or ANAME record`,
    });
  }
  return finding(seen, 'AddressInsteadOfCname', { found: list });
}

function judgeAbsence(seen: CnameCase, ask: Ask, heard: readonly Answer[]): Finding {
  const { alias, target, zone } = seen;
  // NXDOMAIN is for all types; only a name that exists can be an apex, or have IPv6 addresses alone.
  const exists = heard.some(({ outcome }) => outcome === 'NOERROR');
  const apex = exists && isApex(seen, ask);
  const addresses = exists ? addressesOf(ask({ from: 'authoritative', name: alias, type: 'AAAA' }), 'AAAA') : [];
  const doubled = zone.found ? `${alias}.${zone.apex}` : alias;
  const atDoubled = doubled.length > 253 ? [] : ask({ from: 'authoritative', name: doubled, type: 'A' });
  if (apex) return apexFinding(seen);
  if (addresses.length > 0) return judgeAddresses(seen, ask, addresses);
  if (atDoubled.some((answer) => followCnames(doubled, answer.records)[0]?.startsWith(target))) {
    return finding(seen, 'CnameAtDoubledName', { found: doubled });
  }
  return finding(seen, 'CnameMissing', { found: 'no record' });
}

/** A name server may hold the zone above and the alias's own: then only the SOA tells. */
function isApex({ alias }: CnameCase, ask: Ask): boolean {
  return ask({ from: 'resolvers', name: alias, type: 'SOA' }).some((answer) =>
    recordsOf(answer, 'SOA').some(({ name }) => name === alias),
  );
}

function apexFinding(seen: CnameCase): Finding {
  return finding(seen, 'AliasIsApex', { zone: seen.alias, found: 'a zone of its own' });
}

function siblingOf({ alias, randomLabel }: CnameCase): string {
  return `${randomLabel}.${parentOf(alias)}`;
}

/** Sorted, so that servers that rotate them do not make the same finding look new. */
function addressesOf(answers: readonly Answer[], type: RecordType): string[] {
  const values = answers.flatMap((answer) => recordsOf(answer, type).map(({ value }) => value));
  return [...new Set(values)].sort();
}

function finding({ alias, target, zone }: CnameCase, reason: ReasonCode, facts: Facts = {}): Finding {
  const apex = zone.found ? zone.apex : (registrableDomain(alias) ?? parentOf(alias));
  return { reason, facts: { alias, expected: target, zone: apex, ...facts } };
}
