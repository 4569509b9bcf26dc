/** Step Functions: starting a request's execution, and ending a parked wait by its token. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  InvalidToken,
  RedriveExecutionCommand,
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
        const executionArn = arnOf(stateMachineArn, name);
        await calling(client.send(new DescribeExecutionCommand({ executionArn }))); // throws if it is not that
      }
    },

    async statusOf(executionArn: string): Promise<string> {
      const { status } = await calling(client.send(new DescribeExecutionCommand({ executionArn })));
      return status ?? 'UNKNOWN';
    },

    /** False of one that has ended, or never was. */
    async isRunning(stateMachineArn: string, name: string): Promise<boolean> {
      try {
        return (await this.statusOf(arnOf(stateMachineArn, name))) === 'RUNNING';
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return false;
        throw error;
      }
    },

    /**
     * Goes on with an execution at the state that failed. One that runs, or has succeeded, stays as it is. False of one that is past
     * help: it was closed for longer than 14 days, or its history is full or forgotten.
     */
    async redrive(stateMachineArn: string, name: string): Promise<boolean> {
      const executionArn = arnOf(stateMachineArn, name);
      try {
        await calling(client.send(new RedriveExecutionCommand({ executionArn })));
        return true;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return false;
        if (!(error instanceof ExecutionNotRedrivable)) throw error;
        return !['FAILED', 'TIMED_OUT', 'ABORTED'].includes(await this.statusOf(executionArn));
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

function arnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
