import type { ConflictRow } from '../../../../core/holder.ts';
import type { OwnershipMove } from '../../../../core/move.ts';
import type { CloudFront } from '../../../../lambdas/clients/cloudfront.ts';
import { findConflicts } from '../../../../lambdas/duties/find-conflicts.ts';
import { CERTIFICATE, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

const ALIAS = 'login.example.com';
const UNTIL = '2026-11-28T10:00:00.000Z';
const OTHER = {
  domain: ALIAS,
  resourceId: '*******OTHERS1',
  accountId: '******887777',
  resourceType: 'distribution',
};

async function findingsOf(conflicts: ConflictRow[], moveId: string | null = null) {
  const asked: string[] = [];
  const cloudFront = {
    async domainConflicts(_: string, domain: string) {
      asked.push(domain);
      return conflicts.filter((one) => one.domain === domain || one.domain.startsWith('*'));
    },
  } as unknown as CloudFront;
  await scene.givenSite();
  const request = await scene.givenRequest({ certificateArn: CERTIFICATE, moveId });
  const judging = { cloudFront, sites: scene.sites, moves: scene.moves, policy: 'warn' } as const;
  return { asked, findings: await findConflicts(judging, request, request.aliases, UNTIL) };
}

it('asks once a name, and says of each who holds it', async () => {
  const { asked, findings } = await findingsOf([OTHER]);
  expect(asked.sort()).toEqual([ALIAS, 'login.example.org']);
  expect(findings).toEqual({
    [ALIAS]: {
      reason: 'AliasHeld',
      facts: { alias: ALIAS, holder: 'distribution *******OTHERS1 of account ******887777', until: UNTIL },
    },
    'login.example.org': { reason: 'NoConflict', facts: { alias: 'login.example.org' } },
  });
});

it('tells another site of ours from something else in our account, by the end of its id', async () => {
  await scene.sites.noteDistribution('globex', 'E2AAAAAGLOBEX1');
  const inOurAccount = { ...OTHER, accountId: '******223333' };
  const { findings } = await findingsOf([
    { ...inOurAccount, resourceId: '*******GLOBEX1' },
    { ...inOurAccount, domain: 'login.example.org', resourceId: '*******UNKNOWN' },
  ]);
  expect(findings[ALIAS]?.reason).toBe('AliasHeldByOtherSite');
  expect(findings['login.example.org']?.reason).toBe('HeldInOurAccount');
});

it("does not take somebody else's distribution for a site of ours because its id ends alike", async () => {
  await scene.sites.noteDistribution('globex', 'E2AAAAAOTHERS1');
  expect((await findingsOf([OTHER])).findings[ALIAS]?.reason).toBe('AliasHeld');
});

it('carries the word of our on-call for the names that it gave back', async () => {
  const moveId = 'req-1-move-1';
  await scene.moves.open({
    moveId,
    siteId: 'acme',
    aliases: { [ALIAS]: { holder: { ...OTHER, kind: 'foreign' }, state: 'held', txt: 'missing', refusal: null } },
    outcome: 'handedBack',
    decision: { kind: 'handBack', by: 'ann', at: UNTIL, note: 'It is your agency.' },
    ticketId: null,
    version: 1,
  } as unknown as OwnershipMove);
  const { findings } = await findingsOf([OTHER, { ...OTHER, domain: 'login.example.org' }], moveId);
  expect(findings[ALIAS]).toMatchObject({ reason: 'ConflictHandedBack', facts: { note: 'It is your agency.' } });
  expect(findings['login.example.org']?.reason).toBe('AliasHeld');
});
