import type { CloudFront, DomainConflict } from '../../../../lambdas/clients/cloudfront.ts';
import { findConflicts } from '../../../../lambdas/duties/find-conflicts.ts';

const OTHER = { resourceId: '*******AMPLIFY', accountId: '******155257', resourceType: 'distribution' };
const ALIAS = 'login.example.com';

async function reasonOf(conflicts: DomainConflict[]) {
  const cloudFront = { domainConflicts: async () => conflicts } as unknown as CloudFront;
  const findings = await findConflicts(cloudFront, 'E1ACME2EXAMPLE', [ALIAS]);
  return findings[ALIAS]?.reason;
}

it.each([
  ['nobody', [], 'NoConflict'],
  ['ourselves, masked', [{ ...OTHER, domain: ALIAS, resourceId: '*******EXAMPLE' }], 'NoConflict'],
  ['another one by the exact name', [{ ...OTHER, domain: ALIAS }], 'AliasHeld'],
  ['another one by a wildcard', [{ ...OTHER, domain: '*.example.com' }], 'WildcardOverlap'],
  [
    'another one by both',
    [
      { ...OTHER, domain: '*.example.com' },
      { ...OTHER, domain: ALIAS },
    ],
    'AliasHeld',
  ],
])('finds %s', async (_, conflicts, reason) => {
  expect(await reasonOf(conflicts)).toBe(reason);
});

it.each(['', '**************'])('never takes a resource of which nothing is shown for our own: "%s"', async (id) => {
  expect(await reasonOf([{ ...OTHER, domain: ALIAS, resourceId: id }])).toBe('AliasHeld');
});
