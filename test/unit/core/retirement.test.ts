import type { Answer } from '../../../core/dns.ts';
import {
  isDnsGone,
  leadsHere,
  looked,
  nextRetirement,
  type Retirement,
  refuseLeaving,
  retiredSiteOf,
  takesRoom,
} from '../../../core/retirement.ts';
import { RETIREMENT } from '../../support/unit/retirement.ts';
import { SITE } from '../../support/unit/step.ts';

const ALIAS = 'login.example.com';
const TARGET = 'acme.sslproxy.us1.gigya.com';
const BEGUN: Retirement = { ...RETIREMENT, askedAt: '2026-11-21T09:00:00.000Z', deadline: null };

function answer(outcome: Answer['outcome'], ...values: string[]): Answer {
  const names = [ALIAS, ...values];
  const records = values.map((value, index) => ({ name: names[index] ?? '', type: 'CNAME' as const, ttl: 300, value }));
  const fixed = { server: 'ns1', name: ALIAS, type: 'A' as const, authoritative: true, authenticated: false };
  return { ...fixed, outcome, records };
}

const NONE = answer('NXDOMAIN');
it.each([
  ['here', 'a server still has it', [NONE, answer('NOERROR', TARGET)], [NONE]],
  ['here', 'a resolver remembers it', [NONE], [answer('NOERROR', TARGET)]],
  ['here', 'a chain leads to it', [answer('NOERROR', 'www.example.net', TARGET)], []],
  ['here', 'it leads to the distribution itself', [answer('NOERROR', 'd111.cloudfront.net')], []],
  ['away', 'it is gone everywhere', [NONE, NONE], [NONE, NONE]],
  ['away', 'it leads elsewhere', [answer('NOERROR', 'other.example.net')], [answer('NOERROR', 'other.example.net')]],
  ['away', 'there is no such zone', [], [NONE]],
  ['unknown', 'one server does not answer', [NONE, answer('TIMEOUT')], [NONE]],
  ['unknown', 'nobody was asked', [], []],
])('leads %s: %s', (leads, _, authoritative, resolved) => {
  expect(leadsHere(ALIAS, [TARGET, 'd111.cloudfront.net'], { authoritative, resolved })).toBe(leads);
});

it('counts names as gone when every look of an hour has found them so', () => {
  const at = (time: string) => new Date(`2026-11-21T${time}Z`);
  const nothing = { pointing: [], unknown: [] };
  const gone = looked(BEGUN, nothing, at('10:00:00'));
  expect(gone).toMatchObject({ goneSince: '2026-11-21T10:00:00.000Z', lookedAt: '2026-11-21T10:00:00.000Z' });
  expect(isDnsGone(gone, at('10:59:59'))).toBe(false);
  expect(isDnsGone(looked(gone, nothing, at('11:00:00')), at('11:00:00'))).toBe(true);
  const back = looked(gone, { pointing: [], unknown: [ALIAS] }, at('10:30:00'));
  expect(back.goneSince).toBeNull();
  expect(isDnsGone(back, at('12:00:00'))).toBe(false);
});

it.each([
  ['of a site that was never to end', undefined, true],
  ['of one that is being taken away', { state: 'REMOVING', endedAt: null }, true],
  ['of one that was kept', { state: 'KEPT', endedAt: '2026-10-01T09:00:00.000Z' }, true],
  ['of one retired 30 days ago', { state: 'RETIRED', endedAt: '2026-10-22T09:00:00.000Z' }, false],
  ['of one retired a second later', { state: 'RETIRED', endedAt: '2026-10-22T09:00:01.000Z' }, true],
] as const)('knows whether the place is taken %s', (_, retirement, taken) => {
  const site = retirement ? { retirement: { ...BEGUN, ...retirement } } : {};
  expect(takesRoom(site, new Date('2026-11-21T09:00:00.000Z'))).toBe(taken);
});

it('names each try anew, after a site id that may look like one', () => {
  expect(nextRetirement(SITE)).toBe('acme-retire-1');
  expect(nextRetirement({ ...SITE, retirement: BEGUN })).toBe('acme-retire-2');
  expect(retiredSiteOf('shop-retire-1-retire-12')).toBe('shop-retire-1');
  expect(retiredSiteOf('req-20261121-0123456789')).toBeUndefined();
});

it.each([
  ['AWAITING_DNS', 'SiteRetiring'],
  ['REMOVING', 'SiteRetired'],
  ['RETIRED', 'SiteRetired'],
] as const)('lets nothing begin for a site that leaves: %s', (state, code) => {
  expect(() => refuseLeaving({ ...SITE, retirement: { ...BEGUN, state } })).toThrow(
    expect.objectContaining({ name: code }),
  );
});

it.each(['KEPT', 'OVERDUE'] as const)('lets a site go on that stays: %s', (state) => {
  expect(() => refuseLeaving({ ...SITE, retirement: { ...BEGUN, state } })).not.toThrow();
});
