import {
  type ConflictCase,
  type ConflictRow,
  conflictFinding,
  holdersOf,
  isHeld,
  isMaskOf,
  parseWildcardPolicy,
} from '../../../core/holder.ts';

const ALIAS = 'login.example.com';
const OWN = { distributionId: 'E1ACME2EXAMPLE', account: '111122223333' };
const ROW: ConflictRow = {
  domain: ALIAS,
  resourceType: 'distribution',
  resourceId: '*******OTHERS1',
  accountId: '******887777',
};
const row = (fields: Partial<ConflictRow>) => ({ ...ROW, ...fields });

describe('a masked id', () => {
  it.each([
    ['*******EXAMPLE', 'E1ACME2EXAMPLE', true],
    ['E1ACME2EXAMPLE', 'E1ACME2EXAMPLE', true],
    ['*******EXAMPLX', 'E1ACME2EXAMPLE', false],
    ['**************', 'E1ACME2EXAMPLE', false],
    ['', 'E1ACME2EXAMPLE', false],
    ['***EXAMPLE***', 'E1ACME2EXAMPLE', false],
  ])('%s is that of %s: %s', (masked, whole, expected) => {
    expect(isMaskOf(masked, whole)).toBe(expected);
  });
});

describe('who holds a name', () => {
  it('is nobody where AWS shows nothing, or nothing but ourselves', () => {
    expect(holdersOf(ALIAS, [], OWN)).toEqual({ holder: undefined, overlaps: [] });
    const own = row({ resourceId: '*******EXAMPLE', accountId: '******223333' });
    expect(holdersOf(ALIAS, [own], OWN)).toEqual({ holder: undefined, overlaps: [] });
  });

  it.each<[string, Partial<ConflictRow>, object]>([
    ['somebody else', {}, { kind: 'foreign' }],
    ['somebody of whom AWS shows nothing', { resourceId: '***', accountId: '***' }, { kind: 'foreign' }],
    ['something else in our account', { accountId: '******223333' }, { kind: 'ourAccount' }],
    ['Amplify', { accountId: '******155257' }, { kind: 'awsService', service: 'AWS Amplify' }],
    ['a tenant of a distribution', { resourceType: 'distribution-tenant' }, { resourceType: 'distribution-tenant' }],
  ])('is %s', (_, fields, expected) => {
    expect(holdersOf(ALIAS, [row(fields)], OWN).holder).toMatchObject(expected);
  });

  it('is another site of ours where its distribution is known', () => {
    const ours = row({ resourceId: '*******GLOBEX1', accountId: '******223333' });
    expect(holdersOf(ALIAS, [ours], OWN, new Set(['*******GLOBEX1'])).holder).toMatchObject({ kind: 'ourSite' });
  });

  it('is the one of the exact name, beside wildcards that overlap', () => {
    const wildcard = row({ domain: '*.example.com' });
    expect(holdersOf(ALIAS, [wildcard, ROW], OWN)).toEqual({
      holder: { ...ROW, kind: 'foreign' },
      overlaps: [{ ...wildcard, kind: 'foreign' }],
    });
  });
});

describe('the finding', () => {
  const UNTIL = '2026-11-28T10:00:00.000Z';
  function findingOf(rows: ConflictRow[], more: Partial<ConflictCase> = {}) {
    const held = holdersOf(ALIAS, rows, OWN, new Set(['*******GLOBEX1']));
    return conflictFinding({ alias: ALIAS, held, policy: 'warn', until: UNTIL, note: null, ...more });
  }
  const holder = 'distribution *******OTHERS1 of account ******887777';

  it('of a name that nobody holds is that', () => {
    expect(findingOf([])).toEqual({ reason: 'NoConflict', facts: { alias: ALIAS } });
  });

  it('of a held name says by whom as far as AWS shows it, and until when there is time', () => {
    expect(findingOf([ROW])).toEqual({ reason: 'AliasHeld', facts: { alias: ALIAS, holder, until: UNTIL } });
  });

  it('of a name in a service of AWS says where to take it off', () => {
    expect(findingOf([row({ accountId: '******155257' })])).toMatchObject({
      reason: 'HeldByAwsService',
      facts: { service: 'AWS Amplify', where: expect.stringContaining('Amplify console') },
    });
  });

  it('of a name in our own account leaves the customer in peace, and another site is never named', () => {
    const ours = { accountId: '******223333' };
    expect(findingOf([row(ours)]).reason).toBe('HeldInOurAccount');
    expect(findingOf([row({ ...ours, resourceId: '*******GLOBEX1' })])).toEqual({
      reason: 'AliasHeldByOtherSite',
      facts: { alias: ALIAS },
    });
  });

  it('carries what our on-call said when it gave the conflict back', () => {
    expect(findingOf([ROW], { note: 'It is in your agency’s account.' })).toEqual({
      reason: 'ConflictHandedBack',
      facts: { alias: ALIAS, holder, until: UNTIL, note: 'It is in your agency’s account.' },
    });
  });

  it('of a wildcard that overlaps follows the policy, and names each wildcard', () => {
    const wildcards = [row({ domain: '*.example.com' }), row({ domain: '*.com', resourceId: '*******OTHERS2' })];
    const facts = {
      alias: ALIAS,
      overlap: '*.example.com and *.com',
      holder: `${holder} and distribution *******OTHERS2 of account ******887777`,
    };
    expect(findingOf(wildcards)).toEqual({ reason: 'WildcardOverlap', facts });
    expect(findingOf(wildcards, { policy: 'block' })).toEqual({
      reason: 'WildcardHeld',
      facts: { ...facts, until: UNTIL },
    });
  });

  it('counts as held where an ownership move can cure it', () => {
    expect(
      [ROW, row({ accountId: '******223333' }), row({ accountId: '******155257' })].map((one) =>
        isHeld(findingOf([one])),
      ),
    ).toEqual([true, true, true]);
    const wildcard = [row({ domain: '*.example.com' })];
    expect([findingOf([]), findingOf(wildcard, { policy: 'block' }), undefined].map(isHeld)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

it('knows two policies for overlapping wildcards, and refuses another word', () => {
  expect([parseWildcardPolicy('warn'), parseWildcardPolicy('block')]).toEqual(['warn', 'block']);
  expect(() => parseWildcardPolicy('ignore')).toThrow('WILDCARD_OVERLAP is "ignore", neither warn nor block');
});
