import { CloudFrontClient, GetDistributionConfigCommand, UpdateDistributionCommand } from '@aws-sdk/client-cloudfront';
import { create } from '../../../../lambdas/steps/free-aliases.ts';
import { MOVE_ID, ownershipMove } from '../../../support/unit/moves.ts';
import { ALIASES, CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);
const NEXT = 'req-20261122-0123456789';

async function given(status: 'CANCELED' | 'ACTION_REQUIRED' = 'CANCELED') {
  await scene.givenSite();
  const servedBefore = { certificateArn: null, aliases: [] };
  await scene.givenRequest({ certificateArn: CERTIFICATE, servedBefore, status, moveId: MOVE_ID });
  await scene.moves.open(ownershipMove({ phase: 'SUPPORT' }, { state: 'gone' }));
  cloudFront.on(GetDistributionConfigCommand).resolves({
    ETag: 'E2TAG',
    DistributionConfig: {
      Aliases: { Quantity: 2, Items: ALIASES },
      ViewerCertificate: { ACMCertificateArn: CERTIFICATE },
    } as never,
  });
  cloudFront.on(UpdateDistributionCommand).resolves({});
}
const free = (outcome = 'moved') =>
  scene.made(create)({ moveId: MOVE_ID, now: NOW, ending: { verdict: 'ended', outcome } });

it('takes off what AWS has moved when the request is over, with the certificate that was kept', async () => {
  await given();
  expect(await free()).toEqual({ verdict: 'freed' });
  expect(callsOf(cloudFront)[1]?.[1]).toMatchObject({
    Id: 'E1ACME2EXAMPLE',
    IfMatch: 'E2TAG',
    DistributionConfig: { Aliases: { Quantity: 0 }, ViewerCertificate: { CloudFrontDefaultCertificate: true } },
  });
  expect(await scene.recorded()).toMatchObject([{ type: 'AliasesFreed', at: NOW }]);
});

it.each(['givenUp', 'handedBack', 'timedOut'])(
  'lets go of the certificate too when it ended as %s',
  async (outcome) => {
    await given();
    expect(await free(outcome)).toEqual({ verdict: 'freed' });
  },
);

it('lets no request join from then on', async () => {
  await given();
  await free();
  expect(await scene.moves.require(MOVE_ID)).toMatchObject({ phase: 'SUPPORT', isEnding: true });
});

it('touches nothing while its request lives', async () => {
  await given('ACTION_REQUIRED');
  expect(await free()).toEqual({ verdict: 'kept' });
  expect(callsOf(cloudFront)).toEqual([]);
});

it('takes all of it off where its request is about to end and has left it to the move', async () => {
  await given('ACTION_REQUIRED');
  await scene.moves.change(MOVE_ID, () => ({ outlives: REQUEST_ID }));
  expect(await free()).toEqual({ verdict: 'freed' });
  expect(callsOf(cloudFront)[1]?.[1]).toMatchObject({
    DistributionConfig: { Aliases: { Quantity: 0 }, ViewerCertificate: { CloudFrontDefaultCertificate: true } },
  });
});

it('touches nothing when another request of the site has a name', async () => {
  await given();
  await scene.givenRequest({ requestId: NEXT, aliases: ['login.example.org'] });
  expect(await free()).toEqual({ verdict: 'kept' });
  expect(callsOf(cloudFront)).toEqual([]);
});

it('touches nothing when the move was called off: the request takes back what it did', async () => {
  await given();
  expect(await free('withdrawn')).toEqual({ verdict: 'kept' });
  expect(callsOf(cloudFront)).toEqual([]);
});

it('takes only the names off where another request goes on with the certificate', async () => {
  await given();
  await scene.givenRequest({ requestId: NEXT, aliases: ['login.example.net'], certificateArn: CERTIFICATE });
  expect(await free()).toEqual({ verdict: 'freed' });
  expect(callsOf(cloudFront)[1]?.[1]).toMatchObject({
    DistributionConfig: { Aliases: { Quantity: 0 }, ViewerCertificate: { ACMCertificateArn: CERTIFICATE } },
  });
});
