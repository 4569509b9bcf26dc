/**
 * Step Functions' API beside executions, as AWS answered LocalStack's contributors (tests/aws/services/stepfunctions/v2/
 * test_sfn_api.snapshot.json, Apache License 2.0): what is told of machines and executions, and in which words it refuses.
 */
import type * as sfn from '@aws-sdk/client-sfn';
import type { Handlers } from '../../local/aws/service.ts';
import { stepFunctionsOver } from '../../local/aws/states/service.ts';
import { WorldClock } from '../../local/clock.ts';
import { openStore } from '../../local/store.ts';
import { createWorld } from '../../local/world.ts';
import { refusal } from '../support/refusal.ts';

const caller = { account: '111111111111', principal: 'tester', requestId: 'r' };
const roleArn = 'arn:aws:iam::111111111111:role/replay';
const stateMachineArn = 'arn:aws:states:us-east-1:111111111111:stateMachine:machine';
const definition = (State_1: object) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'State_1', States: { State_1 } });
const PASS = definition({ Type: 'Pass', Output: { Arg1: 'argument1' }, End: true });

function states() {
  const clock = new WorldClock(new Date('2026-11-21T00:00:00Z'));
  const world = createWorld(clock, openStore(), 'states');
  const { service } = stepFunctionsOver(world, () => Promise.reject(new Error('no task is here')));
  return { clock, calls: service.handlers as Required<Handlers<typeof sfn>> };
}

async function machine(text = PASS) {
  const { clock, calls } = states();
  await calls.CreateStateMachine({ name: 'machine', definition: text, roleArn }, caller);
  return { clock, calls };
}

describe('a state machine', () => {
  it('is told without a revision until it is updated', async () => {
    const { clock, calls } = await machine();
    expect(await calls.DescribeStateMachine({ stateMachineArn }, caller)).toEqual({
      stateMachineArn,
      name: 'machine',
      status: 'ACTIVE',
      definition: PASS,
      roleArn,
      type: 'STANDARD',
      creationDate: clock.now(),
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    const { revisionId } = await calls.UpdateStateMachine({ stateMachineArn, roleArn: `${roleArn}-2` }, caller);
    expect(await calls.DescribeStateMachine({ stateMachineArn }, caller)).toMatchObject({ revisionId });
  });

  it('keeps its revision when an update changes nothing', async () => {
    const { calls } = await machine();
    const update = () => calls.UpdateStateMachine({ stateMachineArn, roleArn: `${roleArn}-2` }, caller);
    expect((await update()).revisionId).toBe((await update()).revisionId);
  });

  it('is told of an execution as it was then', async () => {
    const { calls } = await machine();
    const { executionArn } = await calls.StartExecution({ stateMachineArn, name: 'one', input: '{}' }, caller);
    expect(await calls.DescribeStateMachineForExecution({ executionArn }, caller)).toEqual({
      stateMachineArn,
      name: 'machine',
      definition: PASS,
      roleArn,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      updateDate: expect.any(Date),
    });
  });
});

describe('an execution', () => {
  it('takes any JSON for its input', async () => {
    const { calls } = await machine();
    for (const input of ['0', '"text"', 'null']) {
      expect(await refusal(() => calls.StartExecution({ stateMachineArn, input }, caller))).toBe('no refusal');
    }
  });

  it('is told whole', async () => {
    const { clock, calls } = await machine();
    const { executionArn } = await calls.StartExecution({ stateMachineArn, name: 'one', input: '{}' }, caller);
    await clock.quiet();
    expect(await calls.DescribeExecution({ executionArn }, caller)).toEqual({
      executionArn,
      stateMachineArn,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: clock.now(),
      stopDate: clock.now(),
      input: '{}',
      inputDetails: { included: true },
      output: '{"Arg1":"argument1"}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    const { executions } = await calls.ListExecutions({ stateMachineArn, statusFilter: 'SUCCEEDED' }, caller);
    expect(executions).toEqual([
      {
        executionArn,
        stateMachineArn,
        name: 'one',
        status: 'SUCCEEDED',
        startDate: clock.now(),
        stopDate: clock.now(),
        redriveCount: 0,
      },
    ]);
  });

  it('that is stopped ends with an event that follows none', async () => {
    const { clock, calls } = await machine(definition({ Type: 'Wait', Seconds: 60, End: true }));
    const { executionArn } = await calls.StartExecution({ stateMachineArn, input: '{}' }, caller);
    await clock.quiet();
    await calls.StopExecution({ executionArn }, caller);
    const { events = [] } = await calls.GetExecutionHistory({ executionArn }, caller);
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'WaitStateEntered'],
      [3, 0, 'ExecutionAborted'],
    ]);
    expect(events[2]?.executionAbortedEventDetails).toEqual({});
  });
});

const NOWHERE = 'arn:aws:states:us-east-1:111111111111:execution:machine:nobody';

it.each([
  [
    'another definition under a taken name',
    'CreateStateMachine',
    { name: 'machine', definition: definition({ Type: 'Succeed' }), roleArn },
    `StateMachineAlreadyExists: State Machine Already Exists: '${stateMachineArn}'`,
  ],
  [
    'an update of nothing',
    'UpdateStateMachine',
    { stateMachineArn },
    'MissingRequiredParameter: Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
  ],
  [
    'a machine that is not there',
    'StartExecution',
    { stateMachineArn: `${stateMachineArn}-2` },
    `StateMachineDoesNotExist: State Machine Does Not Exist: '${stateMachineArn}-2'`,
  ],
  [
    'an empty input',
    'StartExecution',
    { stateMachineArn, input: '' },
    "InvalidExecutionInput: Invalid State Machine Execution Input: 'Invalid execution input.'",
  ],
  ...['DescribeStateMachine', 'ListExecutions'].map((operation) => [
    'what is no ARN',
    operation,
    { stateMachineArn: 'not_a_valid_arn' },
    "InvalidArn: Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'",
  ]),
  ...['DescribeExecution', 'GetExecutionHistory'].map((operation) => [
    'what is no ARN',
    operation,
    { executionArn: 'not_a_valid_arn' },
    "InvalidArn: Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'",
  ]),
  ...['DescribeExecution', 'GetExecutionHistory'].map((operation) => [
    'an execution that is not there',
    operation,
    { executionArn: NOWHERE },
    `ExecutionDoesNotExist: Execution Does Not Exist: '${NOWHERE}'`,
  ]),
  [
    'an unknown status',
    'ListExecutions',
    { stateMachineArn, statusFilter: 'succeeded' },
    "ValidationException: 1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
  ],
  ...['ListExecutions', 'ListStateMachines'].map((operation) => [
    'more than a page holds',
    operation,
    { stateMachineArn, maxResults: 1001 },
    "ValidationException: 1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
  ]),
] as [string, keyof Handlers<typeof sfn>, object, string][])('refuses %s: %s', async (_, operation, input, words) => {
  const { calls } = await machine();
  expect(await refusal(() => calls[operation](input as never, caller))).toBe(words);
});
