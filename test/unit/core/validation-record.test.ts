import type { Answer, DnsRecord, Outcome, Zone } from '../../../core/dns.ts';
import { besideOf, judgeRecord, type RecordCase, recordLines, whoActs } from '../../../core/validation-record.ts';

const RECORD = { name: '_a1.login.example.com', type: 'CNAME', value: '_b2.kkkk.acm-validations.aws' } as const;
const ZONE: Zone = { found: true, apex: 'example.com', servers: [{ name: 'ns1.example.net' }] };
const TARGET = 'site-1.sslproxy.us1.example.net';
const FACTS = {
  alias: 'login.example.com',
  record: RECORD.name,
  value: RECORD.value,
  zone: 'example.com',
  until: '2026-11-24T09:00:00.000Z',
};

function answer(to: string | undefined, { name = RECORD.name as string, outcome = 'NOERROR' as Outcome } = {}): Answer {
  const records: DnsRecord[] = to === undefined ? [] : [{ name, type: 'CNAME', ttl: 300, value: to }];
  const server = 'ns1.example.net (192.0.2.1)';
  return { server, name, type: 'CNAME', outcome, authoritative: outcome === 'NOERROR', authenticated: false, records };
}

const BESIDE = besideOf(FACTS.alias, RECORD);
const SEEN: RecordCase = {
  alias: FACTS.alias,
  record: RECORD,
  target: TARGET,
  until: FACTS.until,
  zone: ZONE,
  authoritative: [],
  beyond: { path: [] },
  doubled: [],
  beside: [],
};

function judge(seen: Partial<RecordCase>) {
  return judgeRecord({ ...SEEN, ...seen });
}

it.each<[string, Partial<RecordCase>, object]>([
  ['RecordSeen', { authoritative: [answer(RECORD.value), answer(RECORD.value)] }, {}],
  ['RecordSeen', { authoritative: [answer('v.example.org')], beyond: { path: [RECORD.value] } }, {}],
  ['RecordSeen', { authoritative: [answer(RECORD.value), answer(undefined, { outcome: 'TIMEOUT' })] }, {}],
  ['RecordMissing', { authoritative: [answer(undefined)] }, {}],
  ['RecordWrong', { authoritative: [answer('_b2.kkkk.acm-validation.aws')] }, { found: '_b2.kkkk.acm-validation.aws' }],
  [
    'RecordWrong',
    {
      authoritative: [answer('1.example.org')],
      beyond: { path: ['2.test', '3.test', '4.test', '5.test', RECORD.value] },
    },
    { found: '1.example.org → 2.test → 3.test → 4.test → 5.test' },
  ],
  [
    'RecordAtDoubledName',
    {
      authoritative: [answer(undefined)],
      doubled: [answer(RECORD.value, { name: '_a1.login.example.com.example.com' })],
    },
    { found: '_a1.login.example.com.example.com' },
  ],
  // A wildcard of the zone: nobody has added anything there.
  [
    'RecordMissing',
    {
      authoritative: [answer(undefined)],
      doubled: [answer('example.com', { name: '_a1.login.example.com.example.com' })],
    },
    {},
  ],
  [
    'RecordUnderWildcard',
    { authoritative: [answer(TARGET)], beside: [answer(TARGET, { name: BESIDE })] },
    { expected: TARGET },
  ],
  [
    'RecordUnderWildcard',
    {
      authoritative: [answer('all.example.com')],
      beyond: { path: [TARGET, 'd1.cloudfront.net'] },
      beside: [answer('all.example.com', { name: BESIDE })],
    },
    { expected: TARGET },
  ],
  // Only the record itself leads there: somebody gave both records the target.
  [
    'RecordWrong',
    { authoritative: [answer(TARGET)], beside: [answer(undefined, { name: BESIDE })] },
    { found: TARGET },
  ],
  [
    'RecordMissing',
    { authoritative: [answer('shop.example.net')], beside: [answer('shop.example.net', { name: BESIDE })] },
    {},
  ],
  [
    'RecordUnknown',
    {
      authoritative: [answer('1.example.org')],
      beyond: { path: ['2.test'], unheard: answer(undefined, { outcome: 'SERVFAIL' }) },
    },
    { found: '1.example.org → 2.test: ns1.example.net (192.0.2.1): SERVFAIL' },
  ],
  // A wildcard that may lead to the target.
  [
    'RecordUnknown',
    {
      authoritative: [answer('all.example.org')],
      beyond: { path: [], unheard: answer(undefined, { outcome: 'SERVFAIL' }) },
      beside: [answer('all.example.org', { name: BESIDE })],
    },
    { found: 'all.example.org: ns1.example.net (192.0.2.1): SERVFAIL' },
  ],
  ['RecordSpreading', { authoritative: [answer(RECORD.value), answer(undefined)] }, {}],
  [
    'RecordUnknown',
    { authoritative: [answer(undefined, { outcome: 'TIMEOUT' })] },
    { found: 'ns1.example.net (192.0.2.1): TIMEOUT' },
  ],
  [
    'RecordUnknown',
    { zone: { found: false, outcome: 'SERVFAIL', seen: '192.0.2.53: SERVFAIL' } },
    { found: '192.0.2.53: SERVFAIL', zone: 'login.example.com' },
  ],
])('finds %s', (reason, seen, facts) => {
  expect(judge(seen)).toEqual({ reason, facts: { ...FACTS, ...facts } });
});

it('asks for no record of a name that need not lead to us, which a wildcard answers for', () => {
  const answered = { authoritative: [answer(TARGET)], beside: [answer(TARGET, { name: BESIDE })] };
  expect(judge(answered).reason).toBe('RecordUnderWildcard');
  const { target: _, ...leftOut } = { ...SEEN, ...answered };
  expect(judgeRecord(leftOut).reason).toBe('RecordMissing');
});

it('waits for the customer while a record is missing, and for AWS alone when none is known to be', () => {
  const missing = { reason: 'RecordMissing', facts: FACTS } as const;
  const seen = { reason: 'RecordSeen', facts: FACTS } as const;
  const unknown = { reason: 'RecordUnknown', facts: FACTS } as const;
  expect(whoActs([seen, missing])).toEqual({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' });
  expect(whoActs([seen, unknown])).toEqual({ status: 'PENDING', waitingOn: 'AWS' });
  expect(whoActs([])).toEqual({ status: 'PENDING', waitingOn: 'AWS' });
});

it('writes zone-file lines with the dots that keep a zone from being appended', () => {
  expect(recordLines([RECORD])).toEqual(['_a1.login.example.com. 300 IN CNAME _b2.kkkk.acm-validations.aws.']);
});
