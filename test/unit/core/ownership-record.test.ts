import type { Answer, DnsRecord, Outcome, Zone } from '../../../core/dns.ts';
import { atSupport, judgeOwnership, type OwnershipCase, ownershipLines } from '../../../core/ownership-record.ts';
import { ENABLED, OURS, ownershipMove } from '../../support/unit/moves.ts';

const NAME = '_login.example.com';
const ZONE: Zone = { found: true, apex: 'example.com', servers: [{ name: 'ns1.example.net' }] };
const FACTS = {
  alias: 'login.example.com',
  holder: 'distribution *******FOREIGN of account ******887777',
  record: NAME,
  value: 'd111.cloudfront.net',
  zone: 'example.com',
  until: '2026-12-05T09:00:00.000Z',
};
const RIGHT = '"d111.cloudfront.net"';

function answer(
  texts: string[],
  { name = NAME, outcome = 'NOERROR' as Outcome, cname = undefined as string | undefined } = {},
): Answer {
  const records: DnsRecord[] = texts.map((value) => ({ name, type: 'TXT', ttl: 300, value }));
  if (cname) records.push({ name, type: 'CNAME', ttl: 300, value: cname });
  const server = 'ns1.example.net (192.0.2.1)';
  return { server, name, type: 'TXT', outcome, authoritative: outcome !== 'TIMEOUT', authenticated: false, records };
}

function judge(seen: Partial<OwnershipCase>) {
  const { alias, holder, until } = FACTS;
  const nothing = { authoritative: [], resolved: undefined, doubled: [] };
  return judgeOwnership({ alias, holder, until, distribution: OURS, zone: ZONE, ...nothing, ...seen });
}

it.each<[string, string, string, Partial<OwnershipCase>, object]>([
  ['every server shows it', 'seen', 'OwnershipTxtSeen', { authoritative: [answer([RIGHT]), answer([RIGHT])] }, {}],
  ['in capitals', 'seen', 'OwnershipTxtSeen', { authoritative: [answer(['"D111.CloudFront.net"'])] }, {}],
  ['beside another record', 'seen', 'OwnershipTxtSeen', { authoritative: [answer(['"v=spf1 -all"', RIGHT])] }, {}],
  [
    'one server is silent',
    'seen',
    'OwnershipTxtSeen',
    { authoritative: [answer([RIGHT]), answer([], { outcome: 'TIMEOUT' })] },
    {},
  ],
  [
    'behind a CNAME',
    'seen',
    'OwnershipTxtSeen',
    { authoritative: [answer([], { cname: 'proof.example.org' })], resolved: answer([RIGHT]) },
    {},
  ],
  ['nothing there', 'missing', 'OwnershipTxtMissing', { authoritative: [answer([], { outcome: 'NXDOMAIN' })] }, {}],
  [
    'a CNAME to nothing',
    'missing',
    'OwnershipTxtMissing',
    { authoritative: [answer([], { cname: 'proof.example.org' })], resolved: answer([]) },
    {},
  ],
  [
    'another value',
    'wrong',
    'OwnershipTxtWrong',
    { authoritative: [answer(['"d222.cloudfront.net"'])] },
    { found: '"d222.cloudfront.net"' },
  ],
  [
    'with a dot at its end',
    'wrong',
    'OwnershipTxtWrong',
    { authoritative: [answer(['"d111.cloudfront.net."'])] },
    { found: '"d111.cloudfront.net."' },
  ],
  [
    'several strings of one record',
    'wrong',
    'OwnershipTxtWrong',
    { authoritative: [answer(['"d111." "cloudfront.net"'])] },
    { found: '"d111." "cloudfront.net"' },
  ],
  [
    'at the doubled name, where a wildcard answers: nobody has added anything',
    'missing',
    'OwnershipTxtMissing',
    { authoritative: [answer([])], doubled: [answer(['"v=spf1 -all"'], { name: `${NAME}.example.com` })] },
    {},
  ],
  [
    'at the doubled name',
    'missing',
    'OwnershipTxtAtDoubledName',
    { authoritative: [answer([])], doubled: [answer([RIGHT], { name: `${NAME}.example.com` })] },
    { found: '_login.example.com.example.com' },
  ],
  [
    'at one server only',
    'spreading',
    'OwnershipTxtSpreading',
    { authoritative: [answer([RIGHT]), answer([], { outcome: 'NXDOMAIN' })] },
    {},
  ],
  [
    'no server answers',
    'unknown',
    'OwnershipTxtUnknown',
    { authoritative: [answer([], { outcome: 'TIMEOUT' })] },
    { found: 'ns1.example.net (192.0.2.1): TIMEOUT' },
  ],
  [
    'no zone found',
    'unknown',
    'OwnershipTxtUnknown',
    { zone: { found: false, outcome: 'SERVFAIL', seen: '192.0.2.53: SERVFAIL' } },
    { found: '192.0.2.53: SERVFAIL', zone: 'login.example.com' },
  ],
])('judges a record, %s: %s', (_, state, reason, seen, facts) => {
  expect(judge(seen)).toEqual({ state, finding: { reason, facts: { ...FACTS, ...facts } } });
});

it('says of a name at AWS Support what CloudFront answered, and which record must stay', () => {
  expect(atSupport(ownershipMove({}, { refusal: ENABLED }), 'login.example.com', FACTS.until)).toEqual({
    reason: 'OwnershipAtSupport',
    facts: {
      alias: 'login.example.com',
      holder: FACTS.holder,
      record: NAME,
      value: 'd111.cloudfront.net',
      refusal: 'IllegalUpdate: Alias move is not allowed since the source distribution is enabled',
      until: FACTS.until,
    },
  });
});

it('writes zone-file lines with the dot that keeps a zone from being appended', () => {
  expect(ownershipLines(['login.example.com'], OURS)).toEqual(['_login.example.com. 300 IN TXT "d111.cloudfront.net"']);
});
