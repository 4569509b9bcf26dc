import { instructionsOf, linkEnd } from '../../../core/instructions.ts';
import { REASONS, type ReasonCode } from '../../../core/reasons.ts';
import { beginRenewal } from '../../../core/renewal.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { placesIn } from '../../../core/text.ts';
import { opened } from '../../support/unit/opened.ts';

const [A, B] = ['login.example.com', 'login.example.org'];
const SINCE = '2026-11-21T09:00:00.000Z';
const NOW = new Date(SINCE);
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
  expect(instructionsOf(given({ [A]: 'CnameCorrect', [B]: 'CnameMissing' }), {}, NOW)).toEqual([
    {
      alias: B,
      state: 'open',
      seen: `${B} has no DNS record.`,
      since: SINCE,
      todo: `Whoever manages the DNS of the zone adds the record: ${B} CNAME the expected`,
      records: [{ name: B, type: 'CNAME', value: 'the expected' }],
      mailboxes: [],
    },
    expect.objectContaining({ alias: A, state: 'done', seen: `${A} points to the expected.` }),
  ]);
});

it.each<[ReasonCode, object | null]>([
  ['RecordMissing', { name: 'the record', type: 'CNAME', value: 'the value' }],
  ['OwnershipTxtWrong', { name: 'the record', type: 'TXT', value: 'the value' }],
  ['CaaForbids', { name: 'the at', type: 'CAA', value: '0 issue "amazon.com"' }],
  ['CaaForbidsRenewal', { name: 'the at', type: 'CAA', value: '0 issue "amazon.com"' }],
  ['DnsPointsElsewhere', { name: A, type: 'CNAME', value: 'the expected' }],
  ['CnameDoubledSuffix', { name: A, type: 'CNAME', value: 'the expected.' }],
  ['MailRouteMissing', null],
  ['ApprovalPending', null],
])('names the one record that helps: %s', (reason, record) => {
  expect(instructionsOf(given({ [A]: reason }), {}, NOW)).toMatchObject([
    { state: 'open', records: record ? [record] : [] },
  ]);
});

it('names the mailboxes that got the mail to approve', () => {
  const addresses = { [A]: ['admin@example.com'], [B]: ['admin@example.org'] };
  expect(
    instructionsOf(given({ [A]: 'Approved', [B]: 'ApprovalPending' }), addresses, NOW).map(
      ({ mailboxes }) => mailboxes,
    ),
  ).toEqual([['admin@example.org'], []]);
});

it('calls unknown what could not be seen', () => {
  expect(instructionsOf(given({ [A]: 'RecordMissing', [B]: 'RecordUnknown' }), {}, NOW)[1]?.state).toBe('unknown');
});

it.each(Object.keys(REASONS) as ReasonCode[])('never tells who holds a name or what was said of it: %s', (reason) => {
  const other: Record<string, ReasonCode> =
    REASONS[reason].condition === 'conflict' ? { [B]: 'OwnershipTxtMissing' } : { [B]: 'CnameMissing' };
  const told = JSON.stringify(instructionsOf(given({ [A]: reason, ...other }), {}, NOW));
  expect(told).not.toMatch(/the (holder|note|refusal|evidence|service|where|overlap|siteId)/);
});

it('shows nothing where nobody outside can do anything', () => {
  expect(instructionsOf(given({ [A]: 'AliasHeld' }), {}, NOW)).toEqual([]);
  expect(instructionsOf(given({ [A]: 'CnameMissing' }, { status: 'FAILED' }), {}, NOW)).toEqual([]);
  expect(instructionsOf(given({ [A]: 'CnameMissing' }, { cancelAskedAt: SINCE }), {}, NOW)).toEqual([]);
});

describe('of a request that serves', () => {
  const serving = (reasons: Record<string, ReasonCode>, fields: Partial<CertificateRequest> = {}) =>
    given(reasons, { status: 'ACTIVE', ...fields });
  const renewal = beginRenewal('2027-06-06T23:59:59.000Z', NOW);
  const addresses = { [A]: ['admin@example.com'] };

  it('shows the clicks that its renewal waits for', () => {
    expect(
      instructionsOf(serving({ [A]: 'RenewalPending', [B]: 'Approved' }, { renewal }), addresses, NOW),
    ).toMatchObject([
      { alias: A, state: 'open', records: [], mailboxes: ['admin@example.com'] },
      { alias: B, state: 'done' },
    ]);
  });

  it.each<[string, Partial<CertificateRequest>, Date]>([
    ['once records validate it', { renewal, method: 'DNS' }, NOW],
    ['after the last day of mails', { renewal: beginRenewal('2027-10-30T23:59:59.000Z', NOW) }, new Date('2027-10-01')],
  ])('shows no click %s', (_, fields, now) => {
    expect(instructionsOf(serving({ [A]: 'RenewalPending' }, fields), addresses, now)).toEqual([]);
  });

  it('shows what AWS asks of names that were left out, too', () => {
    const [aliases, without] = [[A], [B]];
    expect(instructionsOf(serving({ [B]: 'RenewalPending' }, { renewal, aliases, without }), {}, NOW)).toMatchObject([
      { alias: B, state: 'open' },
    ]);
  });

  it.each<[string, ReasonCode[], (string | undefined)[]]>([
    ['the record whose loss took a name off the air', ['ServingLostByDns'], ['CNAME']],
    ['that record once', ['ServingLostByDns', 'CnameMissing'], ['CNAME']],
    ['what endangers the renewal', ['CaaForbidsRenewal'], ['CAA']],
    ['a DNS that does not answer, and no record', ['ServingLostInDns'], [undefined]],
    ['nothing that is our matter', ['ServingLost'], []],
  ])('shows %s', (_, reasons, types) => {
    const conditions = { [A]: Object.assign({}, ...reasons.map((reason) => given({ [A]: reason }).conditions[A])) };
    const shown = instructionsOf(serving({}, { conditions }), {}, NOW);
    expect(shown.map(({ records }) => records[0]?.type)).toEqual(types);
  });

  it('shows the record that moves it to DNS validation', () => {
    const { approval } = given({ [A]: 'RecordMissing' }).conditions[A] ?? {};
    const conditions = { [A]: { ...(approval && { migration: approval }) } };
    expect(instructionsOf(serving({}, { conditions }), {}, NOW)).toMatchObject([
      { alias: A, state: 'open', records: [{ name: 'the record', type: 'CNAME', value: 'the value' }] },
    ]);
  });
});

it.each([
  [null, '2026-12-05T09:00:00.000Z'],
  ['2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.000Z'],
  ['2027-01-24T09:00:00.000Z', '2026-12-05T09:00:00.000Z'],
  ['2026-11-20T09:00:00.000Z', '2026-12-05T09:00:00.000Z'],
])('lasts until the deadline, or a fortnight: %s', (deadline, end) => {
  expect(linkEnd({ deadline }, new Date(SINCE))).toBe(end);
});
