import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { createStepFunctions } from '../../../../lambdas/clients/step-functions.ts';
import { awsError, callsOf, strictMock } from '../../../support/strict-mock.ts';

const mock = strictMock(SFNClient);
const states = createStepFunctions({ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' });
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:provision-certificate';
const EXISTS = new ExecutionAlreadyExists({ message: 'was', $metadata: {} });

describe('starting', () => {
  it('names the execution and hands it its input', async () => {
    mock.on(StartExecutionCommand).resolves({});
    expect(await states.start(MACHINE, 'req-1', { requestId: 'req-1' })).toBe(true);
    expect(callsOf(mock)).toEqual([
      ['StartExecution', { stateMachineArn: MACHINE, name: 'req-1', input: '{"requestId":"req-1"}' }],
    ]);
  });

  it('lets an execution that was started before stand, after a look that it is there', async () => {
    mock.on(StartExecutionCommand).rejects(EXISTS);
    mock.on(DescribeExecutionCommand).resolves({ status: 'FAILED' });
    expect(await states.start(MACHINE, 'req-1', {})).toBe(false);
    expect(callsOf(mock)[1]).toEqual([
      'DescribeExecution',
      { executionArn: 'arn:aws:states:us-east-1:111122223333:execution:provision-certificate:req-1' },
    ]);
  });

  it('never swallows a name that is taken by an execution that nobody can see', async () => {
    const gone = new ExecutionDoesNotExist({ message: 'gone', $metadata: {} });
    mock.on(StartExecutionCommand).rejects(EXISTS);
    mock.on(DescribeExecutionCommand).rejects(gone);
    await expect(states.start(MACHINE, 'req-1', {})).rejects.toBe(gone);
  });
});

describe('the state at which an execution stopped', () => {
  const execution = 'arn:aws:states:us-east-1:111122223333:execution:provision-certificate:req-1';
  const entered = (id: number, name: string, previousEventId = 0) => ({
    ...{ id, previousEventId, type: 'TaskStateEntered' as const, timestamp: new Date(0) },
    stateEnteredEventDetails: { name },
  });
  const event = (id: number, type: 'TaskFailed' | 'ExecutionFailed' | 'ExecutionAborted', previousEventId: number) => ({
    ...{ id, previousEventId, type, timestamp: new Date(0) },
  });

  it('is the one that its last event comes from, whatever was entered beside it', async () => {
    mock.on(GetExecutionHistoryCommand).resolves({
      events: [
        event(5, 'ExecutionFailed', 4),
        event(4, 'TaskFailed', 2),
        entered(3, 'CheckCaa'),
        entered(2, 'CheckCnames'),
      ],
    });
    expect(await states.stoppedAt(execution)).toBe('CheckCnames');
    expect(callsOf(mock)).toEqual([
      [
        'GetExecutionHistory',
        { executionArn: execution, reverseOrder: true, includeExecutionData: false, maxResults: 1000 },
      ],
    ]);
  });

  it('is the last that was entered, of one that was ended from outside', async () => {
    mock.on(GetExecutionHistoryCommand).resolves({
      events: [event(9, 'ExecutionAborted', 0), entered(8, 'AwaitValidation', 7), entered(2, 'EnsureTarget')],
    });
    expect(await states.stoppedAt(execution)).toBe('AwaitValidation');
  });

  it('is unknown where the page does not show it', async () => {
    mock.on(GetExecutionHistoryCommand).resolves({ events: [event(2000, 'ExecutionFailed', 1999)] });
    expect(await states.stoppedAt(execution)).toBeUndefined();
  });
});

describe('ending a wait', () => {
  it('hands over the result', async () => {
    mock.on(SendTaskSuccessCommand).resolves({});
    await states.succeed('token-1', { verdict: 'met' });
    expect(callsOf(mock)).toEqual([['SendTaskSuccess', { taskToken: 'token-1', output: '{"verdict":"met"}' }]]);
  });

  it.each([
    new TaskTimedOut({ message: 'late', $metadata: {} }),
    new TaskDoesNotExist({ message: 'gone', $metadata: {} }),
    new InvalidToken({ message: 'odd', $metadata: {} }),
  ])('is harmless when it has ended: %s', async (error) => {
    mock.on(SendTaskSuccessCommand).rejects(error);
    await expect(states.succeed('token-1', {})).resolves.toBeUndefined();
  });

  it('fails as AwsUnavailable when Step Functions does not answer', async () => {
    mock.on(SendTaskSuccessCommand).rejects(awsError('InternalFailure', 'oops', 500));
    await expect(states.succeed('token-1', {})).rejects.toMatchObject({ name: 'AwsUnavailable' });
  });
});
