/**
 * DNS messages (RFC 1035, EDNS(0) RFC 6891): bytes in, bytes out. The rule kept here: no packet, however broken, does more
 * than be answered FORMERR or be dropped.
 */
import {
  AUTHENTIC_DATA,
  AUTHORITATIVE_ANSWER,
  CHECKING_DISABLED,
  type DecodedPacket,
  DNSSEC_OK,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  type PacketOpt,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { canonicalName, toAnswers } from './presentation.ts';
import type { RecordSet } from './zones.ts';

export type Transport = 'udp' | 'tcp';

/** IANA's names and numbers of the response codes in use here. */
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, BADVERS: 16 } as const;
export type Rcode = keyof typeof RCODES;

/** One question. `name` is canonical; `type` is IANA's name, or `UNKNOWN_<number>`. */
export interface Query {
  name: string;
  type: string;
  recursionDesired: boolean;
  /** CD: the asker takes data that fails validation. */
  checkingDisabled: boolean;
  /** AD or DO was set: the asker understands AD in the answer (RFC 6840 section 5.7). */
  wantsAuthentic: boolean;
}

export interface Reply {
  rcode: Rcode;
  /** Among AUTHORITATIVE_ANSWER, RECURSION_AVAILABLE, AUTHENTIC_DATA. */
  flags: number;
  answers: RecordSet[];
  authorities: RecordSet[];
  additionals: RecordSet[];
  /** INFO-CODE of an extended DNS error (RFC 8914). */
  extendedError?: number;
}

export { AUTHENTIC_DATA, AUTHORITATIVE_ANSWER, RECURSION_AVAILABLE };

/** Bytes that fit in one UDP answer whatever the asker advertises: the size of DNS flag day 2020, which avoids fragments. */
const UDP_PAYLOAD_SIZE = 1232;
/** What an asker without EDNS takes (RFC 1035 section 4.2.1). */
const CLASSIC_UDP_SIZE = 512;
const TCP_SIZE = 65_535;
/** Option code of an extended DNS error. */
const EDE_OPTION = 15;
const HEADER_SIZE = 12;

/** A reply with no records. */
export function bare(rcode: Rcode, flags = 0): Reply {
  return { rcode, flags, answers: [], authorities: [], additionals: [] };
}

/** Answers one message with what `answer` says; undefined (from it, or for what is no query) is silence. */
export function respond(
  message: Buffer,
  transport: Transport,
  answer: (query: Query) => Reply | undefined,
): Buffer | undefined {
  if (message.length < HEADER_SIZE || message.readUInt8(2) & 0x80) return undefined; // no header, or itself a response
  const packet = decodeQuery(message);
  if (packet === undefined) return headerOnly(message, 'FORMERR');
  const { question, edns } = packet;
  const reply = judge(message, packet) ?? answer(toQuery(packet, question, edns));
  return reply && encodeReply(packet, question, edns, reply, transport);
}

interface QueryPacket extends DecodedPacket {
  question: Question;
  edns: OptAnswer | undefined;
}

/** Undefined when the bytes are no well-formed query: exactly one question, at most one OPT, a name of printable ASCII. */
function decodeQuery(message: Buffer): QueryPacket | undefined {
  try {
    const packet = decode(message);
    const [question, ...others] = packet.questions ?? [];
    const options = (packet.additionals ?? []).filter((record) => record.type === 'OPT');
    if (!question || others.length > 0 || options.length > 1 || !/^[!-~]{1,253}$/.test(question.name)) return undefined;
    return { ...packet, question, edns: options[0] };
  } catch {
    return undefined; // dns-packet throws whatever a read beyond the bytes happens to throw
  }
}

/** What no server of ours does: other opcodes, later versions of EDNS, other classes than IN, zone transfers, ANY (RFC 8482). */
function judge(message: Buffer, { question, edns }: QueryPacket): Reply | undefined {
  const opcode = (message.readUInt8(2) >> 3) & 0xf;
  if (opcode !== 0) return bare('NOTIMP');
  if (edns && edns.ednsVersion > 0) return bare('BADVERS');
  if (question.class !== 'IN' || question.type === 'AXFR' || question.type === 'IXFR') return bare('REFUSED');
  if ((question.type as string) === 'ANY') return bare('NOTIMP');
  return undefined;
}

function toQuery(packet: DecodedPacket, question: Question, edns: OptAnswer | undefined): Query {
  return {
    name: canonicalName(question.name),
    type: question.type,
    recursionDesired: packet.flag_rd,
    checkingDisabled: packet.flag_cd,
    wantsAuthentic: packet.flag_ad || edns?.flag_do === true,
  };
}

function encodeReply(
  packet: DecodedPacket,
  question: Question,
  edns: OptAnswer | undefined,
  reply: Reply,
  transport: Transport,
): Buffer {
  const rcode = RCODES[reply.rcode];
  const echoed = (packet.flags ?? 0) & ((0xf << 11) | RECURSION_DESIRED | CHECKING_DISABLED);
  const response = (flags: number, records: Reply): Packet => ({
    type: 'response',
    id: packet.id,
    flags: echoed | reply.flags | flags | (rcode & 0xf),
    questions: [question],
    answers: records.answers.flatMap(toAnswers),
    authorities: records.authorities.flatMap(toAnswers),
    additionals: [...records.additionals.flatMap(toAnswers), ...(edns ? [opt(edns, rcode, reply.extendedError)] : [])],
  });
  const bytes = encode(response(0, reply));
  const advertised = Math.max(CLASSIC_UDP_SIZE, edns?.udpPayloadSize ?? 0);
  const limit = transport === 'tcp' ? TCP_SIZE : Math.min(advertised, UDP_PAYLOAD_SIZE);
  return bytes.length <= limit ? bytes : encode(response(TRUNCATED_RESPONSE, bare(reply.rcode)));
}

function opt(edns: OptAnswer, rcode: number, extendedError: number | undefined): OptAnswer {
  const data = Buffer.alloc(2);
  data.writeUInt16BE(extendedError ?? 0);
  const options = extendedError === undefined ? [] : [{ code: EDE_OPTION, data } as unknown as PacketOpt];
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: UDP_PAYLOAD_SIZE,
    extendedRcode: rcode >> 4,
    ednsVersion: 0,
    flags: edns.flag_do ? DNSSEC_OK : 0,
    flag_do: edns.flag_do,
    options,
  };
}

/** The asker's id, opcode and RD, and no question: what can be said about bytes that did not decode. */
function headerOnly(message: Buffer, rcode: Rcode): Buffer {
  const header = Buffer.alloc(HEADER_SIZE);
  message.copy(header, 0, 0, 3);
  header.writeUInt8((header.readUInt8(2) & 0x79) | 0x80, 2);
  header.writeUInt8(RCODES[rcode], 3);
  return header;
}
