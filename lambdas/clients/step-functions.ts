/** Step Functions: starting a request's execution, and ending a parked wait by its token. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { awsConfig, calling, type Env } from './aws.ts';

export function createStepFunctions(env: Env) {
  const client = new SFNClient(awsConfig(env));

  return {
    /** Starts `name` once. If it was started before, however it went, that execution stands. */
    async start(stateMachineArn: string, name: string, input: Record<string, unknown>): Promise<void> {
      try {
        await calling(client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) })));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
        await calling(client.send(new DescribeExecutionCommand({ executionArn }))); // throws if it is not that
      }
    },

    /** Ends a wait. A token that was used, timed out or belongs to a closed execution is already ended: harmless. */
    async succeed(taskToken: string, output: Record<string, unknown>): Promise<void> {
      try {
        await calling(client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })));
      } catch (error) {
        const ended = [TaskTimedOut, TaskDoesNotExist, InvalidToken].some((known) => error instanceof known);
        if (!ended) throw error;
      }
    },
  };
}

export type StepFunctions = ReturnType<typeof createStepFunctions>;
