import { blocks, sameFinding, viewOf } from '../../../core/condition.ts';

const FACTS = { alias: 'a.example.com', expected: 'acme.sslproxy.us1.gigya.com', zone: 'example.com' };

it.each([
  ['CnameCorrect', false],
  ['CnameMissing', true],
  ['DnsUnreachable', true],
  ['HolderSeen', false],
  ['WildcardOverlap', false],
  ['AliasHeld', true],
  ['ApprovalPending', false],
] as const)('%s blocks: %s', (reason, expected) => {
  expect(blocks({ reason, facts: {} })).toBe(expected);
});

it('is the same finding by reason and facts', () => {
  const finding = { reason: 'CnameMissing' as const, facts: FACTS };
  expect(sameFinding({ ...finding }, { reason: 'CnameMissing', facts: { ...FACTS } })).toBe(true);
  expect(sameFinding(finding, { ...finding, reason: 'CnameCorrect' })).toBe(false);
  expect(sameFinding(finding, { ...finding, facts: { ...FACTS, zone: 'example.org' } })).toBe(false);
  expect(sameFinding(undefined, finding)).toBe(false);
});

it('is the same finding whatever the order in which its facts came back from the table', () => {
  const stored = { reason: 'CnameMissing' as const, facts: Object.fromEntries(Object.entries(FACTS).reverse()) };
  expect(sameFinding(stored, { reason: 'CnameMissing', facts: FACTS })).toBe(true);
});

it('is shown in the words of the catalogue', () => {
  expect(viewOf({ reason: 'CnameCorrect', facts: FACTS, lastChange: '2026-11-21T10:00:00.000Z' })).toEqual({
    status: 'True',
    reason: 'CnameCorrect',
    message: 'a.example.com points to acme.sslproxy.us1.gigya.com.',
    remedy: 'Nothing to do.',
    actor: 'nobody',
    lastChange: '2026-11-21T10:00:00.000Z',
    facts: FACTS,
  });
});
