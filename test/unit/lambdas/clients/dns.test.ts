import * as packet from 'dns-packet';
import { createDnsClient } from '../../../../lambdas/clients/dns.ts';
import { type DnsWorld, type DnsWorldSettings, startDns } from '../../../support/unit/dns-server.ts';

const ZONES = {
  'example.com': {
    servers: ['127.9.1.1', '127.9.1.2'],
    records: [
      'login.example.com 300 CNAME site-1.sslproxy.us1.example.net',
      'example.com 300 MX 10 mx.example.com',
      'example.com 300 CAA 0 issue "amazon.com"',
      'example.com 300 TXT "hello"',
      'alias.example.com 300 CNAME example.net',
      ...Array.from({ length: 100 }, (_, index) => `many.example.com 60 A 192.0.2.${index}`),
    ],
  },
  'example.net': { servers: ['127.9.2.1'], records: ['site-1.sslproxy.us1.example.net 60 A 192.0.2.80'] },
};

describe('the DNS client', () => {
  let world: DnsWorld;
  const start = async (settings: Partial<DnsWorldSettings> = {}) => {
    world = await startDns({ zones: ZONES, ...settings });
    return createDnsClient({ resolvers: world.resolvers, port: world.port });
  };
  afterEach(() => world.close());

  it('gives the answer of every resolver with the whole chain', async () => {
    const dns = await start();
    const answers = await dns.resolve('login.example.com', 'A');
    expect(answers.map(({ server, outcome }) => [server, outcome])).toEqual([
      [`127.9.0.1:${world.port}`, 'NOERROR'],
      [`127.9.0.2:${world.port}`, 'NOERROR'],
    ]);
    expect(answers[0]?.records).toEqual([
      { name: 'login.example.com', type: 'CNAME', ttl: 300, value: 'site-1.sslproxy.us1.example.net' },
      { name: 'site-1.sslproxy.us1.example.net', type: 'A', ttl: 60, value: '192.0.2.80' },
    ]);
    expect(answers[0]).toMatchObject({ authoritative: false, authenticated: false });
  });

  it('gives values in presentation format', async () => {
    const dns = await start();
    const values = await Promise.all(
      (['MX', 'CAA', 'TXT', 'SOA'] as const).map(
        async (type) => (await dns.lookup('example.com', type)).records[0]?.value,
      ),
    );
    expect(values).toEqual([
      '10 mx.example.com',
      '0 issue "amazon.com"',
      '"hello"',
      'ns1.invalid hostmaster.invalid 1 3600 600 86400 900',
    ]);
  });

  it('tells how long a missing name is remembered', async () => {
    const dns = await start();
    expect(await dns.lookup('nothing.example.com', 'A')).toMatchObject({
      outcome: 'NXDOMAIN',
      records: [],
      negative: { zone: 'example.com', ttl: 900 },
    });
  });

  it('finds the zone of a name and asks every server of it over IPv4', async () => {
    const dns = await start();
    const zone = await dns.zoneOf('deep.below.example.com');
    expect(zone).toEqual({
      found: true,
      apex: 'example.com',
      servers: [
        { name: 'ns1.example.com', address: '127.9.1.1' },
        { name: 'ns2.example.com', address: '127.9.1.2' },
      ],
    });
    const answers = await dns.authoritative(zone, 'login.example.com', 'A');
    expect(answers.map(({ server, authoritative }) => [server, authoritative])).toEqual([
      ['ns1.example.com (127.9.1.1)', true],
      ['ns2.example.com (127.9.1.2)', true],
    ]);
    expect(
      world.asked.filter(({ address }) => address.startsWith('127.9.1.')).every(({ recursive }) => !recursive),
    ).toBe(true);
  });

  it('climbs past a name that is a CNAME itself', async () => {
    const dns = await start();
    expect(await dns.zoneOf('alias.example.com')).toMatchObject({ found: true, apex: 'example.com' });
  });

  it.each([
    ['in a zone of its own, to a name in the zone above', 'www.de.shop.com', 'de.shop.com', 'www.shop.com'],
    ['to a domain that nobody registered', 'www.shop.com', 'shop.com', 'shop.unregistered.com'],
  ])('takes no zone from beyond a CNAME %s', async (_, name, apex, target) => {
    const zones = {
      com: { servers: ['127.9.3.1'], records: [] },
      'shop.com': { servers: ['127.9.3.2'], records: ['www.shop.com 300 A 192.0.2.1'] },
      'de.shop.com': { servers: ['127.9.3.3'], records: [] },
      [apex]: { servers: ['127.9.3.4'], records: [`${name} 300 CNAME ${target}`] },
    };
    const dns = await start({ zones });
    expect(await dns.zoneOf(name)).toMatchObject({ found: true, apex, servers: [{ address: '127.9.3.4' }] });
  });

  it('finds a zone whose name is a CNAME by the zone above, as its servers do not say', async () => {
    const zones = {
      com: { servers: ['127.9.3.1'], records: [] },
      'shop.com': { servers: ['127.9.3.2'], records: [] },
      'example.net': ZONES['example.net'],
    };
    const dns = await start({
      zones,
      override: ({ address, name }) =>
        name === 'shop.com' && address !== '127.9.3.1' ? { answers: ['shop.com 300 CNAME example.net'] } : undefined,
    });
    expect(await dns.zoneOf('shop.com')).toMatchObject({ found: true, servers: [{ address: '127.9.3.2' }] });
  });

  it.each(['pages.github.io', 'www.example.net'])(
    'finds the zone of a name below a suffix that is a CNAME to %s',
    async (to) => {
      const zones = {
        io: { servers: ['127.9.3.1'], records: [] },
        'github.io': { servers: ['127.9.3.2'], records: [`shop.github.io 300 CNAME ${to}`] },
        'example.net': ZONES['example.net'],
      };
      const dns = await start({ zones });
      expect(await dns.zoneOf('shop.github.io')).toMatchObject({ found: true, apex: 'github.io' });
    },
  );

  it('finds a zone below the registrable domain that no resolver gets an answer of', async () => {
    const zones = {
      com: { servers: ['127.9.3.1'], records: [] },
      'shop.com': { servers: ['127.9.3.2'], records: [] },
      'eu.shop.com': { servers: ['127.9.3.3'], records: [] },
    };
    const dns = await start({
      zones,
      override: ({ address, name }) =>
        name.endsWith('eu.shop.com') && address.startsWith('127.9.0.') ? { rcode: 'SERVFAIL' } : undefined,
    });
    expect(await dns.zoneOf('www.eu.shop.com')).toMatchObject({ found: true, apex: 'eu.shop.com' });
  });

  it('tells a domain that nobody registered', async () => {
    const dns = await start();
    expect(await dns.zoneOf('www.unregistered.com')).toEqual({
      found: false,
      outcome: 'NXDOMAIN',
      seen: 'com has no unregistered.com',
    });
  });

  it('finds the servers of a zone by the zone above when resolvers get no answer from them', async () => {
    const dns = await start({
      zones: { ...ZONES, com: { servers: ['127.9.3.1'], records: [] } },
      override: ({ address, name }) =>
        address.startsWith('127.9.0.') && name.endsWith('example.com') ? { rcode: 'SERVFAIL' } : undefined,
    });
    expect(await dns.zoneOf('example.com')).toMatchObject({
      found: true,
      apex: 'example.com',
      servers: [{ address: '127.9.1.1' }, { address: '127.9.1.2' }],
    });
  });

  it('looks infrastructure up unvalidated, so that a zone with broken DNSSEC is still found', async () => {
    const dns = await start({
      override: ({ checkingDisabled, recursive }) =>
        recursive && !checkingDisabled ? { rcode: 'SERVFAIL' } : undefined,
    });
    expect(await dns.zoneOf('example.com')).toMatchObject({ found: true, apex: 'example.com' });
    expect((await dns.lookup('login.example.com', 'A')).outcome).toBe('SERVFAIL');
  });

  it('says NOADDRESS for a name server that only has a private address', async () => {
    const dns = await start({
      override: ({ name, type }) =>
        name === 'ns2.example.com' && type === 'A' ? { answers: ['ns2.example.com 60 A 10.0.0.2'] } : undefined,
    });
    const answers = await dns.authoritative(await dns.zoneOf('example.com'), 'login.example.com', 'A');
    expect(answers.map(({ server, outcome }) => [server, outcome])).toEqual([
      ['ns1.example.com (127.9.1.1)', 'NOERROR'],
      ['ns2.example.com', 'NOADDRESS'],
    ]);
  });

  it('never asks the same server the same question twice', async () => {
    const dns = await start();
    const names = ['login.example.com', 'login.example.com', 'other.example.com'];
    const ask = () =>
      Promise.all(
        names.map(async (name) => [
          await dns.resolve(name, 'A'),
          await dns.authoritative(await dns.zoneOf('example.com'), name, 'A'),
        ]),
      );
    await ask();
    await ask();
    const questions = world.asked.map(({ address, name, type }) => `${address} ${name} ${type}`);
    expect(questions).toHaveLength(new Set(questions).size);
  });

  it('asks with EDNS and takes a long answer over TCP', async () => {
    const dns = await start();
    const answer = await dns.lookup('many.example.com', 'A');
    expect(answer.records).toHaveLength(100);
    expect(world.asked.map(({ transport, edns }) => [transport, edns])).toEqual([
      ['udp', true],
      ['tcp', true],
    ]);
  });

  it('asks a server that does not know EDNS once more without it', async () => {
    const dns = await start({ override: ({ edns }) => (edns ? { rcode: 'FORMERR' } : undefined) });
    expect((await dns.lookup('login.example.com', 'CNAME')).outcome).toBe('NOERROR');
    expect(world.asked.map(({ edns }) => edns)).toEqual([true, false]);
  });

  it.each(['SERVFAIL', 'REFUSED', 'NOTIMP'] as const)('gives %s as an outcome', async (rcode) => {
    const dns = await start({ override: () => ({ rcode }) });
    expect((await dns.resolve('login.example.com', 'A')).map(({ outcome }) => outcome)).toEqual([rcode, rcode]);
  });

  it('asks the next resolver when one has no answer', async () => {
    const dns = await start({
      override: ({ address }) => (address === '127.9.0.1' ? { rcode: 'SERVFAIL' } : undefined),
    });
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((label) => dns.lookup(`${label}.example.com`, 'A')));
    expect(answers.map(({ outcome }) => outcome)).toEqual(['NXDOMAIN', 'NXDOMAIN', 'NXDOMAIN', 'NXDOMAIN']);
  });

  it('gives MALFORMED for a packet that cannot be read', async () => {
    const dns = await start({
      override: (_, query) => {
        const broken = packet.encode({ type: 'response', id: query.id ?? 0, questions: query.questions ?? [] });
        broken.writeUInt16BE(7, 6); // seven answers announced, none there
        return broken;
      },
    });
    expect((await dns.lookup('login.example.com', 'A')).outcome).toBe('MALFORMED');
  });

  it('gives TIMEOUT after two tries of two seconds, deaf to packets with another id or another question', async () => {
    const forged = { name: 'login.example.com', type: 'A', data: '192.0.2.66' } as const;
    const dns = await start({
      resolvers: ['127.9.0.1', '127.9.0.2', '127.9.0.3'],
      override: ({ address }, query) => {
        if (address === '127.9.0.1') return 'silence';
        const [id, name] =
          address === '127.9.0.2' ? [(query.id ?? 0) ^ 1, 'login.example.com'] : [query.id ?? 0, 'other.example.com'];
        return packet.encode({ type: 'response', id, questions: [{ name, type: 'A' }], answers: [forged] });
      },
    });
    const answers = await dns.resolve('login.example.com', 'A');
    expect(answers.map(({ outcome, records }) => [outcome, records.length])).toEqual([
      ['TIMEOUT', 0],
      ['TIMEOUT', 0],
      ['TIMEOUT', 0],
    ]);
    expect(world.asked).toHaveLength(6);
  });

  it('compares names without case', async () => {
    const dns = await start({ override: () => ({ answers: ['LOGIN.example.COM 60 CNAME Target.Example.NET'] }) });
    expect((await dns.lookup('login.example.com', 'A')).records).toEqual([
      { name: 'login.example.com', type: 'CNAME', ttl: 60, value: 'target.example.net' },
    ]);
  });
});
