import { instructionsOf, linkEnd } from '../../../core/instructions.ts';
import { REASONS, type ReasonCode } from '../../../core/reasons.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { placesIn } from '../../../core/text.ts';
import { opened } from '../../support/opened.ts';

const [A, B] = ['login.example.com', 'login.example.org'];
const SINCE = '2026-11-21T09:00:00.000Z';
const REQUEST = opened(A, B);

/** Every fact that a reason's texts use says its own name, so that what is told can be told apart. */
function factsOf(reason: ReasonCode): Record<string, string> {
  const { message, remedy } = REASONS[reason];
  return Object.fromEntries([...placesIn(message), ...placesIn(remedy)].map((name) => [name, `the ${name}`]));
}

function given(reasons: Record<string, ReasonCode>, fields: Partial<CertificateRequest> = {}): CertificateRequest {
  const conditions = Object.fromEntries(
    Object.entries(reasons).map(([alias, reason]) => [
      alias,
      { [REASONS[reason].condition]: { reason, facts: { ...factsOf(reason), alias }, lastChange: SINCE } },
    ]),
  );
  return { ...REQUEST, conditions, ...fields };
}

it('shows what is open first, then what is done, each with its record', () => {
  expect(instructionsOf(given({ [A]: 'CnameCorrect', [B]: 'CnameMissing' }), {})).toEqual([
    {
      alias: B,
      state: 'open',
      seen: `${B} has no DNS record.`,
      since: SINCE,
      todo: `Whoever manages the DNS of the zone adds the record: ${B} CNAME the expected`,
      record: { name: B, type: 'CNAME', value: 'the expected' },
      mailboxes: [],
    },
    expect.objectContaining({ alias: A, state: 'done', seen: `${A} points to the expected.` }),
  ]);
});

it.each<[ReasonCode, object | null]>([
  ['RecordMissing', { name: 'the record', type: 'CNAME', value: 'the value' }],
  ['OwnershipTxtWrong', { name: 'the record', type: 'TXT', value: 'the value' }],
  ['CaaForbids', { name: 'the at', type: 'CAA', value: '0 issue "amazon.com"' }],
  ['DnsPointsElsewhere', { name: A, type: 'CNAME', value: 'the expected' }],
  ['MailRouteMissing', null],
  ['ApprovalPending', null],
])('names the one record that helps: %s', (reason, record) => {
  expect(instructionsOf(given({ [A]: reason }), {})).toMatchObject([{ state: 'open', record }]);
});

it('names the mailboxes that got the mail to approve', () => {
  const addresses = { [A]: ['admin@example.com'], [B]: ['admin@example.org'] };
  expect(
    instructionsOf(given({ [A]: 'Approved', [B]: 'ApprovalPending' }), addresses).map(({ mailboxes }) => mailboxes),
  ).toEqual([['admin@example.org'], []]);
});

it('calls unknown what could not be seen', () => {
  expect(instructionsOf(given({ [A]: 'RecordMissing', [B]: 'RecordUnknown' }), {})[1]?.state).toBe('unknown');
});

it.each(Object.keys(REASONS) as ReasonCode[])('never tells who holds a name or what was said of it: %s', (reason) => {
  const other: Record<string, ReasonCode> =
    REASONS[reason].condition === 'conflict' ? { [B]: 'OwnershipTxtMissing' } : { [B]: 'CnameMissing' };
  const told = JSON.stringify(instructionsOf(given({ [A]: reason, ...other }), {}));
  expect(told).not.toMatch(/the (holder|note|refusal|evidence|service|where|overlap|siteId)/);
});

it('shows nothing where nobody outside can do anything', () => {
  expect(instructionsOf(given({ [A]: 'AliasHeld' }), {})).toEqual([]);
  expect(instructionsOf(given({ [A]: 'CnameMissing' }, { status: 'FAILED' }), {})).toEqual([]);
  expect(instructionsOf(given({ [A]: 'CnameMissing' }, { cancelAskedAt: SINCE }), {})).toEqual([]);
});

it.each([
  [null, '2026-12-05T09:00:00.000Z'],
  ['2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.000Z'],
  ['2027-01-24T09:00:00.000Z', '2026-12-05T09:00:00.000Z'],
  ['2026-11-20T09:00:00.000Z', '2026-12-05T09:00:00.000Z'],
])('lasts until the deadline, or a fortnight: %s', (deadline, end) => {
  expect(linkEnd({ deadline }, new Date(SINCE))).toBe(end);
});
