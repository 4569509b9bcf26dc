/**
 * Is a DNS message what it says that it is (RFC 1035 section 4.1)? The decoder believes a record's type, not its length, reads on
 * past the end, and joins labels by dots whatever they hold: what it would misread is found here, and counts as unreadable.
 */

/** Octets of the header, of a question after its name, and of a record after its name up to its RDATA. */
const [HEADER, QUESTION, RECORD] = [12, 4, 10];
/** RFC 1035 section 3.2.2, RFC 3596, RFC 8659. */
const TYPE = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, CAA: 257 } as const;
/** Serial, refresh, retry, expire, minimum: 32 bits each. */
const SOA_NUMBERS = 20;
const DOT = '.'.charCodeAt(0);

/** Of a message that the decoder has read: no pointer in it leads forwards. */
export function isSound(message: Buffer): boolean {
  try {
    walk(message);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false; // also what Buffer throws for octets that are not there
    throw error;
  }
}

function walk(message: Buffer): void {
  const [questions = 0, ...sections] = [4, 6, 8, 10].map((at) => message.readUInt16BE(at));
  let at = HEADER;
  for (let count = 0; count < questions; count++) at = nameEnd(message, at) + QUESTION;
  for (let count = sections.reduce((sum, each) => sum + each, 0); count > 0; count--) {
    const fields = nameEnd(message, at);
    const data = fields + RECORD;
    at = data + message.readUInt16BE(data - 2);
    require(at <= message.length);
    require(dataEnd(message, message.readUInt16BE(fields), data, at) === at);
  }
  require(at <= message.length);
}

/** Where RDATA of that type ends by what stands in it. */
function dataEnd(message: Buffer, type: number, from: number, end: number): number {
  switch (type) {
    case TYPE.A:
      return from + 4;
    case TYPE.AAAA:
      return from + 16;
    case TYPE.CNAME:
    case TYPE.NS:
      return nameEnd(message, from);
    case TYPE.MX:
      return nameEnd(message, from + 2);
    case TYPE.SOA:
      // The mailbox in it may have dots before its at sign (RFC 1035 section 8).
      return nameEnd(message, nameEnd(message, from), { mail: true }) + SOA_NUMBERS;
    case TYPE.TXT:
      return stringsEnd(message, from, end);
    case TYPE.CAA:
      // Flags, tag and its length; the value takes the rest. A tag has at least one character.
      return message.readUInt8(from + 1) > 0 && from + 2 + message.readUInt8(from + 1) <= end ? end : from;
    default:
      return end;
  }
}

/** The octet after a name. A pointer ends it, and leads to labels before it. */
function nameEnd(message: Buffer, from: number, { mail = false } = {}): number {
  let end: number | undefined;
  for (let at = from; ; ) {
    const length = message.readUInt8(at);
    if (length >= 0xc0) {
      end ??= at + 2;
      at = message.readUInt16BE(at) & 0x3fff;
      continue;
    }
    if (length === 0) return end ?? at + 1;
    const label = message.subarray(at + 1, at + 1 + length);
    require(mail || !label.includes(DOT));
    at += 1 + length;
  }
}

/** Character strings, one after the other: a length, and so many octets. */
function stringsEnd(message: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end) at += 1 + message.readUInt8(at);
  return at;
}

function require(holds: boolean): void {
  if (!holds) throw new RangeError('the message is not what it says that it is');
}
