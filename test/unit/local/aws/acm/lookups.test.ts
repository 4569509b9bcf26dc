import { amazonMayIssue, hasRecord, takesMail } from '../../../../../local/aws/acm/lookups.ts';
import { createDns } from '../../../../../local/dns/dns.ts';
import type { RecordType } from '../../../../../local/dns/zones.ts';
import { acmWorld } from './acm-world.ts';

/** A resolver over two zones with these records, `name type value`. */
function resolver(...records: string[]) {
  const { zones, world } = acmWorld();
  for (const name of ['example.com', 'host.net'])
    zones.createZone({ name, servers: [{ host: 'ns1.dns.net', address: '127.53.0.1' }] });
  for (const record of records) {
    const [, name = '', type = '', value = ''] = /^(\S+) (\S+) (.*)$/.exec(record) ?? [];
    const zone = name.endsWith('host.net') ? 'host.net' : 'example.com';
    const present = zones.records(zone).find((set) => set.name === name && set.type === type);
    zones.put(zone, { name, type: type as RecordType, ttl: 60, values: [...(present?.values ?? []), value] });
  }
  return { dns: createDns(world, zones), zones };
}

describe('amazonMayIssue', () => {
  it.each([
    ['no CAA at all', 'a.example.com', [], true],
    ['Amazon at the name', 'a.example.com', ['a.example.com CAA 0 issue "amazon.com"'], true],
    ['Amazon, with parameters, above', 'a.example.com', ['example.com CAA 0 issue "awstrust.com; policy=ev"'], true],
    ['another issuer above', 'a.example.com', ['example.com CAA 0 issue "ca.test"'], false],
    [
      'another issuer above, Amazon nearer',
      'a.example.com',
      ['example.com CAA 0 issue "ca.test"', 'a.example.com CAA 0 issue "amazonaws.com"'],
      true,
    ],
    ['nobody', 'a.example.com', ['example.com CAA 0 issue ";"'], false],
    ['only iodef', 'a.example.com', ['example.com CAA 0 iodef "mailto:a@example.com"'], true],
    [
      'Amazon and another',
      'a.example.com',
      ['example.com CAA 0 issue "ca.test"', 'example.com CAA 0 issue "amazontrust.com"'],
      true,
    ],
    ['a wildcard rule against a plain name', 'a.example.com', ['example.com CAA 0 issuewild "ca.test"'], true],
    [
      'a wildcard rule against a wildcard',
      '*.example.com',
      ['example.com CAA 0 issue "amazon.com"', 'example.com CAA 0 issuewild "ca.test"'],
      false,
    ],
    ['a wildcard under the plain rule', '*.example.com', ['example.com CAA 0 issue "amazon.com"'], true],
    ['an unknown critical tag', 'a.example.com', ['example.com CAA 128 tbs "x"'], false],
    [
      'a rule where the CNAME leads',
      'a.example.com',
      ['a.example.com CNAME b.host.net', 'b.host.net CAA 0 issue "ca.test"'],
      false,
    ],
  ])('with %s: %s %j -> %s', (_what, name, records, expected) => {
    expect(amazonMayIssue(resolver(...records).dns, name)).toBe(expected);
  });

  it('is false when the answer is bogus', () => {
    const { dns, zones } = resolver();
    zones.setDnssec('example.com', 'bogus');
    expect(amazonMayIssue(dns, 'a.example.com')).toBe(false);
  });
});

it('takesMail wants an MX that is not null, whatever addresses there are', () => {
  const { dns } = resolver('example.com MX 10 mx.example.com', 'a.example.com MX 0 .', 'b.example.com A 192.0.2.1');
  expect(['example.com', 'a.example.com', 'b.example.com'].map((name) => takesMail(dns, name))).toEqual([
    true,
    false,
    false,
  ]);
});

it('hasRecord follows five hops, not six', () => {
  const hops = ['1', '2', '3', '4', '5'].map((n) => `h${n}.host.net CNAME h${Number(n) + 1}.host.net`);
  const { dns } = resolver(...hops, 'h0.host.net CNAME h1.host.net');
  expect(hasRecord(dns, { name: 'h0.host.net', value: 'h5.host.net' })).toBe(true);
  expect(hasRecord(dns, { name: 'h0.host.net', value: 'h6.host.net' })).toBe(false);
});
