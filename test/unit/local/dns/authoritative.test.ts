import { createHash } from 'node:crypto';
import { decode } from 'dns-packet';
import { WorldClock } from '../../../../local/clock.ts';
import { answerAuthoritatively } from '../../../../local/dns/authoritative.ts';
import { createDns, type Dns } from '../../../../local/dns/dns.ts';
import { respond } from '../../../../local/dns/message.ts';
import { createZones, type Zones } from '../../../../local/dns/zones.ts';
import { openStore } from '../../../../local/store.ts';
import { createWorld } from '../../../../local/world.ts';
import { ask, exchangeTcp, exchangeUdp, told } from './ask.ts';

const SERVER = '127.53.0.1';
const SOA = 'example.com 900 SOA ns1.example.com 9 86400';

let zones: Zones;
let dns: Dns;
let port: number;
const world = createWorld(new WorldClock(new Date('2026-11-21T00:00:00Z')), openStore(), 'seed');

beforeAll(async () => {
  zones = createZones(world);
  zones.createZone({ name: 'example.com', servers: [{ host: 'ns1.example.com', address: SERVER }] });
  zones.createZone({ name: 'shop.example.com', servers: [{ host: 'ns.shop.example.com', address: '127.53.0.2' }] });
  const put = (name: string, type: 'A' | 'CNAME' | 'TXT' | 'MX' | 'CAA' | 'NS', ...values: string[]) =>
    zones.put('example.com', { name, type, ttl: 300, values });
  put('www.example.com', 'A', '127.0.0.1', '127.0.0.2');
  put('example.com', 'CAA', '0 issue "amazon.com"', '0 issuewild ";"');
  put('example.com', 'MX', '10 mx.example.com');
  put('alias.example.com', 'CNAME', 'step.example.com');
  put('step.example.com', 'CNAME', 'www.example.com');
  put('away.example.com', 'CNAME', 'd111111abcdef8.cloudfront.net');
  put('*.wild.example.com', 'TXT', '"any \\"name\\"" "\\065"');
  put('long.example.com', 'TXT', ...Array.from({ length: 8 }, (_, at) => `"${at}${'x'.repeat(199)}"`));
  dns = createDns(world, zones);
  port = (await dns.listen({ port: 0 })).port;
});
afterAll(() => dns.close());

describe.each([{ tcp: false }, { tcp: true }])('an authoritative server, tcp: $tcp', ({ tcp }) => {
  it.each<[string, string, string, string[], string[]]>([
    ['www.example.com', 'A', 'NOERROR', ['www.example.com 300 A 127.0.0.1', 'www.example.com 300 A 127.0.0.2'], []],
    [
      'example.com',
      'CAA',
      'NOERROR',
      ['example.com 300 CAA 0 issue amazon.com', 'example.com 300 CAA 0 issuewild ;'],
      [],
    ],
    ['example.com', 'MX', 'NOERROR', ['example.com 300 MX 10 mx.example.com'], []],
    ['example.com', 'NS', 'NOERROR', ['example.com 172800 NS ns1.example.com'], []],
    ['alias.example.com', 'CNAME', 'NOERROR', ['alias.example.com 300 CNAME step.example.com'], []],
    ['away.example.com', 'A', 'NOERROR', ['away.example.com 300 CNAME d111111abcdef8.cloudfront.net'], []],
    ['a.b.wild.example.com', 'TXT', 'NOERROR', ['a.b.wild.example.com 300 TXT any "name"|A'], []],
    ['wild.example.com', 'TXT', 'NOERROR', [], [SOA]],
    ['www.example.com', 'MX', 'NOERROR', [], [SOA]],
    ['www.example.com', 'HTTPS', 'NOERROR', [], [SOA]],
    ['nope.example.com', 'A', 'NXDOMAIN', [], [SOA]],
    ['www.example.org', 'A', 'REFUSED', [], []],
    ['www.example.com', 'AXFR', 'REFUSED', [], []],
    ['www.example.com', 'ANY', 'NOTIMP', [], []],
  ])('answers %s %s with %s', async (name, type, rcode, answers, authorities) => {
    const reply = await ask({ address: SERVER, port, name, type, tcp });
    expect(reply).toMatchObject({ id: 4711, rcode, flag_ra: false, flag_aa: !['REFUSED', 'NOTIMP'].includes(rcode) });
    expect(told(reply.answers)).toEqual(answers);
    expect(told(reply.authorities)).toEqual(authorities);
  });

  it('follows a chain of CNAMEs within the zone', async () => {
    const reply = await ask({ address: SERVER, port, name: 'alias.example.com', type: 'A', tcp });
    expect(told(reply.answers)).toEqual([
      'alias.example.com 300 CNAME step.example.com',
      'step.example.com 300 CNAME www.example.com',
      'www.example.com 300 A 127.0.0.1',
      'www.example.com 300 A 127.0.0.2',
    ]);
  });

  it('refers to the servers of a deeper zone, with the address of those inside its own', async () => {
    const reply = await ask({ address: SERVER, port, name: 'id.shop.example.com', type: 'A', tcp });
    expect(reply).toMatchObject({ rcode: 'NOERROR', flag_aa: false });
    expect(told(reply.authorities)).toEqual(['shop.example.com 172800 NS ns.shop.example.com']);
    expect(told(reply.additionals)).toEqual(['ns.shop.example.com 172800 A 127.53.0.2']);
  });
});

describe('the size of an answer', () => {
  const long = { address: SERVER, name: 'long.example.com', type: 'TXT' };

  it.each([{ edns: undefined }, { edns: 512 }, { edns: 1232 }, { edns: 4096 }])(
    'over UDP to an asker that advertises $edns octets: 1600 octets of data are cut',
    async ({ edns }) => {
      const reply = await ask({ ...long, port, ...(edns && { edns }) });
      expect(reply).toMatchObject({ rcode: 'NOERROR', flag_tc: true, flag_aa: true });
      expect(told(reply.answers)).toEqual([]);
    },
  );

  it('is whole over TCP', async () => {
    const reply = await ask({ ...long, port, tcp: true });
    expect(reply.flag_tc).toBe(false);
    expect(reply.answers).toHaveLength(8);
  });

  it('fits 600 octets into an answer over UDP when EDNS allows it', async () => {
    zones.put('shop.example.com', {
      name: 't.shop.example.com',
      type: 'TXT',
      ttl: 60,
      values: ['a', 'b', 'c'].map((c) => `"${c.repeat(200)}"`),
    });
    const short = { address: '127.53.0.2', port, name: 't.shop.example.com', type: 'TXT' };
    expect((await ask(short)).flag_tc).toBe(true);
    expect((await ask({ ...short, edns: 1232 })).answers).toHaveLength(3);
  });
});

describe('a packet that is no query', () => {
  const query = Buffer.from('12340100000100000000000003777777076578616d706c6503636f6d0000010001', 'hex');
  const changed = (at: number, octet: number) => Buffer.from(query).fill(octet, at, at + 1);

  it.each([
    ['cut off within the question', query.subarray(0, 20), '123481010000000000000000'],
    ['without a question', changed(5, 0).subarray(0, 12), '123481010000000000000000'],
    [
      'with a name that points at itself',
      Buffer.from('123401000001000000000000c00c00010001', 'hex'),
      '123481010000000000000000',
    ],
    ['with two questions', Buffer.concat([changed(5, 2), query.subarray(12)]), '123481010000000000000000'],
  ])('%s is answered FORMERR', async (_what, packet, answer) => {
    expect((await exchangeUdp(SERVER, port, packet)).toString('hex')).toBe(answer);
    expect((await exchangeTcp(SERVER, port, packet)).toString('hex')).toBe(answer);
  });

  it('with another opcode is answered NOTIMP, of another class REFUSED', async () => {
    expect((await exchangeUdp(SERVER, port, changed(2, 0x21))).readUInt16BE(2)).toBe(0xa104);
    expect((await exchangeUdp(SERVER, port, changed(32, 3))).readUInt16BE(2)).toBe(0x8105);
  });

  it('but a few octets, or a response, is met with silence, and the next query is answered', async () => {
    const reply = await exchangeUdp(SERVER, port, Buffer.from([0]), query.subarray(0, 11), changed(2, 0x81), query);
    expect(told(decode(reply).answers)).toEqual(['www.example.com 300 A 127.0.0.1', 'www.example.com 300 A 127.0.0.2']);
  });

  it('but random octets brings no server down', async () => {
    for (let seed = 0; seed < 200; seed++) {
      const noise = createHash('sha512').update(String(seed)).digest();
      const packet = Buffer.concat([query.subarray(0, 12), noise.subarray(0, 1 + (seed % 64))]);
      const answer = respond(packet, 'udp', (asked) => answerAuthoritatively(zones, SERVER, asked));
      expect(answer?.readUInt16BE(0)).toBe(0x1234);
    }
  });
});

describe('a server that misbehaves', () => {
  const query = { address: SERVER, name: 'www.example.com', type: 'A' };
  afterEach(() => zones.setBehaviour('ns1.example.com', 'answers'));

  it('times out', () => {
    zones.setBehaviour('ns1.example.com', 'times-out');
    const asked = { recursionDesired: false, checkingDisabled: false, wantsAuthentic: false };
    expect(answerAuthoritatively(zones, SERVER, { name: 'www.example.com', type: 'A', ...asked })).toBeUndefined();
    expect(answerAuthoritatively(zones, SERVER, { name: 'www.example.org', type: 'A', ...asked })).toBeUndefined();
  });

  it('refuses', async () => {
    zones.setBehaviour('ns1.example.com', 'refuses');
    expect(await ask({ ...query, port })).toMatchObject({ rcode: 'REFUSED', answers: [] });
  });

  it('is lame: no answer, not authoritative, no SOA', async () => {
    zones.setBehaviour('ns1.example.com', 'lame');
    expect(await ask({ ...query, port })).toMatchObject({
      rcode: 'NOERROR',
      flag_aa: false,
      answers: [],
      authorities: [],
    });
  });

  it('is stale: it serves what it knew, until it answers again', async () => {
    zones.setBehaviour('ns1.example.com', 'stale');
    zones.put('example.com', { name: 'later.example.com', type: 'A', ttl: 60, values: ['127.0.0.7'] });
    const later = () => ask({ address: SERVER, port, name: 'later.example.com', type: 'A' });
    expect(await later()).toMatchObject({ rcode: 'NXDOMAIN', flag_aa: true });
    expect((await ask({ ...query, port })).answers).toHaveLength(2);
    zones.setBehaviour('ns1.example.com', 'answers');
    expect(told((await later()).answers)).toEqual(['later.example.com 60 A 127.0.0.7']);
    zones.remove('example.com', 'later.example.com', 'A');
  });
});

describe('zones that are made while the servers run', () => {
  it('are served at once, at new addresses, too', async () => {
    zones.createZone({ name: 'late.com', servers: [{ host: 'ns.late.com', address: '127.53.0.99' }] });
    await world.clock.quiet();
    const reply = await ask({ address: '127.53.0.99', port, name: 'ns.late.com', type: 'A' });
    expect(told(reply.answers)).toEqual(['ns.late.com 3600 A 127.53.0.99']);
    zones.deleteZone('late.com');
    expect(await ask({ address: '127.53.0.99', port, name: 'ns.late.com', type: 'A' })).toMatchObject({
      rcode: 'REFUSED',
    });
  });
});
