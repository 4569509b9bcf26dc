/** Step Functions: a machine and its executions, as on-call reads them, tokens that are none, and the refusals. */
import { roleArn } from '../../local/aws/authorization/roles.ts';
import type { Answers, Scene } from '../scene.ts';

const definition = (Seconds: number) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Rest',
    States: {
      Rest: { Type: 'Wait', Seconds, Next: 'Give up' },
      'Give up': { Type: 'Fail', Error: 'Late', Cause: 'nobody came' },
    },
  });
const machine = ({ machine: { stateMachineArn } }: Answers) => ({ stateMachineArn });
const execution = ({ execution: { executionArn } }: Answers) => ({ executionArn });
const ROLE = roleArn('provision-certificate');
const NOBODY = 'arn:aws:states:us-east-1:111122223333:execution:fidelity:nobody';
const NO_MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:nothing';

export const STEP_FUNCTIONS: Scene = {
  service: 'stepfunctions',
  steps: [
    {
      call: 'CreateStateMachine',
      input: { name: 'fidelity', definition: definition(60), roleArn: ROLE },
      as: 'machine',
    },
    { call: 'CreateStateMachine', input: { name: 'fidelity', definition: definition(60), roleArn: ROLE } },
    {
      call: 'CreateStateMachine',
      input: { name: 'fidelity', definition: definition(61), roleArn: ROLE },
      error: 'StateMachineAlreadyExists',
    },
    { call: 'CreateStateMachine', input: { name: 'no good', definition: '{}', roleArn: ROLE }, error: 'InvalidName' },
    {
      call: 'CreateStateMachine',
      input: { name: 'broken', definition: '{', roleArn: ROLE },
      error: 'InvalidDefinition',
    },
    { call: 'ValidateStateMachineDefinition', input: { definition: '{"StartAt":"A","States":{}}' } },
    { call: 'ValidateStateMachineDefinition', input: { definition: definition(1) } },
    { call: 'UpdateStateMachine', input: (so) => ({ ...machine(so), definition: definition(3600) }) },
    { call: 'DescribeStateMachine', input: machine },
    { call: 'ListStateMachines', input: { maxResults: 100 } },
    { call: 'StartExecution', input: (so) => ({ ...machine(so), name: 'one', input: '{"a":1}' }), as: 'execution' },
    { call: 'StartExecution', input: (so) => ({ ...machine(so), name: 'one', input: '{"a":1}' }) },
    {
      call: 'StartExecution',
      input: (so) => ({ ...machine(so), name: 'one', input: '{"a":2}' }),
      error: 'ExecutionAlreadyExists',
    },
    { call: 'StartExecution', input: (so) => ({ ...machine(so), input: 'no JSON' }), error: 'InvalidExecutionInput' },
    { call: 'StartExecution', input: { stateMachineArn: NO_MACHINE }, error: 'StateMachineDoesNotExist' },
    { call: 'DescribeExecution', input: execution },
    { call: 'RedriveExecution', input: execution, error: 'ExecutionNotRedrivable' },
    { call: 'DescribeStateMachineForExecution', input: execution },
    { call: 'GetExecutionHistory', input: (so) => ({ ...execution(so), maxResults: 2 }) },
    { call: 'StopExecution', input: (so) => ({ ...execution(so), error: 'Stopped', cause: 'by hand' }) },
    { call: 'DescribeExecution', input: execution },
    { call: 'ListExecutions', input: (so) => ({ ...machine(so), statusFilter: 'ABORTED' }) },
    { call: 'RedriveExecution', input: execution, on: 'ours' },
    { seconds: 7200 },
    { call: 'DescribeExecution', input: execution, on: 'ours' },
    { call: 'GetExecutionHistory', input: (so) => ({ ...execution(so), reverseOrder: true }), on: 'ours' },
    { call: 'DescribeExecution', input: { executionArn: NOBODY }, error: 'ExecutionDoesNotExist' },
    { call: 'GetExecutionHistory', input: { executionArn: NOBODY }, error: 'ExecutionDoesNotExist' },
    { call: 'StopExecution', input: { executionArn: NOBODY }, error: 'ExecutionDoesNotExist' },
    { call: 'DescribeStateMachine', input: { stateMachineArn: NO_MACHINE }, error: 'StateMachineDoesNotExist' },
    { call: 'SendTaskSuccess', input: { taskToken: 'none', output: '{}' }, error: 'InvalidToken' },
    { call: 'SendTaskFailure', input: { taskToken: 'none' }, error: 'InvalidToken' },
    { call: 'SendTaskHeartbeat', input: { taskToken: 'none' }, error: 'InvalidToken' },
  ],
};
