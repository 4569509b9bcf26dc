import { ACMClient, DeleteCertificateCommand, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { WaitName } from '../../../../core/wait.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const stepFunctions = strictMock(SFNClient);

const tick = { time: '2026-11-21T10:01:00Z', 'detail-type': 'Scheduled Event' };
const outputs = () => callsOf(stepFunctions).map(([, input]) => JSON.parse((input as { output: string }).output));

async function givenCanceled(name: WaitName): Promise<void> {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE, cancelAskedAt: NOW });
  await scene.waits.park(REQUEST_ID, name, 'token-1', new Date(NOW));
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
}

it.each(['AwaitPreflightFix', 'AwaitValidation', 'AwaitRelease', 'AwaitOwnershipMove', 'AwaitDeployment'] as const)(
  'ends %s of a canceled request before it looks at anything',
  async (name) => {
    await givenCanceled(name);
    await scene.waits.lookNow(REQUEST_ID, new Date(NOW));
    await scene.made(create)(tick);
    expect(outputs()).toEqual([{ verdict: 'ended', reason: 'Canceled', facts: {} }]);
    expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
    expect(callsOf(acm)).toEqual([]);
  },
);

describe('AwaitValidationRecords', () => {
  const ended = [{ verdict: 'ended', reason: 'Canceled', facts: {} }];

  it('ends once ACM shows the certificate, whatever it says of it, and asks nobody for anything', async () => {
    await givenCanceled('AwaitValidationRecords');
    acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'PENDING_VALIDATION' } });
    await scene.made(create)(tick);
    expect(outputs()).toEqual(ended);
    expect((await scene.requests.require(REQUEST_ID)).status).toBe('PENDING');
  });

  it('goes on while ACM does not show it: it could not be deleted either', async () => {
    await givenCanceled('AwaitValidationRecords');
    acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    await scene.made(create)(tick);
    expect(outputs()).toEqual([]);
  });

  it('ends after an hour: such a certificate is gone', async () => {
    await givenCanceled('AwaitValidationRecords');
    acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    await scene.made(create)({ ...tick, time: '2026-11-21T11:00:00Z' });
    expect(outputs()).toEqual(ended);
  });
});

describe('AwaitUnused', () => {
  const inUseBy = (...InUseBy: string[]) =>
    acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'ISSUED', InUseBy } });

  it('is not ended by a cancel while something uses the certificate', async () => {
    await givenCanceled('AwaitUnused');
    inUseBy('arn:aws:cloudfront::111122223333:distribution/E1ACME2EXAMPLE');
    await scene.made(create)(tick);
    expect(scene.nextDueAt()).toBe('2026-11-21T10:03:00.000Z');
    expect(outputs()).toEqual([]);
  });

  it('deletes the certificate when nothing uses it any more, and ends', async () => {
    await givenCanceled('AwaitUnused');
    inUseBy();
    acm.on(DeleteCertificateCommand).resolves({});
    await scene.made(create)(tick);
    expect(acm.commandCalls(DeleteCertificateCommand)).toHaveLength(1);
    expect(outputs()).toEqual([{ verdict: 'met' }]);
  });

  it('looks again when ACM finds it in use all the same', async () => {
    await givenCanceled('AwaitUnused');
    inUseBy();
    acm.on(DeleteCertificateCommand).rejects(awsError('ResourceInUseException'));
    await scene.made(create)(tick);
    expect(outputs()).toEqual([]);
  });

  it('ends when the certificate is gone', async () => {
    await givenCanceled('AwaitUnused');
    acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    await scene.made(create)(tick);
    expect(outputs()).toEqual([{ verdict: 'met' }]);
  });

  it('goes on after six hours: RecordFailure says what was left', async () => {
    await givenCanceled('AwaitUnused');
    inUseBy('arn:aws:cloudfront::111122223333:distribution/E1ACME2EXAMPLE');
    await scene.made(create)({ ...tick, time: '2026-11-21T16:00:00Z' });
    expect(outputs()).toEqual([{ verdict: 'met' }]);
  });
});
