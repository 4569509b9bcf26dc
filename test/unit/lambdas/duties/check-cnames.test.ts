import { createDnsClient } from '../../../../lambdas/clients/dns.ts';
import { checkCnames } from '../../../../lambdas/duties/check-cnames.ts';
import { type DnsWorld, type DnsWorldSettings, startDns, type TestZone } from '../../../support/unit/dns-server.ts';

const TARGET = 'site-1.sslproxy.us1.gigya.com';
const PLAN = {
  target: TARGET,
  targetSuffix: '.sslproxy.us1.gigya.com',
  now: new Date('2026-11-21T10:00:00Z'),
  randomLabel: 'x7f3',
};
const VENDOR: Record<string, TestZone> = {
  'gigya.com': {
    servers: ['127.9.4.1'],
    records: [`${TARGET} 60 CNAME d111.cloudfront.net`, 'site-2.sslproxy.us1.gigya.com 60 CNAME d222.cloudfront.net'],
  },
  'cloudfront.net': {
    servers: ['127.9.4.2'],
    records: ['d111.cloudfront.net 60 A 192.0.2.111', 'd222.cloudfront.net 60 A 192.0.2.222'],
  },
};

/** A customer's zone example.com with these records, and the vendor's. */
function zones(records: string[], more: Record<string, TestZone> = {}): Record<string, TestZone> {
  return { ...VENDOR, 'example.com': { servers: ['127.9.1.1', '127.9.1.2'], records }, ...more };
}

describe('the check of CNAMEs', () => {
  let world: DnsWorld;
  afterEach(() => world.close());

  async function check(settings: DnsWorldSettings, aliases = ['login.shop.example.com']) {
    world = await startDns(settings);
    return checkCnames(createDnsClient({ resolvers: world.resolvers, port: world.port }), { ...PLAN, aliases });
  }

  it.each([
    ['CnameCorrect', [`login.shop.example.com 300 CNAME ${TARGET}`]],
    ['CnameCorrect', ['login.shop.example.com 300 CNAME edge.example.com', `edge.example.com 300 CNAME ${TARGET}`]],
    ['CnameCorrect', [`*.shop.example.com 300 CNAME ${TARGET}`]],
    ['CnameMissing', ['shop.example.com 300 A 192.0.2.9']],
    ['CnameMissing', []],
    ['CnameWrongTarget', ['login.shop.example.com 300 CNAME www.example.com', 'www.example.com 60 A 192.0.2.9']],
    ['CnameOtherSite', ['login.shop.example.com 300 CNAME site-2.sslproxy.us1.gigya.com']],
    ['CnameTypo', ['login.shop.example.com 300 CNAME site-3.sslproxy.us1.gigya.com']],
    ['CnameDoubledSuffix', [`login.shop.example.com 300 CNAME ${TARGET}.example.com`]],
    ['CnameAtDoubledName', [`login.shop.example.com.example.com 300 CNAME ${TARGET}`]],
    ['AddressInsteadOfCname', ['login.shop.example.com 300 A 192.0.2.9']],
    ['AddressInsteadOfCname', ['login.shop.example.com 300 AAAA 2001:db8::9']],
    ['CnameFlattened', ['login.shop.example.com 300 A 172.67.1.2']],
    ['CnameFlattened', ['login.shop.example.com 60 A 192.0.2.111']],
    ['CnameLoop', ['login.shop.example.com 300 CNAME a.example.com', 'a.example.com 300 CNAME login.shop.example.com']],
    ['CnameLoop', ['login.shop.example.com 300 CNAME login.shop.example.com']],
    [
      'CnameChainTooLong',
      [
        'login.shop.example.com 300 CNAME c1.example.com',
        ...[1, 2, 3, 4, 5, 6, 7, 8].map((i) => `c${i}.example.com 300 CNAME c${i + 1}.example.com`),
      ],
    ],
    ['WildcardAnswer', ['*.shop.example.com 300 CNAME www.example.com']],
    ['WildcardAnswer', ['*.shop.example.com 300 A 192.0.2.9']],
  ])('finds %s in %j', async (reason, records) => {
    const findings = await check({ zones: zones(records) });
    expect(findings['login.shop.example.com']?.reason).toBe(reason);
  });

  it('finds an alias that is a zone of its own, on the same servers or on others', async () => {
    const own = (server: string) => zones([], { 'login.shop.example.com': { servers: [server], records: [] } });
    expect((await check({ zones: own('127.9.1.1') }))['login.shop.example.com']?.reason).toBe('AliasIsApex');
    await world.close();
    expect((await check({ zones: own('127.9.5.1') }))['login.shop.example.com']?.reason).toBe('AliasIsApex');
  });

  it('finds a domain that nobody registered', async () => {
    expect((await check({ zones: VENDOR }))['login.shop.example.com']?.reason).toBe('DomainNotDelegated');
  });

  it('asks the servers of a delegated zone between the domain and the alias', async () => {
    const shop = {
      'shop.example.com': { servers: ['127.9.5.1'], records: [`login.shop.example.com 300 CNAME ${TARGET}`] },
    };
    expect(await check({ zones: zones([], shop) })).toEqual({
      'login.shop.example.com': {
        reason: 'CnameCorrect',
        facts: { alias: 'login.shop.example.com', expected: TARGET, zone: 'shop.example.com' },
      },
    });
  });

  const right = zones([`login.shop.example.com 300 CNAME ${TARGET}`]);
  const OURS = /^127\.9\.1\./;

  it('waits for caches that hold an older record, and says until when', async () => {
    const findings = await check({
      zones: right,
      override: ({ address, name }) =>
        address === '127.9.0.2' && name === 'login.shop.example.com'
          ? { answers: ['login.shop.example.com 240 A 192.0.2.9'] }
          : undefined,
    });
    expect(findings['login.shop.example.com']).toEqual({
      reason: 'CnameNotPropagated',
      facts: {
        alias: 'login.shop.example.com',
        expected: TARGET,
        zone: 'example.com',
        found: '192.0.2.9',
        until: '2026-11-21T10:04:00.000Z',
      },
    });
  });

  it('finds broken DNSSEC: resolvers refuse what the name servers answer', async () => {
    const findings = await check({
      zones: right,
      override: ({ recursive, checkingDisabled, name }) =>
        recursive && !checkingDisabled && name.endsWith('example.com') ? { rcode: 'SERVFAIL' } : undefined,
    });
    expect(findings['login.shop.example.com']?.reason).toBe('DnssecBogus');
  });

  it('finds servers that disagree', async () => {
    const findings = await check({
      zones: right,
      override: ({ address }) => (address === '127.9.1.2' ? { flags: 0x400, answers: [] } : undefined),
    });
    expect(findings['login.shop.example.com']?.facts.found).toBe(
      `ns1.example.com (127.9.1.1): CNAME ${TARGET}; ns2.example.com (127.9.1.2): no record`,
    );
  });

  it.each([
    ['LameDelegation', 'REFUSED'],
    ['DnsUnreachable', 'SERVFAIL'],
  ] as const)('finds %s when every name server answers %s and resolvers get nothing', async (reason, rcode) => {
    const findings = await check({
      zones: { ...right, com: { servers: ['127.9.3.1'], records: [] } },
      override: ({ address, recursive, name }) => {
        if (OURS.test(address)) return { rcode };
        return recursive && name.endsWith('example.com') ? { rcode: 'SERVFAIL' } : undefined;
      },
    });
    expect(findings['login.shop.example.com']?.reason).toBe(reason);
  });

  it('finds nothing out about one alias without keeping the others from their findings', async () => {
    const silent: Record<string, TestZone> = { 'example.org': { servers: ['127.9.6.1'], records: [] } };
    const findings = await check(
      {
        zones: { ...right, ...silent },
        override: ({ address }) => (address === '127.9.6.1' ? { rcode: 'SERVFAIL' } : undefined),
      },
      ['login.shop.example.com', 'login.example.org'],
    );
    expect(Object.values(findings).map(({ reason }) => reason)).toEqual(['CnameCorrect', 'DnsUnreachable']);
  });

  describe('of 100 aliases in 100 zones', () => {
    const domains = Array.from({ length: 100 }, (_, index) => `shop-${index}.com`);
    const zonesOf = (records: (domain: string) => string[]) => ({
      ...VENDOR,
      ...Object.fromEntries(
        domains.map((domain, index) => [
          domain,
          { servers: [`127.9.7.${index % 8}`, `127.9.8.${index % 8}`], records: records(domain) },
        ]),
      ),
    });
    const aliases = domains.map((domain) => `login.${domain}`);

    it.each([
      ['right', (domain: string) => [`login.${domain} 300 CNAME ${TARGET}`], 'CnameCorrect'],
      ['missing', () => [], 'CnameMissing'],
    ])('asks nothing twice when all are %s', async (_, records, reason) => {
      const findings = await check({ zones: zonesOf(records) }, aliases);
      expect(new Set(Object.values(findings).map((finding) => finding.reason))).toEqual(new Set([reason]));
      const questions = world.asked.map(({ address, name, type }) => `${address} ${name} ${type}`);
      expect(questions).toHaveLength(new Set(questions).size);
    });
  });
});
