import { createColors } from 'picocolors';
import { aliasesInWords } from '../../../cli/in-words.ts';
import type { AliasConditions, ConditionName, viewOf } from '../../../core/condition.ts';
import { viewConditions } from '../../../core/view.ts';

const ALIAS = 'login.example.com';
const COMMON = { alias: ALIAS, expected: 'acme.sslproxy.us1.gigya.com', zone: 'example.com', evidence: 'HTTP: 403' };
const plain = createColors(false);

function linesFor(reasons: Partial<Record<ConditionName, Parameters<typeof viewOf>[0]['reason']>>): string[] {
  const conditions = Object.fromEntries(
    Object.entries(reasons).map(([name, reason]) => [
      name,
      { reason, facts: COMMON, lastChange: '2026-11-21T09:00:00Z' },
    ]),
  ) as AliasConditions;
  return aliasesInWords([{ alias: ALIAS, conditions: viewConditions(conditions) }], plain);
}

describe('a name in the terminal', () => {
  it('is right when no edge shows a holder, for more cannot be known yet', () => {
    expect(linesFor({ dns: 'CnameCorrect', conflict: 'NoHolderSeen' })).toEqual(['  ✓ login.example.com']);
  });

  it('is not right before anybody has looked at its DNS', () => {
    expect(linesFor({})).toEqual(['  … login.example.com: not looked at yet']);
  });

  it('has every problem that somebody can act on, an early sign of a holder too', () => {
    expect(linesFor({ dns: 'CnameMissing', conflict: 'HolderSeen' })).toEqual([
      '  ✗ login.example.com: login.example.com has no DNS record.',
      '      Whoever manages the DNS of example.com adds the record: login.example.com CNAME acme.sslproxy.us1.gigya.com',
      expect.stringMatching(/^ {2}! login\.example\.com: A CloudFront edge already serves login\.example\.com/),
      expect.stringMatching(/^ {6}Look for login\.example\.com in your own CloudFront distributions/),
    ]);
  });

  it('tells what is still unknown where nobody must act', () => {
    expect(linesFor({ dns: 'CnameCorrect', conflict: 'ProbeUnknown' })).toEqual([
      '  … login.example.com: Whether another CloudFront resource serves login.example.com could not be seen (HTTP: 403).',
    ]);
  });
});
