import { ACMClient, DeleteCertificateCommand, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const stepFunctions = strictMock(SFNClient);

const OLD = 'arn:aws:acm:us-east-1:111122223333:certificate/old';
const tick = (time: string) => ({ time: `2026-11-21T${time}Z`, 'detail-type': 'Scheduled Event' });
const ended = () => callsOf(stepFunctions).length;

beforeEach(async () => {
  await scene.givenSite();
  const replaced = { status: 'SUPERSEDED', replacedBy: REQUEST_ID } as const;
  await scene.givenRequest({ requestId: 'req-old', certificateArn: OLD, ...replaced });
  await scene.givenRequest({ requestId: 'req-went-on', certificateArn: CERTIFICATE, ...replaced });
  await scene.givenRequest({ certificateArn: CERTIFICATE, status: 'ACTIVE' });
  await scene.waits.park(REQUEST_ID, 'AwaitReplacedUnused', 'token-1', new Date(NOW));
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
});
const inUseBy = (...InUseBy: string[]) =>
  acm.on(DescribeCertificateCommand, { CertificateArn: OLD }).resolves({ Certificate: { Status: 'ISSUED', InUseBy } });

it('has patience while AWS counts it as in use, and then deletes the replaced certificate and no other', async () => {
  inUseBy('arn:aws:cloudfront::111122223333:distribution/E1ACME2EXAMPLE');
  await scene.made(create)(tick('10:01:00'));
  expect(ended()).toBe(0);

  inUseBy();
  acm
    .on(DeleteCertificateCommand, { CertificateArn: OLD })
    .rejectsOnce(awsError('ResourceInUseException'))
    .resolves({});
  await scene.made(create)(tick('10:03:00'));
  expect(ended()).toBe(0);
  await scene.made(create)(tick('10:08:00'));
  expect(ended()).toBe(1);
  expect(await scene.recorded()).toMatchObject([
    { type: 'ReplacementEnded', text: 'The replaced certificate is deleted.' },
  ]);
  expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
});

it('is done when it is gone already', async () => {
  acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
  await scene.made(create)(tick('10:01:00'));
  expect(ended()).toBe(1);
});

it('leaves it to on-call after six hours', async () => {
  inUseBy('arn:aws:cloudfront::111122223333:distribution/E1ACME2EXAMPLE');
  await scene.made(create)(tick('16:00:00'));
  expect(ended()).toBe(1);
  expect(await scene.request('req-old')).toMatchObject({ orphanArn: OLD });
});
