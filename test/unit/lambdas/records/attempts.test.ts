import { createAttempts, suspectsOf } from '../../../../lambdas/records/attempts.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const fail = async (times: number, key = 'k', address = '192.0.2.7', time = '10:00:00') => {
  for (let n = 0; n < times; n++) await createAttempts(scene.table).failed(suspectsOf(key, address), at(time));
};
const locked = (key = 'k', address = '192.0.2.7', time = '10:00:01') =>
  createAttempts(scene.table).lockedUntil(suspectsOf(key, address), at(time));

it('locks a key out after ten wrong attempts, for a quarter of an hour since the first', async () => {
  await fail(9);
  expect(await locked()).toBeUndefined();
  await fail(1, 'k', '192.0.2.7', '10:05:00');
  expect(await locked('k', '192.0.2.7', '10:14:59')).toBe('2026-11-21T10:15:00.000Z');
  expect(await locked('k', '192.0.2.7', '10:15:00')).toBeUndefined();
  await fail(1, 'k', '192.0.2.7', '10:15:00');
  expect(await locked('k', '192.0.2.7', '10:15:01')).toBeUndefined();
});

it('locks a key out where it was tried from, not for its owner elsewhere', async () => {
  await fail(10);
  expect(await locked('k', '198.51.100.1')).toBeUndefined();
  expect(await locked('other')).toBeUndefined();
});

it('locks an address out after a hundred, whatever the key', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, n) => fail(1, `k${n}`)));
  expect(await locked('never tried')).toBe('2026-11-21T10:15:00.000Z');
});

it.each([
  ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:ffff:ffff:ffff', true],
  ['2001:0db8:0001:0002:0:0:0:1', '2001:db8:1:2::9', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['::1', '::2', true],
])('takes an IPv6 network for one address: %s and %s', async (one, other, same) => {
  await fail(10, 'k', one);
  expect((await locked('k', other)) !== undefined).toBe(same);
});

it('counts every attempt of many at once', async () => {
  await Promise.all(Array.from({ length: 10 }, () => fail(1)));
  expect(await locked()).toBe('2026-11-21T10:15:00.000Z');
});

it('lets so many calls through in a minute and says when the next may come', async () => {
  const attempts = createAttempts(scene.table);
  const call = (time: string, caller = 'a') => attempts.overLimit(caller, 2, at(time));
  expect([await call('10:00:58'), await call('10:00:59')]).toEqual([undefined, undefined]);
  expect(await call('10:00:59')).toBe('2026-11-21T10:01:00.000Z');
  expect(await call('10:00:59', 'b')).toBeUndefined();
  expect(await call('10:01:00')).toBeUndefined();
});

it('counts a call that weighs as several as so many, the first too', async () => {
  const attempts = createAttempts(scene.table);
  const call = (weight: number) => attempts.overLimit('a', 40, at('10:00:58'), weight);
  expect([await call(20), await call(20)]).toEqual([undefined, undefined]);
  expect(await call(1)).toBe('2026-11-21T10:01:00.000Z');
});

it('counts what a page has a browser send apart from all else at its address', async () => {
  const attempts = createAttempts(scene.table);
  const [page, other] = [suspectsOf('k', '192.0.2.7', 'https://a.example'), suspectsOf('k', '192.0.2.7', 'null')];
  for (let n = 0; n < 10; n++) await attempts.failed(page, at('10:00:00'));
  expect(await attempts.lockedUntil(page, at('10:00:01'))).toBe('2026-11-21T10:15:00.000Z');
  expect(await attempts.lockedUntil(other, at('10:00:01'))).toBeUndefined();
  expect(await locked()).toBeUndefined();
});
