import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  NoSuchDistribution,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { create } from '../../../../lambdas/steps/remove-aliases.ts';
import { givenRetiring, INPUT, retirementOf } from '../../../support/unit/retirement.ts';
import { CERTIFICATE, useScene } from '../../../support/unit/step.ts';
import { strictMock } from '../../../support/unit/strict-mock.ts';

const cloudFront = strictMock(CloudFrontClient);
const scene = useScene();

const SERVING = {
  CallerReference: 'acme',
  Comment: '',
  Origins: undefined,
  DefaultCacheBehavior: undefined,
  Enabled: true,
  Aliases: { Quantity: 1, Items: ['login.example.com'] },
  ViewerCertificate: { ACMCertificateArn: CERTIFICATE },
};

it('is the point of no return: then one write takes names and certificate off and disables', async () => {
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E1', DistributionConfig: SERVING });
  cloudFront.on(UpdateDistributionCommand).callsFake(async () => {
    expect((await retirementOf(scene))?.state).toBe('REMOVING');
    return {};
  });
  await givenRetiring(scene);
  expect(await scene.made(create)(INPUT)).toEqual({ verdict: 'removed' });
  expect(cloudFront.commandCalls(UpdateDistributionCommand)[0]?.args[0].input).toMatchObject({
    Id: 'E1ACME2EXAMPLE',
    IfMatch: 'E1',
    DistributionConfig: {
      Enabled: false,
      Aliases: { Quantity: 0 },
      ViewerCertificate: { CloudFrontDefaultCertificate: true },
    },
  });
});

it('goes on when it runs again, also where the distribution is gone already', async () => {
  const gone = new NoSuchDistribution({ message: 'gone', $metadata: {} });
  cloudFront.on(GetDistributionConfigCommand).rejects(gone);
  await givenRetiring(scene, { state: 'REMOVING' });
  expect(await scene.made(create)(INPUT)).toEqual({ verdict: 'removed' });
});

it('touches nothing of a site that is kept', async () => {
  await givenRetiring(scene, { state: 'KEPT' });
  expect(await scene.made(create)(INPUT)).toEqual({ verdict: 'kept' });
  expect((await retirementOf(scene))?.state).toBe('KEPT');
});
