import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { SendTaskSuccessCommand, SFNClient, TaskTimedOut } from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const stepFunctions = strictMock(SFNClient);

const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const watch = (event: object) => scene.made(create)(event);
const tick = (time: string) => ({ time: `2026-11-21T${time}Z`, 'detail-type': 'Scheduled Event' });
const ended = () => callsOf(stepFunctions).map(([, input]) => input);

beforeEach(async () => {
  await scene.givenSite({ contacts: [] });
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token-1', at('10:00:00'));
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
});
const names = (first: string, second: string) => [
  { DomainName: 'login.example.com', ValidationStatus: first as 'SUCCESS' },
  { DomainName: 'login.example.org', ValidationStatus: second as 'SUCCESS' },
];
const certificateIs = (certificate: object) =>
  acm.on(DescribeCertificateCommand).resolves({ Certificate: certificate });
const output = () => JSON.parse(String((ended()[0] as { output?: string } | undefined)?.output ?? 'null'));

it('shows each approval as it comes, and waits on', async () => {
  certificateIs({
    Status: 'PENDING_VALIDATION',
    DomainValidationOptions: names('SUCCESS', 'PENDING_VALIDATION'),
  });
  await watch(tick('10:01:00'));
  await watch(tick('10:03:00'));
  expect(ended()).toEqual([]);
  expect(await scene.recorded()).toMatchObject([
    { type: 'ApprovalChanged', text: '1 of 2 names are approved.', conditions: [{ alias: 'login.example.com' }] },
  ]);
});

it('waits on when all names are approved and the certificate is not issued', async () => {
  certificateIs({ Status: 'PENDING_VALIDATION', DomainValidationOptions: names('SUCCESS', 'SUCCESS') });
  await watch(tick('10:01:00'));
  expect(ended()).toEqual([]);
});

it('ends when the certificate is issued, and remembers until when it is valid', async () => {
  certificateIs({
    Status: 'ISSUED',
    NotAfter: new Date('2027-06-07T23:59:59Z'),
    DomainValidationOptions: names('SUCCESS', 'SUCCESS'),
  });
  await watch(tick('10:01:00'));
  expect(output()).toEqual({ verdict: 'met' });
  expect((await scene.request()).notAfter).toBe('2027-06-07T23:59:59.000Z');
});

it('leaves whose turn the workflow has said it is, where the answer to its token was lost', async () => {
  certificateIs({ Status: 'ISSUED', DomainValidationOptions: names('SUCCESS', 'SUCCESS') });
  const asked = { status: 'ACTION_REQUIRED', waitingOn: 'site admin', deadline: '2026-11-28T10:02:00.000Z' } as const;
  const parked = { type: 'Parked', at: NOW, by: 'service', text: 'Names are held.' } as const;
  stepFunctions
    .on(SendTaskSuccessCommand)
    .callsFakeOnce(async () => {
      await scene.requests.change(REQUEST_ID, () => ({ ...parked, set: asked }));
      throw awsError('InternalFailure', 'lost', 500);
    })
    .rejects(new TaskTimedOut({ message: 'spent', $metadata: {} }));
  await watch(tick('10:01:00'));
  await watch(tick('10:03:00'));
  expect(await scene.request()).toMatchObject(asked);
  expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
});

it.each([
  [{ Status: 'FAILED', FailureReason: 'DOMAIN_NOT_ALLOWED' }, 'DomainNotAllowed'],
  [{ Status: 'VALIDATION_TIMED_OUT' }, 'ValidationTimedOut'],
  [{ Status: 'REVOKED' }, 'ValidationFailed'],
])('ends the request when ACM says %j', async (certificate, reason) => {
  certificateIs({ ...certificate, DomainValidationOptions: names('SUCCESS', 'FAILED') });
  await watch(tick('10:01:00'));
  expect(output()).toMatchObject({ verdict: 'ended', reason });
});

it('ends the request when the certificate was deleted', async () => {
  acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
  await watch(tick('10:59:59'));
  expect(ended()).toEqual([]);
  await watch(tick('11:30:00'));
  expect(output()).toEqual({ verdict: 'ended', reason: 'CertificateGone', facts: {} });
});

it('gives up after 96 hours only if ACM still says pending', async () => {
  certificateIs({ Status: 'PENDING_VALIDATION', DomainValidationOptions: names('SUCCESS', 'PENDING_VALIDATION') });
  await watch({ time: '2026-11-25T09:59:59Z', 'detail-type': 'Scheduled Event' });
  expect(ended()).toEqual([]);
  await watch({ time: '2026-11-25T10:14:59Z', 'detail-type': 'Scheduled Event' });
  expect(output()).toMatchObject({ reason: 'ValidationTimedOut', facts: { names: 'login.example.org' } });
});
