import { CHECKING_DISABLED } from 'dns-packet';
import { WorldClock } from '../../../../local/clock.ts';
import { createDns, type Dns } from '../../../../local/dns/dns.ts';
import { createZones, type RecordSet, type Zones } from '../../../../local/dns/zones.ts';
import { openStore } from '../../../../local/store.ts';
import { createWorld, type World } from '../../../../local/world.ts';
import { AUTHENTIC_DATA, ask, told } from './ask.ts';

const [FIRST, SECOND] = ['127.53.0.53', '127.53.0.54'];
const START = Date.parse('2026-11-21T00:00:00Z');

let world: World;
let zones: Zones;
let dns: Dns;
let port: number;

beforeEach(async () => {
  world = createWorld(new WorldClock(new Date(START)), openStore(), 'seed');
  zones = createZones(world);
  zones.createZone({
    name: 'customer.com',
    servers: [
      { host: 'ns1.customer.com', address: '127.53.0.1' },
      { host: 'ns2.customer.com', address: '127.53.0.2' },
    ],
  });
  zones.createZone({ name: 'vendor.net', servers: [{ host: 'ns.vendor.net', address: '127.53.0.3' }] });
  put('id.customer.com', 'CNAME', 300, '42.sslproxy.vendor.net');
  put('42.sslproxy.vendor.net', 'A', 60, '127.0.0.1');
  dns = createDns(world, zones);
  port = (await dns.listen({ port: 0 })).port;
});
afterEach(() => dns.close());

function put(name: string, type: RecordSet['type'], ttl: number, ...values: string[]) {
  zones.put(zones.zoneOf(name)?.name ?? '', { name, type, ttl, values });
}
const query = (name: string, type: string, address = FIRST ?? '', flags = 0) =>
  ask({ address, port, name, type, flags });
const after = (seconds: number) => world.clock.jumpTo(new Date(START + seconds * 1000));

it('follows a chain across zones, over UDP and TCP', async () => {
  for (const tcp of [false, true]) {
    const reply = await ask({ address: FIRST ?? '', port, name: 'ID.customer.com', type: 'A', tcp });
    expect(reply).toMatchObject({ rcode: 'NOERROR', flag_ra: true, flag_aa: false, flag_ad: false });
    expect(told(reply.answers)).toEqual([
      'id.customer.com 300 CNAME 42.sslproxy.vendor.net',
      '42.sslproxy.vendor.net 60 A 127.0.0.1',
    ]);
  }
});

it('counts each TTL down in world time and asks again when it has run out', async () => {
  await query('id.customer.com', 'A');
  put('id.customer.com', 'CNAME', 300, 'elsewhere.vendor.net');
  put('42.sslproxy.vendor.net', 'A', 60, '127.0.0.9');
  await after(59);
  expect(told((await query('id.customer.com', 'A')).answers)).toEqual([
    'id.customer.com 241 CNAME 42.sslproxy.vendor.net',
    '42.sslproxy.vendor.net 1 A 127.0.0.1',
  ]);
  await after(60);
  expect(told((await query('id.customer.com', 'A')).answers)).toEqual([
    'id.customer.com 240 CNAME 42.sslproxy.vendor.net',
    '42.sslproxy.vendor.net 60 A 127.0.0.9',
  ]);
  await after(300);
  expect(told((await query('id.customer.com', 'CNAME')).answers)).toEqual([
    'id.customer.com 300 CNAME elsewhere.vendor.net',
  ]);
});

it('keeps a CNAME that it met on the way for the one who asks for the CNAME', async () => {
  await query('id.customer.com', 'A');
  await after(100);
  expect(told((await query('id.customer.com', 'CNAME')).answers)).toEqual([
    'id.customer.com 200 CNAME 42.sslproxy.vendor.net',
  ]);
});

it('keeps that a name does not exist for the lesser of SOA minimum and TTL, for every type', async () => {
  const absent = await query('new.customer.com', 'CNAME');
  expect(absent.rcode).toBe('NXDOMAIN');
  expect(told(absent.authorities)).toEqual(['customer.com 900 SOA ns1.customer.com 2 86400']);
  put('new.customer.com', 'A', 60, '127.0.0.5');
  await after(899);
  const kept = await query('new.customer.com', 'A');
  expect(kept.rcode).toBe('NXDOMAIN');
  expect(told(kept.authorities)).toEqual(['customer.com 1 SOA ns1.customer.com 2 86400']);
  await after(900);
  expect(told((await query('new.customer.com', 'A')).answers)).toEqual(['new.customer.com 60 A 127.0.0.5']);
});

it('keeps that a name has no data of a type for that type only', async () => {
  put('some.customer.com', 'A', 60, '127.0.0.5');
  expect(await query('some.customer.com', 'TXT')).toMatchObject({ rcode: 'NOERROR', answers: [] });
  put('some.customer.com', 'TXT', 60, '"late"');
  put('some.customer.com', 'MX', 60, '10 mx.customer.com');
  expect((await query('some.customer.com', 'TXT')).answers).toEqual([]);
  expect((await query('some.customer.com', 'MX')).answers).toHaveLength(1);
});

it('lets a zone choose its negative TTL with its SOA', async () => {
  put('customer.com', 'SOA', 3600, 'ns1.customer.com hostmaster.customer.com 9 7200 900 1209600 30');
  await query('new.customer.com', 'A');
  put('new.customer.com', 'A', 60, '127.0.0.5');
  await after(29);
  expect((await query('new.customer.com', 'A')).rcode).toBe('NXDOMAIN');
  await after(30);
  expect((await query('new.customer.com', 'A')).rcode).toBe('NOERROR');
});

it('has a cache per resolver, and none for the simulators', async () => {
  await query('id.customer.com', 'CNAME', FIRST);
  put('id.customer.com', 'CNAME', 300, 'new.vendor.net');
  expect(told((await query('id.customer.com', 'CNAME', FIRST)).answers)).toEqual([
    'id.customer.com 300 CNAME 42.sslproxy.vendor.net',
  ]);
  expect(told((await query('id.customer.com', 'CNAME', SECOND)).answers)).toEqual([
    'id.customer.com 300 CNAME new.vendor.net',
  ]);
  expect(dns.resolve('id.customer.com', 'CNAME')).toEqual({
    rcode: 'NOERROR',
    answers: [{ name: 'id.customer.com', type: 'CNAME', ttl: 300, values: ['new.vendor.net'] }],
    authorities: [],
    secure: false,
  });
});

it('remembers over a restart what it had cached', async () => {
  await query('id.customer.com', 'CNAME');
  put('id.customer.com', 'CNAME', 300, 'new.vendor.net');
  await dns.close();
  dns = createDns(world, createZones(world));
  port = (await dns.listen({ port: 0 })).port;
  expect(told((await query('id.customer.com', 'CNAME')).answers)).toEqual([
    'id.customer.com 300 CNAME 42.sslproxy.vendor.net',
  ]);
});

it('knows no domain that has no zone', async () => {
  const reply = await query('www.unregistered.org', 'A');
  expect(reply.rcode).toBe('NXDOMAIN');
  expect(told(reply.authorities)).toEqual(['. 86400 SOA a.root-servers.invalid 1 86400']);
  expect((await query('com', 'CAA')).rcode).toBe('NOERROR');
});

it.each(['times-out', 'lame', 'refuses'] as const)(
  'fails when every server of the zone %s, not when one does',
  async (behaviour) => {
    zones.setBehaviour('ns1.customer.com', behaviour);
    expect((await query('id.customer.com', 'CNAME')).rcode).toBe('NOERROR');
    zones.setBehaviour('ns2.customer.com', behaviour);
    expect((await query('www.customer.com', 'A')).rcode).toBe('SERVFAIL');
    expect((await query('id.customer.com', 'CNAME')).rcode).toBe('NOERROR'); // from the cache
  },
);

it('says AD when every zone on the way is secure and the asker can read it', async () => {
  zones.setDnssec('customer.com', 'secure');
  expect((await query('id.customer.com', 'CNAME', FIRST, AUTHENTIC_DATA)).flag_ad).toBe(true);
  expect((await query('id.customer.com', 'CNAME', FIRST)).flag_ad).toBe(false);
  expect((await query('id.customer.com', 'A', FIRST, AUTHENTIC_DATA)).flag_ad).toBe(false);
});

it('fails for a bogus zone, saying so with EDNS, and shows its data to who disables checking', async () => {
  zones.setDnssec('customer.com', 'bogus');
  const refused = await ask({ address: FIRST ?? '', port, name: 'id.customer.com', type: 'CNAME', edns: 1232 });
  expect(refused).toMatchObject({ rcode: 'SERVFAIL', answers: [] });
  expect(refused.additionals).toMatchObject([{ options: [{ code: 15, data: Buffer.from([0, 6]) }] }]);
  const shown = await query('id.customer.com', 'CNAME', FIRST, CHECKING_DISABLED);
  expect(told(shown.answers)).toEqual(['id.customer.com 300 CNAME 42.sslproxy.vendor.net']);
  expect((await query('id.customer.com', 'CNAME')).rcode).toBe('SERVFAIL');
});

it('fails for a loop, for a chain of twelve and for a delegation to a zone that is not there', async () => {
  put('loop.customer.com', 'CNAME', 60, 'loop.vendor.net');
  put('loop.vendor.net', 'CNAME', 60, 'loop.customer.com');
  for (let at = 0; at < 12; at++) put(`c${at}.customer.com`, 'CNAME', 60, `c${at + 1}.customer.com`);
  put('c12.customer.com', 'A', 60, '127.0.0.1');
  put('gone.customer.com', 'NS', 60, 'ns.gone-provider.net');
  expect((await query('loop.customer.com', 'A')).rcode).toBe('SERVFAIL');
  expect((await query('c0.customer.com', 'A')).rcode).toBe('SERVFAIL');
  expect(dns.resolve('c1.customer.com', 'A').answers).toHaveLength(12);
  expect((await query('id.gone.customer.com', 'A')).rcode).toBe('SERVFAIL');
});
