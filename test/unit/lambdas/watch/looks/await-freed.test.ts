import { ACMClient, DeleteCertificateCommand, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/watch/watch.ts';
import { givenParkedMove } from '../../../../support/unit/parked-move.ts';
import { CERTIFICATE, useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const HEIR = 'req-20261122-0123456789';
const acm = strictMock(ACMClient);
const stepFunctions = strictMock(SFNClient);

it.each([
  ['deletes the certificate that was kept for the move as soon as nothing uses it', [], 1],
  ['waits while something uses it', ['arn:distribution'], 0],
])('%s', async (_, InUseBy, ended) => {
  await givenParkedMove(scene, { wait: 'AwaitFreed', request: { status: 'CANCELED', step: 'RecordFailure' } });
  acm.on(DescribeCertificateCommand).resolves({ Certificate: { CertificateArn: CERTIFICATE, InUseBy } });
  acm.on(DeleteCertificateCommand).resolves({});
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  await scene.made(create)({ time: '2026-11-21T10:01:00Z', 'detail-type': 'Scheduled Event' });
  expect(acm.commandCalls(DeleteCertificateCommand)).toHaveLength(ended);
  expect(callsOf(stepFunctions)).toHaveLength(ended);
});

it.each([
  ['another request goes on with the certificate', { status: 'SUPERSEDED', step: 'RecordFailure' }],
  ['its request lives', { status: 'ACTION_REQUIRED' }],
] as const)('waits for nothing, and deletes nothing, where %s', async (_, request) => {
  await givenParkedMove(scene, { wait: 'AwaitFreed', request });
  if (request.status === 'SUPERSEDED') await scene.givenRequest({ requestId: HEIR, certificateArn: CERTIFICATE });
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  await scene.made(create)({ time: '2026-11-21T10:01:00Z', 'detail-type': 'Scheduled Event' });
  expect(callsOf(acm)).toEqual([]);
  expect(callsOf(stepFunctions)).toEqual([['SendTaskSuccess', { taskToken: 'token-1', output: '{"verdict":"met"}' }]]);
});
