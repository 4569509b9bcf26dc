/** What a stranger's server says is of any size; what is kept of it fits into an item of the table, whatever it is. */
import { judgeCaa } from '../../../core/caa.ts';
import { diagnoseCname } from '../../../core/cname.ts';
import type { Answer, DnsRecord, RecordType } from '../../../core/dns.ts';
import { judgeOwnership } from '../../../core/ownership-record.ts';
import { probeFinding } from '../../../core/probe.ts';
import { fewFound, short } from '../../../core/text.ts';

const ALIAS = 'login.example.com';
const TARGET = 'acme.sslproxy.us1.gigya.com';
const ZONE = { found: true, apex: 'example.com', servers: [] } as const;
/** All that a message of 64 kB holds, thirteen servers long. */
const [RECORDS, SERVERS] = [1900, 13];

function answers(type: RecordType, value: (index: number) => string): Answer[] {
  const records = Array.from(
    { length: RECORDS },
    (_, index): DnsRecord => ({ name: ALIAS, type, ttl: 60, value: value(index) }),
  );
  return Array.from({ length: SERVERS }, (_, index) => ({
    server: `ns${index}.example.com (192.0.2.53)`,
    name: ALIAS,
    type,
    outcome: 'NOERROR' as const,
    records,
    authoritative: true,
    authenticated: false,
  }));
}

const sizeOf = (facts: object) => JSON.stringify(facts).length;

it('keeps a few of the addresses that stand instead of a CNAME', () => {
  const authoritative = answers('A', (index) => `198.18.${index >> 8}.${index & 255}`);
  const seen = {
    alias: ALIAS,
    target: TARGET,
    targetSuffix: '.sslproxy.us1.gigya.com',
    randomLabel: 'r',
    now: new Date(0),
  };
  const { reason, facts } = diagnoseCname({ ...seen, zone: ZONE, authoritative, resolvers: [], further: [] });
  expect(reason).toBe('AddressInsteadOfCname');
  expect(facts.found).toBe('198.18.0.0, 198.18.0.1, 198.18.0.10, 198.18.0.100, 198.18.0.101 and 1895 more');
});

it('keeps a few of the CAA records, each in short, and judges by all of them', () => {
  const [many] = answers('CAA', (index) => `0 issue "${'x'.repeat(900)}${index}"`);
  if (!many) throw new Error('no answer was made');
  const { reason, facts } = judgeCaa({ alias: ALIAS, target: TARGET, answers: [many], ofTarget: many });
  expect([reason, sizeOf(facts) < 2500]).toEqual(['CaaForbids', true]);
  const last: DnsRecord = { name: ALIAS, type: 'CAA', ttl: 60, value: '0 issue "amazon.com"' };
  const allowing = { ...many, records: [...many.records, last] };
  expect(judgeCaa({ alias: ALIAS, target: TARGET, answers: [allowing], ofTarget: allowing }).reason).toBe('CaaAllows');
});

it('keeps a few of the texts that prove nothing', () => {
  const authoritative = answers('TXT', (index) => `"${'t'.repeat(60_000)}${index}"`);
  const distribution = { id: 'E1ACME2EXAMPLE', domainName: 'd111.cloudfront.net' };
  const { state, finding } = judgeOwnership({
    alias: ALIAS,
    holder: 'another account',
    until: '2026-11-28T09:00:00.000Z',
    zone: ZONE,
    authoritative,
    distribution,
    resolved: undefined,
    doubled: [],
  });
  expect([state, sizeOf(finding.facts) < 2500]).toEqual(['wrong', true]);
});

it('keeps the beginning of what an edge says', () => {
  const http = { status: 403, headers: { server: 'x'.repeat(16_000) }, body: '' };
  const { facts } = probeFinding({ alias: ALIAS, tls: { chain: [] }, http });
  expect(facts.evidence).toBe(`TLS: no certificate; HTTP: 403 ${'x'.repeat(269)}…`);
});

it('shows what is short as it is', () => {
  expect([short('a'.repeat(300)), fewFound(['a', 'b'])]).toEqual(['a'.repeat(300), 'a, b']);
});
