/**
 * What ACM asks the DNS: may mail be delivered, may Amazon issue, is the validation record there. Nothing is cached here.
 */
import type { Dns } from '../../dns/dns.ts';
import type { RecordType } from '../../dns/zones.ts';

/** The world's resolver, without a cache. */
export type Resolver = Pick<Dns, 'resolve'>;

/** The values of that type at the end of the chain; undefined when no answer could be had (SERVFAIL). */
function values(dns: Resolver, name: string, type: RecordType): string[] | undefined {
  const { rcode, answers } = dns.resolve(name, type);
  if (rcode === 'SERVFAIL') return undefined;
  return answers.filter((set) => set.type === type).flatMap((set) => set.values);
}

/** A mail exchanger is named and it is not the null one (RFC 7505). An address alone is no mail route for ACM. */
export function takesMail(dns: Resolver, domain: string): boolean {
  const exchangers = values(dns, domain, 'MX') ?? [];
  return exchangers.some((value) => value.split(/\s+/)[1] !== '.');
}

/** Source: acm/latest/userguide/setup-caa.html. */
const AMAZONS_ISSUER_NAMES = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/**
 * RFC 8659: the nearest CAA set from the name upwards decides; the resolver follows CNAMEs at each step. A lookup that fails
 * forbids (Baseline Requirements 3.2.2.8, since 2026-03-15).
 */
export function amazonMayIssue(dns: Resolver, name: string): boolean {
  const wildcard = name.startsWith('*.');
  for (let domain = name.replace(/^\*\./, ''); domain !== ''; domain = domain.split('.').slice(1).join('.')) {
    const set = values(dns, domain, 'CAA');
    if (!set) return false;
    if (set.length > 0) return permits(set.map(parseCaa), wildcard);
  }
  return true;
}

interface Caa {
  critical: boolean;
  tag: string;
  issuer: string;
}

const KNOWN_TAGS = ['issue', 'issuewild', 'iodef', 'issuemail', 'contactemail', 'contactphone'];

function permits(set: Caa[], wildcard: boolean): boolean {
  if (set.some(({ critical, tag }) => critical && !KNOWN_TAGS.includes(tag))) return false;
  const issue = set.filter(({ tag }) => tag === 'issue');
  const wild = set.filter(({ tag }) => tag === 'issuewild');
  const relevant = wildcard && wild.length > 0 ? wild : issue;
  return relevant.length === 0 || relevant.some(({ issuer }) => AMAZONS_ISSUER_NAMES.includes(issuer));
}

/** `0 issue "amazon.com; policy=ev"`: flags, tag, issuer and parameters. Bit 0 (128) of the flags is issuer critical. */
function parseCaa(value: string): Caa {
  const [, flags = '0', tag = '', text = ''] = /^(\d+)\s+(\S+)\s+"?([^"]*)"?$/.exec(value) ?? [];
  return { critical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), issuer: text.split(';')[0]?.trim() ?? '' };
}

/** Source: acm/latest/userguide/dns-validation.html. */
const MOST_CNAME_HOPS = 5;

/** The CNAME leads to the wanted value, directly or over a few hops of the customer's own. */
export function hasRecord(dns: Resolver, record: { name: string; value: string }): boolean {
  let name = record.name;
  for (let hop = 0; hop < MOST_CNAME_HOPS; hop++) {
    const [target] = values(dns, name, 'CNAME') ?? [];
    if (target === undefined) return false;
    name = target.replace(/\.$/, '').toLowerCase();
    if (name === record.value) return true;
  }
  return false;
}
