import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ExecutionNotRedrivable, RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { RequestFields } from '../../../../core/request.ts';
import { create } from '../../../../lambdas/api/api.ts';
import { CALLER, callApi, useApiScene } from '../../../support/api.ts';
import { CREATED, NOW, REQUEST_ID } from '../../../support/step.ts';
import { callsOf, strictMock } from '../../../support/strict-mock.ts';

const scene = useApiScene();
const stepFunctions = strictMock(SFNClient);
const events = strictMock(EventBridgeClient);
beforeEach(() => {
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});

const cancel = (siteId = 'acme') =>
  callApi(scene.made(create), `POST /sites/${siteId}/certificates/${REQUEST_ID}/cancel`);

it('notes who canceled, and makes the wait due at once', async () => {
  await scene.givenRequest({ status: 'ACTION_REQUIRED', waitingOn: 'mailbox owner', deadline: NOW });
  await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token-1', new Date(CREATED));

  expect(await cancel()).toMatchObject({
    status: 202,
    body: { requestId: REQUEST_ID, status: 'PENDING', waitingOn: 'nobody', deadline: null, cancelAskedAt: NOW },
  });
  expect(await scene.recorded()).toEqual([
    {
      type: 'CancelAsked',
      at: NOW,
      by: CALLER,
      text: `${CALLER} canceled the request.`,
      set: { cancelAskedAt: NOW, status: 'PENDING', waitingOn: 'nobody', deadline: null },
    },
  ]);
  expect(await scene.waits.nextDueAt()).toBe(NOW);
  expect(callsOf(events)).toHaveLength(1);
});

it('is told once when asked twice, and never again when it is over', async () => {
  await scene.givenRequest();
  await cancel();
  expect(await cancel()).toMatchObject({ status: 202, body: { cancelAskedAt: NOW } });
  expect(await scene.recorded()).toHaveLength(1);

  await scene.requests.settle(REQUEST_ID, () => ({
    type: 'Ended',
    at: NOW,
    by: 'service',
    text: 'Ended.',
    set: { status: 'CANCELED' },
  }));
  expect(await cancel()).toMatchObject({ status: 202, body: { status: 'CANCELED' } });
});

it.each<[Partial<RequestFields>, string]>([
  [{ status: 'READY', step: 'FinishRequest' }, 'it is READY, its certificate serves'],
  [{ status: 'ACTIVE', step: 'FinishRequest' }, 'it is ACTIVE, its certificate serves'],
  [{ status: 'FAILED', step: 'RecordFailure' }, 'it has ended (FAILED)'],
  [{ status: 'PENDING', step: 'FinishRequest' }, 'all its names serve, and it is READY in a moment'],
])('is refused for %j', async (fields, why) => {
  await scene.givenRequest(fields);
  expect(await cancel()).toMatchObject({
    status: 409,
    body: { code: 'NotCancelable', errorCode: 409007, detail: `Request ${REQUEST_ID} cannot be canceled: ${why}.` },
  });
  expect(await scene.recorded()).toEqual([]);
});

it.each([
  ['is set going again', undefined],
  ['runs already', new ExecutionNotRedrivable({ message: 'running', $metadata: {} })],
])('cleans up after a technical failure: the execution %s', async (_, error) => {
  await scene.givenRequest({ failing: { error: 'AccessDenied', since: CREATED } });
  if (error) stepFunctions.on(RedriveExecutionCommand).rejects(error);
  else stepFunctions.on(RedriveExecutionCommand).resolves({ redriveDate: new Date(NOW) });
  expect((await cancel()).status).toBe(202);
  expect(callsOf(stepFunctions)).toEqual([
    [
      'RedriveExecution',
      { executionArn: `arn:aws:states:us-east-1:111122223333:execution:provision-certificate:${REQUEST_ID}` },
    ],
  ]);
});

it('knows no request of another site', async () => {
  await scene.givenRequest();
  await scene.givenSite({ siteId: 'other' });
  expect(await cancel('other')).toMatchObject({ status: 404, body: { code: 'RequestUnknown' } });
});
