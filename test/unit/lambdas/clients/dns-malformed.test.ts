/**
 * Whatever octets a name server sends end as an answer with an outcome: read in full, or not at all. Real sockets; packets are right
 * ones that were broken in one way, or garbage. Seeded: a failure prints its seed and path, and fast-check shortens it.
 */
import * as packet from 'dns-packet';
import fc from 'fast-check';
import { judgeCaa } from '../../../../core/caa.ts';
import { routeMail } from '../../../../core/mail-route.ts';
import { createDnsClient } from '../../../../lambdas/clients/dns.ts';
import { isSound } from '../../../../lambdas/clients/dns-wire.ts';
import { type DnsWorld, type Override, startDns } from '../../../support/unit/dns-server.ts';

const SEED = 20_261_121;
const NAME = 'login.example.com';

let world: DnsWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** A client of one resolver that answers so. */
async function asking(override: Override) {
  world = await startDns({ zones: {}, resolvers: ['127.9.0.1'], override });
  return createDnsClient({ resolvers: world.resolvers, port: world.port });
}

type Query = Parameters<Override>[1];

function answerTo(query: Query, answers: packet.Answer[], more: Partial<packet.Packet> = {}): Buffer {
  const { id = 0, questions = [] } = query;
  return packet.encode({ type: 'response', id, questions, answers, authorities: [], additionals: [], ...more });
}

const text = fc.string({ unit: 'binary', maxLength: 60 });
const name = fc.constantFrom(NAME, 'target.example.net', 'a.b.c.d.example.org', 'x'.repeat(63));
const ttl = fc.constantFrom(0, 60, 86_400, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff);
const record: fc.Arbitrary<packet.Answer> = fc.oneof(
  fc.record({ name, ttl, type: fc.constant('A' as const), data: fc.ipV4() }),
  fc.record({ name, ttl, type: fc.constant('CNAME' as const), data: name }),
  fc.record({ name, ttl, type: fc.constant('NS' as const), data: name }),
  fc.record({ name, ttl, type: fc.constant('TXT' as const), data: fc.array(text, { minLength: 1, maxLength: 4 }) }),
  fc.record({
    name,
    ttl,
    type: fc.constant('MX' as const),
    data: fc.record({ preference: fc.nat(65_535), exchange: name }),
  }),
  fc.record({
    name,
    ttl,
    type: fc.constant('CAA' as const),
    data: fc.record({ flags: fc.nat(255), tag: fc.constantFrom('issue', 'iodef', 'odd'), value: text }),
  }) as fc.Arbitrary<packet.Answer>,
);
type Section = 'answers' | 'authorities' | 'additionals';
const message = fc.record({
  flags: fc.nat(0x7fff).map((flags) => flags & ~packet.TRUNCATED_RESPONSE),
  answers: fc.array(record, { maxLength: 4 }),
  authorities: fc.array(record, { maxLength: 2 }),
  additionals: fc.array(record, { maxLength: 2 }),
} satisfies Record<Section | 'flags', unknown>);

/** What is done to the octets behind the question, so that the packet is still for us. */
const damage = fc.oneof(
  fc.record({ how: fc.constant('cut' as const), at: fc.nat(1000), octet: fc.nat(255) }),
  fc.record({ how: fc.constant('set' as const), at: fc.nat(1000), octet: fc.nat(255) }),
  fc.record({ how: fc.constant('append' as const), at: fc.nat(1000), octet: fc.nat(255) }),
  fc.record({ how: fc.constant('count' as const), at: fc.nat(2), octet: fc.nat(255) }),
);

function damaged(right: Buffer, { how, at, octet }: { how: string; at: number; octet: number }, from: number): Buffer {
  const octets = Buffer.from(right);
  const place = from + (at % Math.max(1, octets.length - from));
  if (how === 'cut') return octets.subarray(0, place);
  if (how === 'append') return Buffer.concat([octets, Buffer.alloc(at % 40, octet)]);
  if (how === 'count') octets[7 + 2 * at] = octet;
  else if (place < octets.length) octets[place] = octet;
  return octets;
}

const OUTCOMES = ['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', 'FORMERR', 'NOTIMP', 'NOTAUTH', 'OTHER', 'MALFORMED'];
/** Octets of header and question of NAME. */
const BEFORE = 12 + NAME.length + 2 + 4;

it('reads every broken packet as an answer with an outcome, in visible ASCII', async () => {
  let sent: Buffer = Buffer.alloc(0);
  const dns = await asking((_, { id = 0 }) => {
    sent.writeUInt16BE(id, 0);
    return sent;
  });
  let count = 0;
  const property = fc.asyncProperty(message, fc.array(damage, { maxLength: 2 }), async (parts, harm) => {
    const asked = `n${count++}.com`.padStart(NAME.length, 'n'); // as long as NAME, and asked once
    const questions = [{ name: asked, type: 'TXT' as const }];
    const right = packet.encode({ type: 'response', id: 0, questions, ...parts });
    sent = harm.reduce((octets, each) => damaged(octets, each, BEFORE), right);
    const answer = await dns.lookup(asked, 'TXT');
    expect(OUTCOMES).toContain(answer.outcome);
    expect(JSON.stringify(answer)).toMatch(/^[ -~]*$/);
    expect(answer.records.every((each) => each.ttl <= 604_800)).toBe(true);
    for (const each of answer.records.filter(({ type }) => type === 'A')) expect(each.value).toMatch(/^[\d.]+$/);
    routeMail(asked, [answer]);
    judgeCaa({ alias: asked, target: NAME, answers: [answer], ofTarget: answer });
  });
  await fc.assert(property, { seed: SEED, numRuns: 200 });
});

it('reads garbage of any length as an answer with an outcome', async () => {
  const property = fc.property(fc.uint8Array({ minLength: 12, maxLength: 200 }), (octets) => {
    const garbage = Buffer.from(octets);
    try {
      packet.decode(garbage);
    } catch {
      return;
    }
    isSound(garbage); // never throws
  });
  fc.assert(property, { seed: SEED, numRuns: 200 });
  const dns = await asking((_, { id = 0 }) => {
    const octets = Buffer.alloc(64, 0xff);
    octets.writeUInt16BE(id, 0);
    return octets;
  });
  expect((await dns.lookup(NAME, 'A')).outcome).toBe('MALFORMED');
});

describe('a record that is not what its length says', () => {
  const A = { name: NAME, type: 'A', ttl: 60, data: '192.0.2.1' } as const;
  const CNAME = { name: NAME, type: 'CNAME', ttl: 60, data: 'target.example.net' } as const;

  it.each<[string, (query: Query) => Buffer]>([
    ['an address that is cut off', (query) => answerTo(query, [A]).subarray(0, -2)],
    [
      'an address of two octets',
      (query) => {
        const whole = answerTo(query, [A]).subarray(0, -2);
        whole.writeUInt16BE(2, whole.length - 4);
        return whole;
      },
    ],
    [
      'a name with something behind it',
      (query) => {
        const whole = Buffer.concat([answerTo(query, [CNAME]), Buffer.from([0])]);
        const at = whole.length - 1 - ('target.example.net'.length + 2) - 2;
        whole.writeUInt16BE(whole.readUInt16BE(at) + 1, at);
        return whole;
      },
    ],
    [
      'a label that holds a dot',
      (query) => {
        const whole = answerTo(query, [CNAME]);
        whole[whole.length - 'target.example.net'.length + 'target'.length - 1] = 46;
        whole[whole.length - 'target.example.net'.length - 2] = 'target.example'.length;
        return whole;
      },
    ],
  ])('makes the packet unreadable: %s', async (_, broken) => {
    const dns = await asking((__, query) => broken(query));
    expect(await dns.lookup(NAME, 'A')).toMatchObject({ outcome: 'MALFORMED', records: [] });
  });
});

it('keeps octets that are no visible ASCII escaped, and asks for no name that holds them', async () => {
  const data = 'm\u00fcn\u001bchen.example';
  const dns = await asking((_, query) => answerTo(query, [{ name: NAME, type: 'CNAME', ttl: 60, data }]));
  const [record] = (await dns.lookup(NAME, 'A')).records;
  expect(record?.value).toBe('m\\195\\188n\\027chen.example');
  expect(await dns.lookup(record?.value ?? '', 'A')).toMatchObject({ outcome: 'MALFORMED' });
  expect(await dns.lookup(`${'a'.repeat(64)}.example`, 'A')).toMatchObject({ outcome: 'MALFORMED' });
  expect(world?.asked).toHaveLength(1);
});

it('escapes a text as zone files do', async () => {
  const data = [Buffer.from('say "hi" \\ \x00\xff', 'latin1')];
  const dns = await asking((_, query) => answerTo(query, [{ name: NAME, type: 'TXT', ttl: 60, data }]));
  expect((await dns.lookup(NAME, 'TXT')).records[0]?.value).toBe('"say \\"hi\\" \\\\ \\000\\255"');
});

it('takes a TTL with its first bit set for none, and none for more than a week', async () => {
  const ttls = [0x8000_0000, 0x7fff_ffff, 3600];
  const dns = await asking((_, query) =>
    answerTo(
      query,
      ttls.map((ttl) => ({ name: NAME, type: 'A', ttl, data: '192.0.2.1' })),
    ),
  );
  expect((await dns.lookup(NAME, 'A')).records.map((each) => each.ttl)).toEqual([0, 604_800, 3600]);
});

it('takes no record of another class', async () => {
  const other = { name: NAME, type: 'TXT', ttl: 60, class: 'CH', data: 'chaos' } as const;
  const dns = await asking((_, query) => answerTo(query, [other]));
  expect(await dns.lookup(NAME, 'TXT')).toMatchObject({ outcome: 'NOERROR', records: [] });
});

it('reads the whole RCODE: one of EDNS is no NOERROR', async () => {
  const opt = { type: 'OPT', name: '.', udpPayloadSize: 1232, ednsVersion: 0, flags: 0, flag_do: false } as const;
  const dns = await asking(({ edns }, query) => {
    const extendedRcode = edns ? 1 : 2; // BADVERS, then one that nobody has heard of
    return answerTo(query, [], { additionals: [{ ...opt, extendedRcode, options: [] }] });
  });
  expect((await dns.lookup(NAME, 'A')).outcome).toBe('OTHER');
  expect(world?.asked.map(({ edns }) => edns)).toEqual([true, false]);
});

it('takes all records that fit into a message over TCP', async () => {
  const data = Array.from({ length: 1900 }, (_, index) => `192.0.${index >> 8}.${index & 255}`);
  const records = data.map((address) => ({ name: NAME, type: 'A', ttl: 60, data: address }) as const);
  const dns = await asking(({ transport }, query) =>
    transport === 'udp' ? answerTo(query, [], { flags: packet.TRUNCATED_RESPONSE }) : answerTo(query, records),
  );
  expect((await dns.lookup(NAME, 'A')).records).toHaveLength(1900);
});
