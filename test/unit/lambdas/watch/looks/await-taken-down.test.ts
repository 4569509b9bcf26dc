import { ACMClient, DeleteCertificateCommand, ResourceInUseException } from '@aws-sdk/client-acm';
import { CloudFrontClient, GetDistributionCommand, NoSuchDistribution } from '@aws-sdk/client-cloudfront';
import { createAcm } from '../../../../../lambdas/clients/acm.ts';
import { createCloudFront } from '../../../../../lambdas/clients/cloudfront.ts';
import { lookAtTakenDown } from '../../../../../lambdas/watch/looks/await-taken-down.ts';
import { givenRetiring, RETIRE } from '../../../../support/unit/retirement.ts';
import { CERTIFICATE, NOW, useScene } from '../../../../support/unit/step.ts';
import { awsError, strictMock } from '../../../../support/unit/strict-mock.ts';

const acm = strictMock(ACMClient);
const cloudFront = strictMock(CloudFrontClient);
const scene = useScene();

async function look(now: string) {
  const wait = await scene.waits.park(RETIRE, 'AwaitTakenDown', 'token-1', new Date(NOW));
  const { env, requests, sites } = scene;
  return lookAtTakenDown(createAcm(env), createCloudFront(env), requests, sites)(wait, new Date(now));
}

beforeEach(async () => {
  await givenRetiring(scene, { state: 'REMOVING' });
  await scene.givenRequest({ status: 'READY', certificateArn: CERTIFICATE });
});
const deployed = (Status: string) =>
  cloudFront.on(GetDistributionCommand).resolves({ Distribution: { Status } as never });
const inUse = () =>
  acm.on(DeleteCertificateCommand).rejects(new ResourceInUseException({ message: 'in use', $metadata: {} }));

it('deletes no certificate before CloudFront has deployed', async () => {
  deployed('InProgress');
  expect(await look('2026-11-21T10:05:00Z')).toBe('notYet');
});

it('is met when the certificates are deleted', async () => {
  deployed('Deployed');
  acm.on(DeleteCertificateCommand).resolves({});
  expect(await look('2026-11-21T10:05:00Z')).toEqual({ end: { verdict: 'met' } });
});

it('is met where the distribution is deleted already', async () => {
  cloudFront.on(GetDistributionCommand).rejects(new NoSuchDistribution({ message: 'gone', $metadata: {} }));
  acm.on(DeleteCertificateCommand).resolves({});
  expect(await look('2026-11-21T10:05:00Z')).toEqual({ end: { verdict: 'met' } });
});

it.each([
  ['counts one as in use', () => inUse()],
  ['is at work on one', () => acm.on(DeleteCertificateCommand).rejects(awsError('ConflictException'))],
])('has patience while AWS %s, and then leaves it to on-call by name', async (_, refuse) => {
  deployed('Deployed');
  refuse();
  expect(await look('2026-11-21T16:59:00Z')).toBe('notYet');
  expect(await look('2026-11-21T17:00:00Z')).toEqual({ end: { verdict: 'met' } });
  expect(await scene.recorded()).toMatchObject([{ type: 'CertificateOrphaned', set: { orphanArn: CERTIFICATE } }]);
});
