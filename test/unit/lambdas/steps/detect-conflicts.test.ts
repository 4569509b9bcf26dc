import { CloudFrontClient, ListDomainConflictsCommand } from '@aws-sdk/client-cloudfront';
import { create } from '../../../../lambdas/steps/detect-conflicts.ts';
import { CERTIFICATE, NOW, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);

const OURS = { ResourceType: 'distribution' as const, ResourceId: '********EXAMPLE', AccountId: '******223333' };
const OTHER = { ResourceType: 'distribution' as const, ResourceId: '*******OTHERS1', AccountId: '******887777' };

function conflictsAre(ofCom: object[], ofOrg: object[]) {
  cloudFront
    .on(ListDomainConflictsCommand, { Domain: 'login.example.com' })
    .resolves({ DomainConflicts: ofCom as never })
    .on(ListDomainConflictsCommand, { Domain: 'login.example.org' })
    .resolves({ DomainConflicts: ofOrg as never });
}

it('asks AWS of every name, and is silent about our own distribution', async () => {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  conflictsAre([], [{ ...OURS, Domain: 'login.example.org' }]);

  const detect = scene.made(create);
  expect(await detect()).toEqual({ verdict: 'checked' });
  expect(await detect()).toEqual({ verdict: 'checked' });
  expect(callsOf(cloudFront)[0]).toEqual([
    'ListDomainConflicts',
    { Domain: 'login.example.com', DomainControlValidationResource: { DistributionId: 'E1ACME2EXAMPLE' } },
  ]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'ConflictsChecked',
      at: NOW,
      by: 'service',
      text: 'Asked AWS who else holds these names.',
      set: { step: 'DetectConflicts' },
      conditions: ['login.example.com', 'login.example.org'].map((alias) => ({
        alias,
        name: 'conflict',
        finding: { reason: 'NoConflict', facts: { alias } },
      })),
    },
  ]);
});

it('finds a holder of the exact name, and names it as AWS masks it', async () => {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  conflictsAre([], [{ ...OTHER, Domain: 'login.example.org' }]);
  await scene.made(create)();
  expect((await scene.request()).conditions['login.example.org']?.conflict).toEqual({
    reason: 'AliasHeld',
    facts: {
      alias: 'login.example.org',
      holder: 'distribution *******OTHERS1 of account ******887777',
      until: '2026-11-28T10:00:00.000Z',
    },
    lastChange: NOW,
  });
});

it('finds a wildcard that overlaps, and reports it without blocking', async () => {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  conflictsAre([], [{ ...OTHER, Domain: '*.example.org' }]);
  await scene.made(create)();
  expect((await scene.request()).conditions['login.example.org']?.conflict).toMatchObject({
    reason: 'WildcardOverlap',
    facts: { overlap: '*.example.org', holder: 'distribution *******OTHERS1 of account ******887777' },
  });
});

it('keeps the name off for it where the stage says so', async () => {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  conflictsAre([], [{ ...OTHER, Domain: '*.example.org' }]);
  await scene.made(create, { WILDCARD_OVERLAP: 'block' })();
  expect((await scene.request()).conditions['login.example.org']?.conflict?.reason).toBe('WildcardHeld');
});

it('finds the exact holder behind a wildcard on a later page', async () => {
  await scene.givenSite();
  await scene.givenRequest({ aliases: ['login.example.org'], certificateArn: CERTIFICATE });
  cloudFront
    .on(ListDomainConflictsCommand)
    .resolves({ DomainConflicts: [{ ...OTHER, Domain: '*.example.org' }], NextMarker: 'page-2' })
    .on(ListDomainConflictsCommand, { Marker: 'page-2' })
    .resolves({ DomainConflicts: [{ ...OTHER, Domain: 'login.example.org' }] });
  await scene.made(create)();
  expect((await scene.request()).conditions['login.example.org']?.conflict?.reason).toBe('AliasHeld');
});

it('fails as AwsThrottled when CloudFront wants it slower, to be tried again', async () => {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  cloudFront.on(ListDomainConflictsCommand).rejects(awsError('ThrottlingException'));
  await expect(scene.made(create)()).rejects.toMatchObject({ name: 'AwsThrottled' });
});

it('calls nobody for a canceled request', async () => {
  await scene.givenSite();
  await scene.givenRequest({ cancelAskedAt: NOW });
  expect(await scene.made(create)()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });
  expect(callsOf(cloudFront)).toEqual([]);
});
