import { otherDistribution } from '../../../core/other-distribution.ts';
import type { ReasonCode } from '../../../core/reasons.ts';

it.each<[ReasonCode, string, string | undefined]>([
  ['CnameWrongTarget', 'd222other.cloudfront.net', 'd222other.cloudfront.net'],
  ['CnameWrongTarget', 'www.example.com → d222other.cloudfront.net', 'd222other.cloudfront.net'],
  ['WildcardAnswer', 'CNAME d222other.cloudfront.net', 'd222other.cloudfront.net'],
  ['CnameNotPropagated', 'CNAME d222other.cloudfront.net', 'd222other.cloudfront.net'],
  ['CnameOtherSite', 'globex.sslproxy.us1.gigya.com', 'globex.sslproxy.us1.gigya.com'],
  ['CnameWrongTarget', 'd111.cloudfront.net', undefined],
  ['CnameWrongTarget', 'shops.example.net', undefined],
  ['CnameWrongTarget', 'cloudfront.net.example.org', undefined],
  ['CnameMissing', 'no record', undefined],
])('reads from %s "%s": %s', (reason, found, expected) => {
  expect(otherDistribution({ reason, facts: { found } }, 'd111.cloudfront.net')).toBe(expected);
});

it('reads nothing from a right record', () => {
  expect(otherDistribution({ reason: 'CnameCorrect', facts: {} }, 'd111.cloudfront.net')).toBeUndefined();
});
