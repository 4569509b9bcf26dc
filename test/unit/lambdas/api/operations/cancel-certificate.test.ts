import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { RequestFields } from '../../../../../core/request.ts';
import { create } from '../../../../../lambdas/api/api.ts';
import { createErrands } from '../../../../../lambdas/records/errands.ts';
import { CALLER, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { CREATED, NOW, REQUEST_ID } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const stepFunctions = strictMock(SFNClient);
const events = strictMock(EventBridgeClient);
beforeEach(() => {
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
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
  expect(await scene.waits.of(REQUEST_ID)).toMatchObject([{ dueAt: NOW }]);
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

const arnOf = (machine: string, name: string) => `arn:aws:states:us-east-1:111122223333:execution:${machine}:${name}`;
const OWN = { executionArn: arnOf('provision-certificate', REQUEST_ID) };
const CONCLUDING = (n: number) => ({ executionArn: arnOf('conclude-request', `${REQUEST_ID}-conclude-${n}`) });
const NOT_REDRIVABLE = new ExecutionNotRedrivable({ message: 'no', $metadata: {} });

describe('after a technical failure', () => {
  const failing = (fields: Partial<RequestFields> = {}) =>
    scene.givenRequest({ failing: { error: 'AccessDenied', since: CREATED }, step: 'AwaitValidation', ...fields });
  /** These executions are past help; the others can be redriven. */
  const pastHelp = (...executions: { executionArn: string }[]) => {
    stepFunctions.on(RedriveExecutionCommand).resolves({ redriveDate: new Date(NOW) });
    stepFunctions.on(StartExecutionCommand).resolves({});
    for (const execution of executions) {
      stepFunctions.on(RedriveExecutionCommand, execution).rejects(NOT_REDRIVABLE);
      stepFunctions.on(DescribeExecutionCommand, execution).resolves({ status: 'FAILED' });
    }
  };
  const started = () => callsOf(stepFunctions).flatMap(([name, input]) => (name === 'StartExecution' ? [input] : []));

  it('sets the execution going again', async () => {
    await failing();
    pastHelp();
    expect((await cancel()).status).toBe(202);
    expect(callsOf(stepFunctions)).toEqual([['RedriveExecution', OWN]]);
  });

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)(
    'sets one going that is %s and of which nobody was told, and has watch follow it',
    async (status) => {
      await scene.givenRequest({ step: 'AwaitValidation' });
      stepFunctions.on(DescribeExecutionCommand, OWN).resolves({ status });
      pastHelp();
      expect((await cancel()).status).toBe(202);
      expect(callsOf(stepFunctions)).toContainEqual(['RedriveExecution', OWN]);
      const anHourLater = new Date('2026-11-21T11:00:00Z');
      expect(await createErrands(scene.table).due(anHourLater, 100)).toMatchObject([
        { kind: 'follow', of: REQUEST_ID },
      ]);
    },
  );

  it('leaves one that has not begun to whoever begins it', async () => {
    await scene.givenRequest();
    stepFunctions
      .on(DescribeExecutionCommand, OWN)
      .rejects(new ExecutionDoesNotExist({ message: 'no', $metadata: {} }));
    expect((await cancel()).status).toBe(202);
    expect(callsOf(stepFunctions)).toEqual([['DescribeExecution', OWN]]);
  });

  it('leaves one that runs already', async () => {
    await failing();
    stepFunctions.on(RedriveExecutionCommand).rejects(NOT_REDRIVABLE);
    stepFunctions.on(DescribeExecutionCommand, OWN).resolves({ status: 'RUNNING' });
    expect((await cancel()).status).toBe(202);
    expect(started()).toEqual([]);
  });

  it.each([
    ['is past its 14 days', () => pastHelp(OWN)],
    [
      'is forgotten',
      () => {
        pastHelp();
        const unknown = new ExecutionDoesNotExist({ message: 'no', $metadata: {} });
        stepFunctions.on(RedriveExecutionCommand, OWN).rejects(unknown);
      },
    ],
  ])('has another execution take back what was done where its own %s', async (_, given) => {
    await failing();
    given();
    expect((await cancel()).status).toBe(202);
    expect(started()).toEqual([
      {
        stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:conclude-request',
        name: `${REQUEST_ID}-conclude-1`,
        input: JSON.stringify({ requestId: REQUEST_ID, left: 'AwaitValidation' }),
      },
    ]);
  });

  it('begins anew where that one has stood still for so long as well', async () => {
    await failing();
    pastHelp(OWN, CONCLUDING(1));
    await cancel();
    expect(started()).toMatchObject([{ name: `${REQUEST_ID}-conclude-1` }, { name: `${REQUEST_ID}-conclude-2` }]);
  });

  it('is refused just before the end, which is brought about', async () => {
    await failing({ step: 'FinishRequest' });
    pastHelp(OWN);
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'NotCancelable' } });
    expect(started()).toMatchObject([{ input: JSON.stringify({ requestId: REQUEST_ID, left: 'FinishRequest' }) }]);
    expect((await scene.request()).cancelAskedAt).toBeNull();
  });
});

it('knows no request of another site', async () => {
  await scene.givenRequest();
  await scene.givenSite({ siteId: 'other' });
  expect(await cancel('other')).toMatchObject({ status: 404, body: { code: 'RequestUnknown' } });
});
