/**
 * Names and record values as people write them (RFC 1035 section 5.1), and as dns-packet encodes them. The rule kept here:
 * a value that parses can be encoded.
 */
import { isIPv4, isIPv6 } from 'node:net';
import type { Answer, CaaData, MxData, OptAnswer, SoaData } from 'dns-packet';
import type { RecordSet, RecordType } from './zones.ts';

/** Lower case, no trailing dot; the root is ''. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** The name without its first label; '' above a single label. */
export function parentOf(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

/** Whether a server of the simulated world may listen there. */
export function isLoopback(address: string): boolean {
  return isIPv4(address) && address.startsWith('127.');
}

/** Throws unless a canonical name fits RFC 1035 section 2.3.4: labels of 1 to 63 octets, 253 characters in all. */
export function checkName(name: string): string {
  const fits = name.length <= 253 && name.split('.').every((label) => /^[a-z0-9_*-]{1,63}$/.test(label));
  return fits ? name : malformed(`"${name}" is not a domain name`);
}

type RecordData = Exclude<Answer, OptAnswer>['data'];

/** The records of a set for the wire. */
export function toAnswers(set: RecordSet): Answer[] {
  return set.values.map(
    (value) => ({ name: set.name, type: set.type, ttl: set.ttl, data: parseValue(set.type, value) }) as Answer,
  );
}

/** The value with names as this folder writes them: lower case, no trailing dot but that of the root. */
export function canonicalValue(type: RecordType, value: string): string {
  const holdsName = type === 'CNAME' || type === 'NS' || type === 'MX';
  return holdsName
    ? value
        .trim()
        .toLowerCase()
        .replace(/(?<=\S)\.$/, '')
    : value.trim();
}

/** One value as dns-packet takes it; an Error named `RecordRefused` says what is wrong with it. */
export function parseValue(type: RecordType, value: string): RecordData {
  const fields = value.trim().split(/\s+/);
  switch (type) {
    case 'A':
      return isIPv4(value) ? value : malformed(`"${value}" is not an IPv4 address`);
    case 'AAAA':
      return isIPv6(value) ? value : malformed(`"${value}" is not an IPv6 address`);
    case 'CNAME':
    case 'NS':
      return checkName(canonicalName(value));
    case 'TXT':
      return parseText(value);
    case 'MX':
      return parseMx(fields, value);
    case 'CAA':
      return parseCaa(value);
    case 'SOA':
      return parseSoa(fields, value);
  }
}

/** `10 mx.example.com`; the exchange of a null MX is the root: `0 .` (RFC 7505). */
function parseMx([preference, exchange, ...rest]: string[], value: string): MxData {
  if (!exchange || rest.length > 0) return malformed(`"${value}" is not an MX (such as 10 mx.example.com)`);
  return { preference: integer(preference, 16), exchange: exchange === '.' ? '.' : checkName(canonicalName(exchange)) };
}

/** `0 issue "amazon.com"` (RFC 8659 section 4.1.1). */
function parseCaa(value: string): CaaData {
  const [, flags, tag, text] = /^(\d+)\s+([a-zA-Z0-9]{1,15})\s+(.+)$/.exec(value.trim()) ?? [];
  const [content, ...rest] = text === undefined ? [] : parseText(text);
  if (!tag || content === undefined || rest.length > 0)
    return malformed(`"${value}" is not a CAA (such as 0 issue "amazon.com")`);
  return { flags: integer(flags, 8), tag: tag.toLowerCase() as CaaData['tag'], value: content.toString() };
}

function parseSoa([mname, rname, ...numbers]: string[], value: string): SoaData {
  if (!mname || !rname || numbers.length !== 5) return malformed(`"${value}" is not a SOA`);
  const [serial, refresh, retry, expire, minimum] = numbers.map((number) => integer(number, 32));
  return {
    mname: checkName(canonicalName(mname)),
    rname: canonicalName(rname),
    serial,
    refresh,
    retry,
    expire,
    minimum,
  };
}

/** Character strings: quoted or bare, `\"` and `\065` escaped, each of at most 255 octets (RFC 1035 section 5.1). */
function parseText(value: string): Buffer[] {
  const strings = value.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g) ?? [];
  if (strings.length === 0 || value.replace(/"(?:[^"\\]|\\.)*"|[^\s"]+/g, '').trim() !== '')
    malformed(`${value} is not text (quote it: "...")`);
  return strings.map((string) => {
    const bytes = unescaped(string.startsWith('"') ? string.slice(1, -1) : string);
    return bytes.length <= 255 ? bytes : malformed(`A string of ${bytes.length} octets: split it into strings of 255`);
  });
}

function unescaped(string: string): Buffer {
  const parts = string.split(/(\\\d{3}|\\.)/).map((part) => {
    if (!part.startsWith('\\')) return Buffer.from(part);
    return /^\\\d{3}$/.test(part) ? Buffer.from([integer(part.slice(1), 8)]) : Buffer.from(part.slice(1));
  });
  return Buffer.concat(parts);
}

function integer(digits: string | undefined, bits: number): number {
  const number = /^\d+$/.test(digits ?? '') ? Number(digits) : Number.NaN;
  return number < 2 ** bits ? number : malformed(`"${digits}" is not a number of ${bits} bits`);
}

function malformed(message: string): never {
  throw Object.assign(new Error(`${message}.`), { name: 'RecordRefused' });
}
