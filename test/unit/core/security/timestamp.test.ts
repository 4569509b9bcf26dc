import { isWithin, readTimestamp, unixSeconds } from '../../../../core/security/timestamp.ts';
import { NOW } from './invented-secrets.ts';

it('rounds the clock down', () => {
  expect(unixSeconds(new Date(1431496000999))).toBe(1431496000);
});

it.each([
  ['1431496000', 1431496000],
  ['0', 0],
  ['4300000000', 4300000000],
  ['99999999999', 99999999999],
])('reads %s', (text, seconds) => {
  expect(readTimestamp(text)).toBe(seconds);
});

it.each(['1431496000000', '000001431496000', '9'.repeat(400)])('holds no window that has %s', (text) => {
  expect(readTimestamp(text)).toBe(Number.POSITIVE_INFINITY);
});

it.each([
  '',
  ' 1431496000',
  '1431496000\n',
  '+1431496000',
  '-1',
  '1431496000.0',
  '1.4e9',
  '0x55',
  '1_431',
  '１４３１',
  'NaN',
])('does not read %j', (text) => {
  expect(readTimestamp(text)).toBeUndefined();
});

it.each([
  [1431495820, true],
  [1431495819, false],
  [1431496180, true],
  [1431496181, false],
])('judges %d by 180 seconds in both directions: %s', (timestamp, within) => {
  expect(isWithin(180, timestamp, NOW)).toBe(within);
});
