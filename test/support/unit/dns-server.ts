/**
 * A small DNS on loopback addresses for tests: real packets over UDP and TCP, authoritative servers and resolvers over one set of zones.
 * The rule kept here: what a test does not override is answered as the RFCs say; every question is logged.
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import * as packet from 'dns-packet';

/** Records as lines of a zone file with full names: `login.example.com 300 CNAME target.example.net`. */
export interface TestZone {
  /** Loopback addresses of its name servers, which are called ns1, ns2 ... in the zone. */
  servers: string[];
  records: string[];
}

export interface Asked {
  address: string;
  name: string;
  type: string;
  transport: 'udp' | 'tcp';
  recursive: boolean;
  checkingDisabled: boolean;
  edns: boolean;
}

export interface Reply {
  rcode?: keyof typeof RCODES;
  flags?: number;
  answers?: string[];
  authorities?: string[];
  additionals?: string[];
}

/** Instead of the rightful answer: another one, bytes, or silence. Undefined leaves it as it is. */
export type Override = (asked: Asked, query: packet.Packet) => Reply | Buffer | 'silence' | undefined;

export interface DnsWorld {
  resolvers: string[];
  port: number;
  asked: Asked[];
  close(): Promise<void>;
}

const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };
const SOA = 'ns1.invalid hostmaster.invalid 1 3600 600 86400 900';

export interface DnsWorldSettings {
  zones: Record<string, TestZone>;
  /** Loopback addresses of the resolvers. */
  resolvers?: string[];
  override?: Override;
  /** Milliseconds until an answer leaves. */
  latency?: number;
}

export async function startDns(settings: DnsWorldSettings): Promise<DnsWorld> {
  const { zones, resolvers = ['127.9.0.1', '127.9.0.2'], override = () => undefined, latency = 0 } = settings;
  const asked: Asked[] = [];
  const addresses = [...new Set([...resolvers, ...Object.values(zones).flatMap(({ servers }) => servers)])];

  function respond(address: string, message: Buffer, transport: Asked['transport']): Buffer | undefined {
    const query = packet.decode(message);
    const [question] = query.questions ?? [];
    if (!question) return undefined;
    const name = question.name.toLowerCase();
    const edns = (query.additionals ?? []).some(({ type }) => type === 'OPT');
    const seen: Asked = {
      address,
      name,
      type: question.type,
      transport,
      recursive: query.flag_rd,
      checkingDisabled: query.flag_cd,
      edns,
    };
    asked.push(seen);
    const other = override(seen, query);
    if (other === 'silence') return undefined;
    if (Buffer.isBuffer(other)) return other;
    const reply =
      other ??
      (resolvers.includes(address)
        ? resolve(zones, name, question.type)
        : authoritative(zones, address, name, question.type));
    const encoded = encode(query, reply);
    const limit = transport === 'tcp' ? 65_535 : edns ? 1232 : 512;
    return encoded.length <= limit ? encoded : encode(query, { flags: (reply.flags ?? 0) | packet.TRUNCATED_RESPONSE });
  }

  const later = (send: () => void) => (latency === 0 ? send() : setTimeout(send, latency));
  const udp: UdpSocket[] = [];
  const tcp: Server[] = [];
  let port = 0;
  for (const address of addresses) {
    const socket = createSocket('udp4');
    socket.on('message', (message, from) => {
      const reply = respond(address, message, 'udp');
      if (reply) later(() => socket.send(reply, from.port, from.address));
    });
    socket.bind(port, address);
    await once(socket, 'listening');
    port = socket.address().port;
    udp.push(socket);
    const server = createServer((connection) => {
      connection.on('error', () => connection.destroy());
      connection.on('data', (chunk) => {
        const reply = respond(address, chunk.subarray(2), 'tcp');
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply?.length ?? 0);
        if (reply) later(() => connection.end(Buffer.concat([length, reply])));
      });
    });
    server.listen(port, address);
    await once(server, 'listening');
    tcp.push(server);
  }
  const close = async () => {
    await Promise.all([...udp, ...tcp].map((each) => new Promise<void>((resolve) => each.close(() => resolve()))));
  };
  return { resolvers: resolvers.map((address) => `${address}:${port}`), port, asked, close };
}

type Line = { name: string; ttl: number; type: packet.RecordType; value: string };

function parse(line: string): Line {
  const [, name = '', ttl = '', type = '', value = ''] = /^(\S+) (\d+) (\S+) (.*)$/.exec(line) ?? [];
  return { name, ttl: Number(ttl), type: type as packet.RecordType, value };
}

/** With the SOA, NS and server addresses that every zone has. */
function linesOf(apex: string, { servers, records }: TestZone): string[] {
  const ns = servers.map((_, index) => `ns${index + 1}.${apex}`);
  return [
    `${apex} 900 SOA ${SOA}`,
    ...ns.map((name) => `${apex} 3600 NS ${name}`),
    ...servers.map((address, index) => `ns${index + 1}.${apex} 3600 A ${address}`),
    ...records,
  ];
}

function zoneOf(zones: Record<string, TestZone>, name: string): string | undefined {
  const within = Object.keys(zones).filter((apex) => name === apex || name.endsWith(`.${apex}`));
  return within.sort((a, b) => b.length - a.length)[0];
}

/** One step inside one zone; `*.` records answer for names that do not exist, by the closest one that does (RFC 4592). */
function find(
  zones: Record<string, TestZone>,
  apex: string,
  name: string,
  type: string,
): { rcode: 'NOERROR' | 'NXDOMAIN'; found: string[] } {
  const lines = linesOf(apex, zones[apex] ?? { servers: [], records: [] });
  const named = lines.filter((line) => parse(line).name === name);
  const isThere = (at: string) => lines.some((line) => `.${parse(line).name}`.endsWith(`.${at}`));
  const exists = isThere(name);
  let encloser = name;
  while (!isThere(encloser)) encloser = encloser.slice(encloser.indexOf('.') + 1);
  const wildcard = `*.${encloser}`;
  const candidates = exists
    ? named
    : lines.filter((line) => parse(line).name === wildcard).map((line) => line.replace(wildcard, name));
  const found = candidates.filter((line) => [type, 'CNAME'].includes(parse(line).type));
  return { rcode: exists || candidates.length > 0 ? 'NOERROR' : 'NXDOMAIN', found };
}

function authoritative(zones: Record<string, TestZone>, address: string, name: string, type: string): Reply {
  const apex = Object.keys(zones)
    .filter((each) => zones[each]?.servers.includes(address) && (name === each || name.endsWith(`.${each}`)))
    .sort((a, b) => b.length - a.length)[0];
  if (!apex) return { rcode: 'REFUSED' };
  const below = zoneOf(zones, name);
  if (below && below !== apex) {
    const cut = linesOf(below, zones[below] ?? { servers: [], records: [] });
    return {
      authorities: cut.filter((line) => parse(line).type === 'NS'),
      additionals: cut.filter((line) => /\bns\d+\.\S+ \d+ A /.test(line)),
    };
  }
  const { rcode, found } = find(zones, apex, name, type);
  return {
    rcode,
    flags: packet.AUTHORITATIVE_ANSWER,
    answers: found,
    authorities: found.length > 0 ? [] : [`${apex} 900 SOA ${SOA}`],
  };
}

function resolve(zones: Record<string, TestZone>, name: string, type: string): Reply {
  const answers: string[] = [];
  for (let at = name, steps = 0; steps < 12; steps++) {
    const apex = zoneOf(zones, at);
    const top = at.slice(at.lastIndexOf('.') + 1);
    if (!apex) return { rcode: at === top ? 'NOERROR' : 'NXDOMAIN', answers, authorities: [`${top} 900 SOA ${SOA}`] };
    const { rcode, found } = find(zones, apex, at, type);
    answers.push(...found);
    const cname = found.map(parse).find((line) => line.type === 'CNAME');
    if (!cname || type === 'CNAME')
      return { rcode, answers, authorities: found.length > 0 ? [] : [`${apex} 900 SOA ${SOA}`] };
    at = cname.value;
  }
  return { rcode: 'SERVFAIL' };
}

function encode(
  query: packet.Packet,
  { rcode = 'NOERROR', flags = 0, answers = [], authorities = [], additionals = [] }: Reply,
): Buffer {
  const echo = { type: 'response', id: query.id ?? 0, questions: query.questions ?? [] } as const;
  const [answer, authority, additional] = [answers, authorities, additionals].map((lines) =>
    lines.map((line) => dataOf(parse(line))),
  );
  return packet.encode({
    ...echo,
    flags: flags | RCODES[rcode],
    answers: answer ?? [],
    authorities: authority ?? [],
    additionals: additional ?? [],
  });
}

function dataOf({ name, ttl, type, value }: Line): packet.Answer {
  const fields = value.split(' ');
  switch (type) {
    case 'MX':
      return { name, ttl, type, data: { preference: Number(fields[0]), exchange: fields[1] ?? '' } };
    case 'CAA': {
      const data = { flags: Number(fields[0]), tag: fields[1] as 'issue', value: /"(.*)"/.exec(value)?.[1] ?? '' };
      return { name, ttl, type, data };
    }
    case 'TXT':
      return { name, ttl, type, data: /"(.*)"/.exec(value)?.[1] ?? '' };
    case 'SOA': {
      const [mname = '', rname = '', ...numbers] = fields;
      const [serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0] = numbers.map(Number);
      return { name, ttl, type, data: { mname, rname, serial, refresh, retry, expire, minimum } };
    }
    default:
      return { name, ttl, type: type as 'A' | 'AAAA' | 'CNAME' | 'NS', data: value };
  }
}
