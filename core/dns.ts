/**
 * DNS as data: what a server answered, and how to read it. Words as in RFC 8499.
 * The rule kept here: an outcome is never thrown; a server that gave no answer is an answer too.
 */
import { BlockList, isIPv4 } from 'node:net';

/** The types that this service asks for. */
export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'NS' | 'SOA' | 'MX' | 'CAA' | 'TXT';

/**
 * What came back. RCODE names of the IANA registry, as far as decisions tell them apart, and the ways of giving no answer:
 * no packet in time, a packet that cannot be read, a name server without an IPv4 address that may be asked.
 */
export type Outcome =
  | 'NOERROR'
  | 'NXDOMAIN'
  | 'SERVFAIL'
  | 'REFUSED'
  | 'FORMERR'
  | 'NOTIMP'
  | 'NOTAUTH'
  | 'OTHER'
  | 'TIMEOUT'
  | 'MALFORMED'
  | 'NOADDRESS';

/** Names in lower case without a trailing dot (the root is `.`); values in presentation format: `10 mx.example.com`, `0 issue "ca.example"`. */
export interface DnsRecord {
  name: string;
  type: RecordType;
  /** Seconds. */
  ttl: number;
  value: string;
}

/** One server's answer to one question. */
export interface Answer {
  /** `192.0.2.1`, `127.0.0.1:5300`; of an authoritative server its name and address: `ns1.example.com (192.0.2.1)`. */
  server: string;
  name: string;
  type: RecordType;
  outcome: Outcome;
  /** AA: the server speaks for the zone. */
  authoritative: boolean;
  /** AD: the resolver has validated the answer by DNSSEC. */
  authenticated: boolean;
  /** The answer section, as far as it is of the types above. */
  records: readonly DnsRecord[];
  /** SOA of the authority section: the zone that has no such record, and how many seconds caches remember that (RFC 2308 section 5). */
  negative?: { zone: string; ttl: number };
  /** An answer without records that names the servers of a zone further down instead. */
  referral?: { zone: string; servers: readonly NameServer[] };
}

export interface NameServer {
  name: string;
  /** Its first IPv4 address; absent when none is known or may be asked. */
  address?: string;
}

/** The zone that holds a name, or why it was not found. */
export type Zone =
  | { found: true; apex: string; servers: readonly NameServer[] }
  | { found: false; outcome: Outcome; seen: string };

/** What decisions need of the DNS; the client implements it. */
export interface Dns {
  /** The answer of every configured resolver. */
  resolve(name: string, type: RecordType): Promise<Answer[]>;
  /** One resolver's answer, the next one's where that gave none: for questions where one view is enough. */
  lookup(name: string, type: RecordType): Promise<Answer>;
  /** The zone that holds `name`, found through the resolvers. */
  zoneOf(name: string): Promise<Zone>;
  /** The own answer of every name server of the zone, over IPv4. Empty when the zone was not found. */
  authoritative(zone: Zone, name: string, type: RecordType): Promise<Answer[]>;
}

/** True when the answer says something about the name: records, or that there are none. */
export function says(answer: Answer): boolean {
  return answer.outcome === 'NOERROR' || answer.outcome === 'NXDOMAIN';
}

export function recordsOf(answer: Answer, type: RecordType): DnsRecord[] {
  return answer.records.filter((record) => record.type === type);
}

/** The names that the CNAMEs in `records` lead through from `name`, without `name`; one that comes twice ends the walk as its last. */
export function followCnames(name: string, records: readonly DnsRecord[]): string[] {
  const targets = new Map(records.filter(({ type }) => type === 'CNAME').map((record) => [record.name, record.value]));
  const path: string[] = [];
  let next = targets.get(name);
  while (next !== undefined) {
    const seen = next === name || path.includes(next);
    path.push(next);
    next = seen ? undefined : targets.get(next);
  }
  return path;
}

/** `192.0.2.1: TIMEOUT, 192.0.2.2: REFUSED`, for people. */
export function outcomes(answers: readonly Answer[]): string {
  return answers.map(({ server, outcome }) => `${server}: ${outcome}`).join(', ');
}

/** Blocks that are not the public Internet: IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast and reserved. */
const SPECIAL_PURPOSE = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

const special = new BlockList();
for (const [net, prefix] of SPECIAL_PURPOSE) special.addSubnet(net, prefix);

/** May an address that a stranger's DNS told us be connected to? Only public IPv4; loopback where local mode allows it. */
export function mayConnectTo(address: string, allowLoopback: boolean): boolean {
  if (!isIPv4(address)) return false;
  return isLoopback(address) ? allowLoopback : !special.check(address);
}

export function isLoopback(address: string): boolean {
  return isIPv4(address) && address.startsWith('127.');
}
