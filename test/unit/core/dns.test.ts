import { type Answer, followCnames, isLoopback, mayConnectTo, outcomes, recordsOf, says } from '../../../core/dns.ts';

const cname = (name: string, value: string) => ({ name, type: 'CNAME' as const, ttl: 60, value });
const answer = (outcome: Answer['outcome'], records: Answer['records'] = []): Answer => ({
  server: '192.0.2.53',
  name: 'a',
  type: 'A',
  outcome,
  authoritative: false,
  authenticated: false,
  records,
});

it.each([
  [[], []],
  [
    [cname('a', 'b'), cname('b', 'c')],
    ['b', 'c'],
  ],
  [
    [cname('b', 'c'), cname('a', 'b')],
    ['b', 'c'],
  ],
  [[cname('a', 'a')], ['a']],
  [
    [cname('a', 'b'), cname('b', 'a')],
    ['b', 'a'],
  ],
  [
    [cname('a', 'b'), cname('b', 'c'), cname('c', 'b')],
    ['b', 'c', 'b'],
  ],
])('follows %j', (records, path) => {
  expect(followCnames('a', records)).toEqual(path);
});

it('takes only an answer or a denial for a word about the name', () => {
  expect((['NOERROR', 'NXDOMAIN'] as const).map((outcome) => says(answer(outcome)))).toEqual([true, true]);
  expect((['SERVFAIL', 'TIMEOUT', 'REFUSED'] as const).map((outcome) => says(answer(outcome)))).toEqual([
    false,
    false,
    false,
  ]);
});

it('picks the records of one type, and tells outcomes for people', () => {
  const mixed = answer('NOERROR', [cname('a', 'b'), { name: 'b', type: 'A', ttl: 60, value: '192.0.2.1' }]);
  expect(recordsOf(mixed, 'A').map(({ value }) => value)).toEqual(['192.0.2.1']);
  expect(outcomes([answer('TIMEOUT'), { ...answer('REFUSED'), server: '192.0.2.54' }])).toBe(
    '192.0.2.53: TIMEOUT, 192.0.2.54: REFUSED',
  );
});

it.each([
  ['8.8.8.8', true],
  ['10.0.0.1', false],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['198.19.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['0.0.0.0', false],
  ['127.0.0.1', false],
  ['2606:4700::1111', false],
  ['example.com', false],
  ['', false],
])('may be connected to %s: %s', (address, may) => {
  expect(mayConnectTo(address, false)).toBe(may);
});

it('may be connected to loopback in local mode, and to nothing else more', () => {
  expect(mayConnectTo('127.53.0.1', true)).toBe(true);
  expect(mayConnectTo('10.0.0.1', true)).toBe(false);
  expect([isLoopback('127.1.2.3'), isLoopback('128.0.0.1'), isLoopback('::1')]).toEqual([true, false, false]);
});
