/** Host names as people write them, and as nobody does: what comes out is a name that DNS, ACM and CloudFront take, or words why not. Seeded. */
import fc from 'fast-check';
import { aliasesOf, namesProblem, prefixProblem } from '../../../core/alias.ts';
import { isLabel, normaliseName, registrableDomain } from '../../../core/domain-name.ts';
import { trustedDomains } from '../../../core/site.ts';

const SEED = 20_261_121;
const RUNS = { seed: SEED, numRuns: 1000 };

const part = fc.oneof(
  fc.constantFrom(
    'www',
    'example.com',
    'example.co.uk',
    'a'.repeat(63),
    'a'.repeat(64),
    'xn--',
    'xn--mnchen-3ya',
    '-',
    '*',
  ),
  fc.constantFrom(
    'münchen',
    'p\u0430ypal',
    '日本',
    'שלום',
    '😀',
    '\u202e',
    '\u0000',
    '\ud800',
    '\u00ad',
    'ß',
    '。',
    '１２７',
  ),
  fc.constantFrom('127.0.0.1', '0x7f.1', '[::1]', '2130706433', '1.1', 'localhost', 'com', 'arpa', 'cloudfront.net'),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.domain(),
);
const text = fc
  .array(fc.tuple(part, fc.constantFrom('', '.', '..', '/', ':', '@', '?', '#', '\\', '//', ' ')), { maxLength: 8 })
  .map((parts) => parts.flat().join(''));
const url = fc
  .tuple(fc.constantFrom('', 'https://', 'http://', '//', 'ftp:', 'javascript:', '*.', 'HTTPS://*.'), text)
  .map(([a, b]) => a + b);

it('makes of any text a trusted domain that can be certified, or says why not', () => {
  const property = fc.property(url, (given) => {
    for (const { domain, eligible, why } of trustedDomains([given])) {
      if (!eligible) {
        expect(why).toMatch(/^\S.*\S$/);
        continue;
      }
      expect(domain.split('.').every(isLabel)).toBe(true);
      expect(domain.length).toBeLessThanOrEqual(251);
      expect(registrableDomain(domain)).toBeDefined();
      expect(trustedDomains([domain])).toEqual([{ domain, eligible: true }]);
      expect(trustedDomains([`https://${domain}/`])).toEqual([{ domain, eligible: true }]);
    }
  });
  fc.assert(property, RUNS);
});

it('has one normal form of a name, which is its own', () => {
  const property = fc.property(text, (given) => {
    const name = normaliseName(given);
    if (name !== undefined) expect([normaliseName(name), normaliseName(`${name}.`)]).toEqual([name, name]);
  });
  fc.assert(property, RUNS);
});

it('takes a prefix only if it is a label before every domain', () => {
  const property = fc.property(fc.oneof(part, fc.string({ maxLength: 70 })), (prefix) => {
    if (prefixProblem(prefix) !== undefined) return;
    const aliases = aliasesOf(prefix, ['example.com', `${'a'.repeat(60)}.example.org`]);
    expect(aliases.every((alias) => alias.split('.').every(isLabel))).toBe(true);
    const problem = namesProblem(aliases);
    expect(problem === undefined || problem.length > 0).toBe(true);
  });
  fc.assert(property, RUNS);
});

it('counts octets at the limits', () => {
  const labels = (length: number) => `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(length)}.com`;
  const eligible = (domain: string) => trustedDomains([domain])[0]?.eligible;
  expect([labels(55).length, labels(56).length]).toEqual([251, 252]);
  expect([eligible(labels(55)), eligible(labels(56)), eligible(labels(63))]).toEqual([true, false, false]);
  expect([eligible(`${'a'.repeat(63)}.com`), eligible(`${'a'.repeat(64)}.com`)]).toEqual([true, false]);
  expect([prefixProblem('a'.repeat(63)), prefixProblem('a'.repeat(64))]).toEqual([
    undefined,
    'must have at most 63 characters',
  ]);
});
