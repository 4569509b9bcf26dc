import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { createStepFunctions } from '../../../../lambdas/clients/step-functions.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

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

it('lists by name all that run, page by page', async () => {
  const named = (name: string) => ({
    name,
    executionArn: 'arn',
    stateMachineArn: MACHINE,
    status: 'RUNNING' as const,
    startDate: new Date(),
  });
  const asked = { stateMachineArn: MACHINE, statusFilter: 'RUNNING', maxResults: 1000 } as const;
  mock
    .on(ListExecutionsCommand, asked)
    .resolves({ executions: [named('req-1'), named('req-2')], nextToken: 'more' })
    .on(ListExecutionsCommand, { ...asked, nextToken: 'more' })
    .resolves({ executions: [named('req-3')] });
  expect(await states.running(MACHINE)).toEqual(new Set(['req-1', 'req-2', 'req-3']));
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
