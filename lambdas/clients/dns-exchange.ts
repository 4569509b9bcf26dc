/**
 * One question to one server and its answer as data: UDP with EDNS(0), TCP where that was truncated.
 * The rule kept here: a packet counts only when address, port, id and question are those that were asked; all else is not there.
 */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import * as packet from 'dns-packet';
import type { Answer, DnsRecord, NameServer, Outcome, RecordType } from '../../core/dns.ts';
import { LABEL_OCTETS, NAME_OCTETS } from '../../core/domain-name.ts';
import { isSound } from './dns-wire.ts';

export interface Endpoint {
  address: string;
  port: number;
}

export interface Question {
  name: string;
  type: RecordType;
  /** `iterative` for authoritative servers; `unchecked` sets CD: the resolver shall answer though DNSSEC fails. */
  flags: 'iterative' | 'recursive' | 'recursive unchecked';
}

/** A server that is well answers in a fraction of it, or at the second try: one that is dead costs a look four seconds. */
const TIMEOUT_MS = 2000;
const TRIES = 2;

/** Octets of an answer over UDP that are never fragmented: DNS flag day 2020, RFC 9715. */
const UDP_PAYLOAD = 1232;

/** AD in a question means "tell me whether you validated" (RFC 6840 section 5.7); DO stays unset: nobody here reads signatures. */
const FLAGS = {
  iterative: 0,
  recursive: packet.RECURSION_DESIRED | packet.AUTHENTIC_DATA,
  'recursive unchecked': packet.RECURSION_DESIRED | packet.CHECKING_DISABLED,
} as const;

/** What one try brought: a message, or why there is none. */
type Reply = packet.DecodedPacket | 'TIMEOUT' | 'MALFORMED';

/** Never rejects: a server that does not answer is an answer with that outcome. */
export async function exchange(server: Endpoint, question: Question): Promise<Answer> {
  if (!isAskable(question.name)) return answerOf(server, question, 'MALFORMED');
  let reply: Reply = 'TIMEOUT';
  let edns = true;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    reply = await overUdp(server, question, edns);
    if (typeof reply === 'object' && reply.flag_tc) reply = await overTcp(server, question, edns);
    // Servers older than EDNS refuse the OPT record (RFC 6891 section 7): once more without.
    const refusedEdns = typeof reply === 'object' && edns && ['FORMERR', 'NOTIMP', BADVERS].includes(rcodeOf(reply));
    if (typeof reply === 'object' && !refusedEdns) break;
    if (refusedEdns) edns = false;
  }
  return answerOf(server, question, reply);
}

/**
 * Labels and names as long as the wire has them, of visible ASCII. A stranger's record may lead to a name that holds other octets:
 * it is shown with these escaped, and not asked for, since what would be asked is another name.
 */
function isAskable(name: string): boolean {
  if (name === '.') return true;
  const fits = name.split('.').every((label) => label.length > 0 && label.length <= LABEL_OCTETS);
  return fits && name.length <= NAME_OCTETS && /^[!-[\]-~]+$/.test(name);
}

function overUdp(server: Endpoint, question: Question, edns: boolean): Promise<Reply> {
  const query = queryOf(question, edns);
  // The first end counts: a socket can be closed once only.
  const { promise, resolve: end } = Promise.withResolvers<Reply>();
  // A new socket for each question: the system gives it a random port.
  const socket = createSocket('udp4');
  const timer = setTimeout(end, TIMEOUT_MS, 'TIMEOUT');
  socket.on('message', (message, from) => {
    if (from.address !== server.address || from.port !== server.port) return;
    const reply = read(message, query.id, question);
    if (reply) end(reply);
  });
  socket.on('error', () => end('TIMEOUT'));
  socket.send(query.message, server.port, server.address, (error) => {
    if (error) end('TIMEOUT');
  });
  return promise.finally(() => {
    clearTimeout(timer);
    socket.close();
  });
}

function overTcp(server: Endpoint, question: Question, edns: boolean): Promise<Reply> {
  const query = queryOf(question, edns);
  return new Promise((resolve) => {
    const socket = connect(server.port, server.address);
    let received = Buffer.alloc(0);
    const end = (reply: Reply) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reply);
    };
    const timer = setTimeout(end, TIMEOUT_MS, 'TIMEOUT');
    socket.on('connect', () => socket.write(Buffer.concat([lengthOf(query.message), query.message])));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      // RFC 1035 section 4.2.2: two octets of length, then the message; 64 kB at most by that.
      const length = received.length < 2 ? Number.POSITIVE_INFINITY : received.readUInt16BE(0);
      if (received.length >= length + 2) end(read(received.subarray(2, length + 2), query.id, question) ?? 'MALFORMED');
    });
    socket.on('error', () => end('TIMEOUT'));
    socket.on('close', () => end('TIMEOUT'));
  });
}

function lengthOf(message: Buffer): Buffer {
  const octets = Buffer.alloc(2);
  octets.writeUInt16BE(message.length);
  return octets;
}

function queryOf({ name, type, flags }: Question, edns: boolean): { id: number; message: Buffer } {
  const id = randomInt(0x10000);
  const opt = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: UDP_PAYLOAD,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  } as const;
  const message = packet.encode({
    type: 'query',
    id,
    flags: FLAGS[flags],
    questions: [{ name, type }],
    additionals: edns ? [{ ...opt, options: [] }] : [],
  });
  return { id, message };
}

/** The message when it answers the question; undefined when it is not for us. */
function read(message: Buffer, id: number, question: Question): Reply | undefined {
  if (message.length < 2 || message.readUInt16BE(0) !== id) return undefined;
  let reply: packet.DecodedPacket;
  try {
    reply = packet.decode(message);
  } catch {
    return 'MALFORMED';
  }
  if (!isSound(message)) return 'MALFORMED';
  const [asked] = reply.questions ?? [];
  // A server that could not read the question may leave it out (RFC 1035 section 4.1.1, FORMERR).
  if (!asked) return rcodeOf(reply) === 'NOERROR' ? 'MALFORMED' : reply;
  const ours = reply.flag_qr && asked.type === question.type && plain(asked.name) === question.name;
  return ours ? reply : undefined;
}

/** RFC 6891 section 9. */
const BADVERS = 'BADVERS';

/** The decoder names the four bits of the header, its types do not. The upper eight stand in the OPT record (RFC 6891 section 6.1.3). */
function rcodeOf(reply: packet.DecodedPacket): string {
  const rcode = 'rcode' in reply ? String(reply.rcode) : 'OTHER';
  const opt = reply.additionals?.find((record) => record.type === 'OPT');
  if (!opt?.extendedRcode) return rcode;
  return opt.extendedRcode === 1 && rcode === 'NOERROR' ? BADVERS : 'OTHER';
}

const RCODES: readonly string[] = [
  'NOERROR',
  'NXDOMAIN',
  'SERVFAIL',
  'REFUSED',
  'FORMERR',
  'NOTIMP',
  'NOTAUTH',
] satisfies Outcome[];

function answerOf(server: Endpoint, { name, type }: Question, reply: Reply): Answer {
  const from = { server: server.port === 53 ? server.address : `${server.address}:${server.port}`, name, type };
  if (typeof reply === 'string')
    return { ...from, outcome: reply, authoritative: false, authenticated: false, records: [] };
  const records = recordsIn(reply.answers);
  const authority = recordsIn(reply.authorities);
  const soa = authority.find((record) => record.type === 'SOA');
  const referral =
    records.length === 0 && !reply.flag_aa ? referralOf(authority, recordsIn(reply.additionals)) : undefined;
  const rcode = rcodeOf(reply);
  return {
    ...from,
    outcome: RCODES.includes(rcode) ? (rcode as Outcome) : 'OTHER',
    authoritative: reply.flag_aa,
    authenticated: reply.flag_ad,
    records,
    // RFC 2308 section 5: the smaller of the SOA's own TTL and its last field.
    ...(soa && {
      negative: { zone: soa.name, ttl: Math.min(soa.ttl, secondsOf(Number(soa.value.split(' ').at(-1)))) },
    }),
    ...(referral && { referral }),
  };
}

/** The zone below and its servers, with the addresses that came along (glue). */
function referralOf(authority: readonly DnsRecord[], glue: readonly DnsRecord[]): Answer['referral'] {
  const cut = authority.filter(({ type }) => type === 'NS');
  if (!cut[0]) return undefined;
  const servers = cut.map(({ value: name }): NameServer => {
    const address = glue.find((record) => record.type === 'A' && record.name === name)?.value;
    return address ? { name, address } : { name };
  });
  return { zone: cut[0].name, servers };
}

function recordsIn(section: readonly packet.Answer[] = []): DnsRecord[] {
  return section.flatMap((answer) => {
    const value = presentationOf(answer);
    if (value === undefined || answer.type === 'OPT' || answer.class !== 'IN') return [];
    return [{ name: plain(answer.name), type: answer.type as RecordType, ttl: secondsOf(answer.ttl), value }];
  });
}

/** Caches keep nothing for more than a week, whatever a TTL says (RFC 8767 section 4). With its first bit set it is none (RFC 2181 section 8). */
function secondsOf(ttl = 0): number {
  return ttl > 0x7fff_ffff ? 0 : Math.min(ttl, 7 * 24 * 3600);
}

/** Presentation format (RFC 1035 section 5, RFC 8659 section 4.1.1); undefined for types that nobody here asks for. */
function presentationOf(answer: packet.Answer): string | undefined {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return answer.data;
    case 'CNAME':
    case 'NS':
      return plain(answer.data);
    case 'MX':
      return `${answer.data.preference ?? 0} ${plain(answer.data.exchange)}`;
    case 'CAA':
      return `${answer.data.flags ?? 0} ${plain(answer.data.tag)} ${quoted(answer.data.value)}`;
    case 'TXT':
      return [answer.data].flat().map(quoted).join(' ');
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data;
      return [plain(mname), plain(rname), serial, refresh, retry, expire, minimum].join(' ');
    }
    default:
      return undefined;
  }
}

/** Names compare without case (RFC 4343). */
function plain(name: string): string {
  return name === '.' ? name : escaped(Buffer.from(name.toLowerCase().replace(/\.$/, '')), /[!-[\]-~]/);
}

function quoted(text: string | Buffer): string {
  return `"${escaped(Buffer.from(text), /[ !#-[\]-~]/)}"`;
}

/** RFC 1035 section 5.1, so that no stranger's octets ever reach a terminal or a page: what does not stand for itself is `\"` or `\027`. */
function escaped(octets: Buffer, standsForItself: RegExp): string {
  return octets.toString('latin1').replace(/./gs, (character) => {
    if (standsForItself.test(character)) return character;
    return /[!-~]/.test(character) ? `\\${character}` : `\\${String(character.charCodeAt(0)).padStart(3, '0')}`;
  });
}
