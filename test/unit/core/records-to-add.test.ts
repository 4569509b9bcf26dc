/** A record is told alike everywhere: what proves ownership to CloudFront is TXT, what validates a name for ACM is a CNAME. */
import { REASONS, type ReasonCode } from '../../../core/reasons.ts';
import { recordsToAdd } from '../../../core/records-to-add.ts';

const FACTS = { alias: 'login.example.com', record: '_a.login.example.com', value: '_b.acm-validations.aws' };
const reasonsOf = (condition: string) =>
  (Object.keys(REASONS) as ReasonCode[]).filter((reason) => REASONS[reason].condition === condition);

it.each([
  ['approval', 'CNAME'],
  ['migration', 'CNAME'],
  ['conflict', 'TXT'],
])('of every reason of %s: %s', (condition, type) => {
  for (const reason of reasonsOf(condition))
    expect([reason, recordsToAdd({ reason, facts: FACTS })]).toEqual([
      reason,
      [{ name: FACTS.record, type, value: FACTS.value }],
    ]);
});

it('makes no mail server up', () => {
  for (const reason of reasonsOf('mail'))
    expect(recordsToAdd({ reason, facts: { alias: FACTS.alias, registrableDomain: 'example.com' } })).toEqual([]);
});

it('has the own record of a name that serves by a wildcard first: its validation record alone would take it off the air', () => {
  const expected = 'site-1.sslproxy.us1.example.net';
  expect(recordsToAdd({ reason: 'RecordUnderWildcard', facts: { ...FACTS, expected } })).toEqual([
    { name: FACTS.alias, type: 'CNAME', value: expected },
    { name: FACTS.record, type: 'CNAME', value: FACTS.value },
  ]);
});
