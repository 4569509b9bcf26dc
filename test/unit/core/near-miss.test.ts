import { isNearMiss } from '../../../core/near-miss.ts';

const NAME = 'acme.sslproxy.us1.gigya.com';

it.each([
  ['the same', NAME],
  ['one letter missing', 'acme.sslproxy.us1.gigya.co'],
  ['one letter too many', 'acme.sslproxyy.us1.gigya.com'],
  ['one letter changed', 'acme.sslprozy.us1.gigya.com'],
  ['two letters swapped', 'acme.sslporxy.us1.gigya.com'],
  ['two slips', 'acne.sslproxy.us1.giyga.com'],
])('is a near miss: %s', (_, other) => {
  expect([isNearMiss(NAME, other), isNearMiss(other, NAME)]).toEqual([true, true]);
});

it.each([
  ['three slips', 'acmx.sslproxx.us1.gigyx.com'],
  ['three letters missing', 'acme.sslproxy.us1.gigya'],
  ['another name', 'www.example.com'],
  ['nothing', ''],
])('is none: %s', (_, other) => {
  expect([isNearMiss(NAME, other), isNearMiss(other, NAME)]).toEqual([false, false]);
});
