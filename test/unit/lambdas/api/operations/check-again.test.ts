import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/api/api.ts';
import { createCares } from '../../../../../lambdas/records/cares.ts';
import { type ApiCall, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { CREATED, NOW, REQUEST_ID } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const stepFunctions = strictMock(SFNClient);
const events = strictMock(EventBridgeClient);

const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);

const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:provision-certificate';

const again = () => call(`POST /sites/acme/certificates/${REQUEST_ID}/check-again`);
const own = { executionArn: `${MACHINE.replace(':stateMachine:', ':execution:')}:${REQUEST_ID}` };
beforeEach(() => {
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
});

it.each([
  ['whether watch was told', { failing: { error: 'AccessDenied', since: CREATED } }],
  ['or not', {}],
])('redrives a request on its way that stands still, %s', async (_, fields) => {
  await scene.givenRequest({ step: 'AwaitValidation', ...fields });
  stepFunctions.on(DescribeExecutionCommand, own).resolves({ status: 'FAILED' });
  stepFunctions.on(RedriveExecutionCommand, own).resolves({});
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  expect((await again()).status).toBe(202);
  expect(callsOf(stepFunctions)).toContainEqual(['RedriveExecution', own]);
});

it('leaves a request on its way that is past its 14 days to a cancel', async () => {
  await scene.givenRequest({ failing: { error: 'AccessDenied', since: CREATED } });
  stepFunctions.on(DescribeExecutionCommand, own).resolves({ status: 'FAILED' });
  stepFunctions.on(RedriveExecutionCommand, own).rejects(new ExecutionNotRedrivable({ message: '', $metadata: {} }));
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  expect((await again()).status).toBe(202);
  expect(callsOf(stepFunctions).map(([name]) => name)).not.toContain('StartExecution');
});

it('makes the wait due and wakes watch', async () => {
  await scene.givenRequest();
  await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token-1', new Date(CREATED));
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  expect(await again()).toMatchObject({ status: 202, body: { looking: true } });
  expect(await scene.waits.of(REQUEST_ID)).toMatchObject([{ dueAt: NOW }]);
  expect(callsOf(events)).toEqual([
    [
      'PutEvents',
      {
        Entries: [
          {
            Source: 'certificates',
            DetailType: 'Look Requested',
            Detail: JSON.stringify({ deployment: scene.env.TABLE_NAME, requestId: REQUEST_ID }),
          },
        ],
      },
    ],
  ]);
});

describe('asked for again', () => {
  const agoBy = (seconds: number) => new Date(Date.parse(NOW) - seconds * 1000);
  beforeEach(() => events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 }));

  it('wakes watch no second time while that has not come to it', async () => {
    await scene.givenRequest();
    await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token-1', new Date(CREATED));
    await scene.waits.lookNow(REQUEST_ID, agoBy(9));
    expect(await again()).toMatchObject({ status: 202, body: { looking: true } });
    expect(await scene.waits.of(REQUEST_ID)).toMatchObject([{ dueAt: agoBy(9).toISOString() }]);
    expect(callsOf(events)).toEqual([]);
  });

  it('nor for names that serve', async () => {
    await scene.givenRequest({ status: 'ACTIVE' });
    await createCares(scene.table).plan(REQUEST_ID, agoBy(9));
    expect(await again()).toMatchObject({ status: 202, body: { looking: true } });
    expect(callsOf(events)).toEqual([]);
  });

  it.each([
    ['ten seconds later, when the first event may be lost', 10, false],
    ['when watch has looked since', 9, true],
  ])('wakes it %s', async (_, seconds, hasLooked) => {
    await scene.givenRequest();
    const wait = await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token-1', new Date(CREATED));
    await scene.waits.lookNow(REQUEST_ID, agoBy(seconds));
    if (hasLooked) await scene.waits.claim({ ...wait, dueAt: agoBy(seconds).toISOString() }, agoBy(seconds));
    expect((await again()).status).toBe(202);
    expect(await scene.waits.of(REQUEST_ID)).toMatchObject([{ dueAt: NOW }]);
    expect(callsOf(events)).toHaveLength(1);
  });
});

it('has the clean-up behind what serves go on where it stands still, however long it has', async () => {
  const failing = { error: 'AccessDenied', since: CREATED };
  await scene.givenRequest({ status: 'READY', step: 'AwaitReplacedUnused', replaces: 'req-old', failing });
  const concluding = MACHINE.replace('provision-certificate', 'conclude-request');
  const name = `${REQUEST_ID}-conclude-1`;
  stepFunctions.on(RedriveExecutionCommand).resolves({});
  stepFunctions.on(RedriveExecutionCommand, own).rejects(new ExecutionNotRedrivable({ message: '', $metadata: {} }));
  stepFunctions.on(DescribeExecutionCommand, own).resolves({ status: 'FAILED' });
  stepFunctions.on(StartExecutionCommand).resolves({});
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  expect(await again()).toMatchObject({ status: 202, body: { looking: true } });
  expect(callsOf(stepFunctions)).toContainEqual([
    'StartExecution',
    {
      stateMachineArn: concluding,
      name,
      input: JSON.stringify({ requestId: REQUEST_ID, left: 'AwaitReplacedUnused' }),
    },
  ]);
});

describe('has a renewal and a migration that stand still', () => {
  const jobs = [
    ['renew-certificate', `${REQUEST_ID}-renew-20270606`],
    ['migrate-validation', `${REQUEST_ID}-migrate-1-again-1`],
  ] as const;
  const given = (status: 'ACTIVE' | 'SUPERSEDED') =>
    scene.givenRequest({
      status,
      failing: {
        error: 'AccessDenied',
        since: CREATED,
        stops: jobs.map(([, execution]) => ({ execution, error: 'AccessDenied', since: CREATED })),
      },
    });
  beforeEach(() => {
    stepFunctions.on(StartExecutionCommand).resolves({});
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  });

  it('go on by redrive', async () => {
    await given('ACTIVE');
    stepFunctions.on(RedriveExecutionCommand).resolves({});
    await again();
    expect(callsOf(stepFunctions)).toEqual(
      jobs.map(([machine, name]) => [
        'RedriveExecution',
        { executionArn: `arn:aws:states:us-east-1:111122223333:execution:${machine}:${name}` },
      ]),
    );
  });

  it.each(['ACTIVE', 'SUPERSEDED'] as const)('begin anew past their 14 days, of one that is %s', async (status) => {
    await given(status);
    stepFunctions.on(RedriveExecutionCommand).rejects(new ExecutionNotRedrivable({ message: '', $metadata: {} }));
    stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'FAILED' });
    await again();
    await again(); // the same ones
    const started = callsOf(stepFunctions).flatMap(([name, input]) => (name === 'StartExecution' ? [input] : []));
    const [input, place] = [`{"requestId":"${REQUEST_ID}"}`, 'arn:aws:states:us-east-1:111122223333:stateMachine:'];
    const both = [
      { stateMachineArn: `${place}renew-certificate`, name: `${REQUEST_ID}-renew-20270606-again-1`, input },
      { stateMachineArn: `${place}migrate-validation`, name: `${REQUEST_ID}-migrate-1-again-2`, input },
    ];
    expect(started).toEqual([...both, ...both]);
  });
});

it('says so when nothing is waited for', async () => {
  await scene.givenRequest();
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  expect(await again()).toMatchObject({ status: 202, body: { looking: false } });
});
