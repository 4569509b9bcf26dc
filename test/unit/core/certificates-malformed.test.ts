/** Certificates whose octets are not what they were: a judgement in words, never a throw. Seeded. */
import fc from 'fast-check';
import { judgeProbe } from '../../../core/probe.ts';
import { judgeHandshake } from '../../../core/serving.ts';
import { createAuthority } from '../../support/unit/certificates.ts';

const SEED = 20_261_121;
const ALIAS = 'login.example.com';
const NOW = new Date('2026-11-21T10:00:00Z');

it('judges a chain with broken octets in words', async () => {
  const root = await createAuthority('Test Root');
  const intermediate = await root.intermediate('Test Intermediate');
  const { cert } = await intermediate.issue({ names: [ALIAS] });
  const whole = [cert, intermediate.pem];
  expect(judgeHandshake({ alias: ALIAS, chain: whole, anchors: [root.pem], now: NOW }).serves).toBe(true);

  const harm = fc.record({ which: fc.nat(1), at: fc.nat(2000), octet: fc.nat(255), cut: fc.boolean() });
  const property = fc.property(fc.array(harm, { minLength: 1, maxLength: 3 }), (harms) => {
    const chain = harms.reduce(broken, whole);
    const judged = judgeHandshake({ alias: ALIAS, chain, anchors: [root.pem], now: NOW });
    if (!judged.serves) expect(judged.found).toMatch(/^(a|no) /);
    const verdict = judgeProbe({ alias: ALIAS, tls: { chain }, http: { problem: 'no answer' } });
    expect(['HELD', 'UNKNOWN']).toContain(verdict.verdict);
  });
  fc.assert(property, { seed: SEED, numRuns: 600 });
});

interface Harm {
  which: number;
  at: number;
  octet: number;
  cut: boolean;
}

/** With one octet of one certificate changed, or all behind it lost. */
function broken(chain: readonly string[], { which, at, octet, cut }: Harm): string[] {
  return chain.map((pem, index) => {
    if (index !== which) return pem;
    const der = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
    const place = at % Math.max(der.length, 1);
    if (!cut) der[place] = octet;
    const octets = cut && at % 5 === 0 ? der.subarray(0, place) : der;
    return `-----BEGIN CERTIFICATE-----\n${octets.toString('base64')}\n-----END CERTIFICATE-----\n`;
  });
}

it.each([[[]], [['']], [['no certificate']], [['-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----']]])(
  'judges what is no chain: %j',
  (chain) => {
    expect(judgeHandshake({ alias: ALIAS, chain, anchors: [], now: NOW })).toEqual({
      serves: false,
      found: 'no certificate was sent',
    });
  },
);
