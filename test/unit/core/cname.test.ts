import { type CnameCase, diagnoseCname, furtherLookups } from '../../../core/cname.ts';
import { viewOf } from '../../../core/condition.ts';
import type { Answer, DnsRecord, Outcome, RecordType, Zone } from '../../../core/dns.ts';

const ALIAS = 'login.shop.example.com';
const TARGET = 'site-1.sslproxy.us1.gigya.com';
const CLOUDFRONT = `${TARGET} 60 CNAME d111.cloudfront.net`;
const RIGHT = [`${ALIAS} 300 CNAME ${TARGET}`];
const ZONE: Zone = { found: true, apex: 'example.com', servers: [{ name: 'ns1.example.com', address: '192.0.2.1' }] };

function record(line: string): DnsRecord {
  const [name = '', ttl = '', type = '', value = ''] = line.split(' ');
  return { name, ttl: Number(ttl), type: type as RecordType, value };
}

function answer(lines: string[], more: Partial<Answer> = {}): Answer {
  return {
    server: '192.0.2.1',
    name: ALIAS,
    type: 'A',
    outcome: 'NOERROR',
    authoritative: false,
    authenticated: false,
    records: lines.map(record),
    ...more,
  };
}

const authority = (lines: string[], more: Partial<Answer> = {}) => answer(lines, { authoritative: true, ...more });
const nothing = (outcome: Outcome, more: Partial<Answer> = {}) => answer([], { outcome, ...more });
const NEGATIVE = { zone: 'example.com', ttl: 900 };

/** Everything right, unless told otherwise. */
function seen(more: Partial<CnameCase>): CnameCase {
  return {
    alias: ALIAS,
    target: TARGET,
    targetSuffix: '.sslproxy.us1.gigya.com',
    randomLabel: 'x7f3',
    now: new Date('2026-11-21T10:00:00Z'),
    zone: ZONE,
    authoritative: [authority(RIGHT)],
    resolvers: [answer([...RIGHT, CLOUDFRONT])],
    further: [],
    ...more,
  };
}

/** An alias whose servers and resolvers show these records, and nothing at a sibling. */
function pointing(lines: string[], more: Partial<CnameCase> = {}): CnameCase {
  return seen({
    authoritative: [authority(lines.slice(0, 1))],
    resolvers: [answer(lines)],
    further: [authority([], { name: 'x7f3.shop.example.com', outcome: 'NXDOMAIN' })],
    ...more,
  });
}

const absent = (more: Partial<CnameCase> = {}) =>
  seen({
    authoritative: [authority([], { outcome: 'NXDOMAIN', negative: NEGATIVE })],
    resolvers: [nothing('NXDOMAIN')],
    ...more,
  });

const table: [string, CnameCase, string, Record<string, string>][] = [
  ['a right record', seen({}), 'CnameCorrect', {}],
  [
    'a chain of its own names that leads to the target',
    pointing([`${ALIAS} 300 CNAME cdn.example.com`, `cdn.example.com 300 CNAME ${TARGET}`, CLOUDFRONT]),
    'CnameCorrect',
    {},
  ],
  [
    'one silent server beside one that is right',
    seen({ authoritative: [authority(RIGHT), nothing('TIMEOUT')] }),
    'CnameCorrect',
    {},
  ],
  [
    'one silent resolver beside one that is right',
    seen({ resolvers: [nothing('TIMEOUT'), answer([...RIGHT, CLOUDFRONT])] }),
    'CnameCorrect',
    {},
  ],
  [
    'trouble beyond the target',
    seen({ resolvers: [nothing('SERVFAIL')], further: [answer(RIGHT, { type: 'CNAME' })] }),
    'CnameCorrect',
    {},
  ],
  ['no record', absent(), 'CnameMissing', { found: 'no record' }],
  [
    'a name without a record of use',
    absent({ authoritative: [authority([])] }),
    'CnameMissing',
    { found: 'no record' },
  ],
  [
    'another target',
    pointing([`${ALIAS} 300 CNAME shops.example.org`, 'shops.example.org 60 A 192.0.2.9']),
    'CnameWrongTarget',
    { found: 'shops.example.org' },
  ],
  [
    'a chain to elsewhere',
    pointing([
      `${ALIAS} 300 CNAME a.example.org`,
      'a.example.org 60 CNAME b.example.org',
      'b.example.org 60 A 192.0.2.9',
    ]),
    'CnameWrongTarget',
    { found: 'a.example.org → b.example.org' },
  ],
  [
    "another site's target",
    pointing([
      `${ALIAS} 300 CNAME site-2.sslproxy.us1.gigya.com`,
      'site-2.sslproxy.us1.gigya.com 60 CNAME d222.cloudfront.net',
    ]),
    'CnameOtherSite',
    { found: 'site-2.sslproxy.us1.gigya.com' },
  ],
  [
    "another site's target over a detour",
    pointing([
      `${ALIAS} 300 CNAME a.example.org`,
      'a.example.org 60 CNAME acme.sslproxy.us1.gigya.com',
      'acme.sslproxy.us1.gigya.com 60 CNAME d222.cloudfront.net',
    ]),
    'CnameOtherSite',
    { found: 'acme.sslproxy.us1.gigya.com' },
  ],
  [
    'a site id that nobody has',
    pointing([`${ALIAS} 300 CNAME site-l.sslproxy.us1.gigya.com`], {
      resolvers: [answer([`${ALIAS} 300 CNAME site-l.sslproxy.us1.gigya.com`], { outcome: 'NXDOMAIN' })],
    }),
    'CnameTypo',
    { found: 'site-l.sslproxy.us1.gigya.com' },
  ],
  [
    'a letter left out',
    pointing([`${ALIAS} 300 CNAME site-1.sslproxy.us1.giya.com`]),
    'CnameTypo',
    { found: 'site-1.sslproxy.us1.giya.com' },
  ],
  [
    'two letters swapped',
    pointing([`${ALIAS} 300 CNAME site-1.sslporxy.us1.gigya.com`]),
    'CnameTypo',
    { found: 'site-1.sslporxy.us1.gigya.com' },
  ],
  [
    'the zone appended to the target',
    pointing([`${ALIAS} 300 CNAME ${TARGET}.example.com`]),
    'CnameDoubledSuffix',
    { found: `${TARGET}.example.com` },
  ],
  [
    'the zone appended to the name',
    absent({ further: [authority([`${ALIAS}.example.com 300 CNAME ${TARGET}`], { name: `${ALIAS}.example.com` })] }),
    'CnameAtDoubledName',
    { found: `${ALIAS}.example.com` },
  ],
  ['an address', pointing([`${ALIAS} 300 A 192.0.2.9`]), 'AddressInsteadOfCname', { found: '192.0.2.9' }],
  [
    'an IPv6 address only',
    absent({
      authoritative: [authority([])],
      further: [authority([`${ALIAS} 300 AAAA 2001:db8::9`], { type: 'AAAA' })],
    }),
    'AddressInsteadOfCname',
    { found: '2001:db8::9' },
  ],
  ['a proxy', pointing([`${ALIAS} 300 A 104.21.4.7`]), 'CnameFlattened', { found: '104.21.4.7: Cloudflare' }],
  [
    'a proxy over IPv6',
    absent({
      authoritative: [authority([])],
      further: [authority([`${ALIAS} 300 AAAA 2606:4700::6810:1`], { type: 'AAAA' })],
    }),
    'CnameFlattened',
    { found: '2606:4700::6810:1: Cloudflare' },
  ],
  [
    'a flattened CNAME',
    pointing([`${ALIAS} 300 A 192.0.2.9`], {
      further: [answer([CLOUDFRONT, 'd111.cloudfront.net 60 A 192.0.2.9'], { name: TARGET })],
    }),
    'CnameFlattened',
    { found: `192.0.2.9: those of ${TARGET} itself, by an ALIAS or ANAME record` },
  ],
  [
    'a zone of its own, told by a referral',
    seen({ authoritative: [answer([], { referral: { zone: ALIAS, servers: [] } })] }),
    'AliasIsApex',
    { zone: ALIAS, found: 'a zone of its own' },
  ],
  [
    'a zone of its own on the same servers',
    pointing([`${ALIAS} 300 A 192.0.2.9`], { further: [answer([`${ALIAS} 900 SOA ns1`], { type: 'SOA' })] }),
    'AliasIsApex',
    { zone: ALIAS, found: 'a zone of its own' },
  ],
  [
    'a circle',
    pointing([`${ALIAS} 300 CNAME a.example.com`], {
      resolvers: [nothing('SERVFAIL')],
      further: [
        nothing('SERVFAIL', { name: 'a.example.com' }),
        answer([`a.example.com 300 CNAME ${ALIAS}`], { name: 'a.example.com', type: 'CNAME' }),
      ],
    }),
    'CnameLoop',
    { found: `${ALIAS} → a.example.com → ${ALIAS}` },
  ],
  ['a CNAME to itself', pointing([`${ALIAS} 300 CNAME ${ALIAS}`]), 'CnameLoop', { found: `${ALIAS} → ${ALIAS}` }],
  [
    'nine CNAMEs in a row',
    pointing([
      `${ALIAS} 300 CNAME c1.example.com`,
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((i) => `c${i}.example.com 300 CNAME c${i + 1}.example.com`),
    ]),
    'CnameChainTooLong',
    {
      found: `${ALIAS} → c1.example.com → c2.example.com → c3.example.com → c4.example.com → c5.example.com → c6.example.com → c7.example.com → c8.example.com → …`,
      limit: '8',
    },
  ],
  [
    "a wildcard's CNAME",
    pointing([`${ALIAS} 300 CNAME park.example.org`], {
      further: [authority(['x7f3.shop.example.com 300 CNAME park.example.org'], { name: 'x7f3.shop.example.com' })],
    }),
    'WildcardAnswer',
    { found: 'CNAME park.example.org' },
  ],
  [
    "a wildcard's address",
    pointing([`${ALIAS} 300 A 192.0.2.9`], {
      further: [authority(['x7f3.shop.example.com 300 A 192.0.2.9'], { name: 'x7f3.shop.example.com' })],
    }),
    'WildcardAnswer',
    { found: '192.0.2.9' },
  ],
  [
    'a cache that holds an older record',
    seen({
      resolvers: [
        answer([`${ALIAS} 250 CNAME old.example.org`, 'old.example.org 60 A 192.0.2.9']),
        answer([...RIGHT, CLOUDFRONT]),
      ],
    }),
    'CnameNotPropagated',
    { found: 'CNAME old.example.org', until: '2026-11-21T10:05:00.000Z' },
  ],
  [
    'a cache that remembers an older link of the chain',
    seen({
      authoritative: [authority([`${ALIAS} 300 CNAME cdn.example.com`, `cdn.example.com 300 CNAME ${TARGET}`])],
      resolvers: [
        answer([`${ALIAS} 300 CNAME cdn.example.com`, `cdn.example.com 300 CNAME ${TARGET}`, CLOUDFRONT]),
        answer([`${ALIAS} 250 CNAME cdn.example.com`, 'cdn.example.com 100 CNAME old.example.org']),
      ],
    }),
    'CnameNotPropagated',
    { found: 'CNAME cdn.example.com → old.example.org', until: '2026-11-21T10:05:00.000Z' },
  ],
  [
    'a chain that its servers have turned away, and caches still show as right',
    pointing([], {
      authoritative: [authority([`${ALIAS} 300 CNAME cdn.example.com`, 'cdn.example.com 300 CNAME new.example.org'])],
      resolvers: [
        answer([`${ALIAS} 250 CNAME cdn.example.com`, `cdn.example.com 100 CNAME ${TARGET}`, CLOUDFRONT]),
        answer([
          `${ALIAS} 250 CNAME cdn.example.com`,
          'cdn.example.com 300 CNAME new.example.org',
          'new.example.org 60 A 192.0.2.9',
        ]),
      ],
    }),
    'CnameWrongTarget',
    { found: 'cdn.example.com → new.example.org' },
  ],
  [
    'a chain that ends at an address of its zone, and caches still show as right',
    pointing([], {
      authoritative: [authority([`${ALIAS} 300 CNAME cdn.example.com`, 'cdn.example.com 300 A 192.0.2.9'])],
      resolvers: [answer([`${ALIAS} 250 CNAME cdn.example.com`, `cdn.example.com 100 CNAME ${TARGET}`, CLOUDFRONT])],
    }),
    'CnameWrongTarget',
    { found: 'cdn.example.com' },
  ],
  [
    'a chain that ends where its zone has no name any more, and caches still show as right',
    pointing([], {
      authoritative: [
        authority([`${ALIAS} 300 CNAME cdn.example.com`], {
          outcome: 'NXDOMAIN',
          negative: { zone: 'example.com', ttl: 300 },
        }),
      ],
      resolvers: [answer([`${ALIAS} 250 CNAME cdn.example.com`, `cdn.example.com 100 CNAME ${TARGET}`, CLOUDFRONT])],
    }),
    'CnameWrongTarget',
    { found: 'cdn.example.com' },
  ],
  [
    'a cache that remembers that there was none',
    seen({ resolvers: [nothing('NXDOMAIN', { negative: { zone: 'example.com', ttl: 840 } })] }),
    'CnameNotPropagated',
    { found: 'no record', until: '2026-11-21T10:14:00.000Z' },
  ],
  [
    'servers that disagree',
    seen({ authoritative: [authority(RIGHT), authority([], { server: '192.0.2.2' })] }),
    'ServersDisagree',
    { found: `192.0.2.1: CNAME ${TARGET}; 192.0.2.2: no record` },
  ],
  [
    'servers that time out',
    seen({ authoritative: [nothing('TIMEOUT'), nothing('SERVFAIL', { server: '192.0.2.2' })] }),
    'DnsUnreachable',
    { found: '192.0.2.1: TIMEOUT, 192.0.2.2: SERVFAIL' },
  ],
  [
    'lame servers',
    seen({ authoritative: [nothing('REFUSED'), answer([], { server: '192.0.2.2' })] }),
    'LameDelegation',
    { found: '192.0.2.1: REFUSED, 192.0.2.2: NOERROR without authority' },
  ],
  [
    'broken DNSSEC',
    seen({ resolvers: [nothing('SERVFAIL'), nothing('SERVFAIL')], further: [nothing('SERVFAIL', { type: 'CNAME' })] }),
    'DnssecBogus',
    { found: '192.0.2.1: SERVFAIL' },
  ],
  [
    'resolvers that time out',
    seen({ resolvers: [nothing('TIMEOUT')], further: [nothing('TIMEOUT', { type: 'CNAME' })] }),
    'DnsUnreachable',
    { found: '192.0.2.1: TIMEOUT' },
  ],
  [
    'a chain whose next name cannot be looked up',
    pointing([`${ALIAS} 300 CNAME a.example.org`], {
      resolvers: [nothing('SERVFAIL')],
      further: [
        nothing('SERVFAIL', { name: 'a.example.org' }),
        nothing('SERVFAIL', { name: 'a.example.org', type: 'CNAME' }),
      ],
    }),
    'DnsUnreachable',
    { found: 'a.example.org: 192.0.2.1: SERVFAIL', zone: 'example.org' },
  ],
  [
    'a zone that was not found',
    seen({ zone: { found: false, outcome: 'SERVFAIL', seen: '192.0.2.53: SERVFAIL' }, authoritative: [] }),
    'DnsUnreachable',
    { found: '192.0.2.53: SERVFAIL' },
  ],
  [
    'a domain that nobody registered',
    seen({ zone: { found: false, outcome: 'NXDOMAIN', seen: 'com has no example.com' }, authoritative: [] }),
    'DomainNotDelegated',
    { found: 'com has no example.com' },
  ],
];

describe('the diagnosis of a CNAME', () => {
  it.each(table)('of %s', (_, evidence, reason, facts) => {
    const found = diagnoseCname(evidence);
    expect(found).toEqual({ reason, facts: { alias: ALIAS, expected: TARGET, zone: 'example.com', ...facts } });
    expect(viewOf({ ...found, lastChange: '' }).message).not.toContain('{');
  });
});

describe('the further lookups', () => {
  const asked = (evidence: CnameCase) =>
    furtherLookups(evidence).map(({ from, name, type }) => `${from} ${name} ${type}`);

  it('are none for a right record', () => {
    expect(asked(seen({}))).toEqual([]);
  });

  it('compare a wrong target with a sibling', () => {
    expect(
      asked(pointing([`${ALIAS} 300 CNAME a.example.org`, 'a.example.org 60 A 192.0.2.9'], { further: [] })),
    ).toEqual(['authoritative x7f3.shop.example.com A']);
  });

  it('follow a chain that resolvers did not show', () => {
    expect(
      asked(pointing([`${ALIAS} 300 CNAME a.example.org`], { resolvers: [nothing('NXDOMAIN')], further: [] })),
    ).toEqual(['resolvers a.example.org A', 'authoritative x7f3.shop.example.com A']);
  });

  it('look beside a missing record at once, for one more round trip', () => {
    expect(asked(absent({ authoritative: [authority([])] }))).toEqual([
      `resolvers ${ALIAS} SOA`,
      `authoritative ${ALIAS} AAAA`,
      `authoritative ${ALIAS}.example.com A`,
    ]);
  });

  it('do not look for other types where the name does not exist', () => {
    expect(asked(absent())).toEqual([`authoritative ${ALIAS}.example.com A`]);
  });

  it('ask for the CNAME alone when resolvers fail', () => {
    expect(asked(seen({ resolvers: [nothing('SERVFAIL')] }))).toEqual([`resolvers ${ALIAS} CNAME`]);
  });

  it('never ask for a name that is too long to exist', () => {
    const alias = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(50)}.example.com`;
    const evidence = seen({
      alias,
      authoritative: [authority([], { name: alias, outcome: 'NXDOMAIN' })],
      resolvers: [],
      further: [],
    });
    expect(asked(evidence)).toEqual([]);
  });
});
