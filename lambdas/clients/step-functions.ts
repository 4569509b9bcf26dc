/** Step Functions: starting a request's execution, and ending a parked wait by its token. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  InvalidToken,
  paginateListExecutions,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { STATE_MACHINES, type StateMachineName } from '../../core/topology.ts';
import { awsConfig, calling, type Env, eachPage, requireVariable } from './aws.ts';

/** The most that ListExecutions gives. */
const MOST_A_PAGE = 1000;

export function createStepFunctions(env: Env) {
  const client = new SFNClient(awsConfig(env));

  return {
    /** Starts `name` once. If it was started before, however it went, that execution stands. Answers whether it runs. */
    async start(stateMachineArn: string, name: string, input: Record<string, unknown>): Promise<boolean> {
      try {
        await calling(client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) })));
        return true;
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        const executionArn = arnOf(stateMachineArn, name);
        // Throws if it is not that.
        const { status } = await calling(client.send(new DescribeExecutionCommand({ executionArn })));
        return status === 'RUNNING';
      }
    },

    /** Eventually consistent: for moments it may be as it was before. Undefined of one that never was, or is forgotten: after 90 days. */
    async describe(executionArn: string): Promise<Standing | undefined> {
      try {
        const { status, error, redriveCount } = await calling(
          client.send(new DescribeExecutionCommand({ executionArn })),
        );
        return { executionArn, status: status ?? 'UNKNOWN', error, redriveCount: redriveCount ?? 0 };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },

    /** As `describe`, by its name. */
    find(stateMachineArn: string, name: string): Promise<Standing | undefined> {
      return this.describe(arnOf(stateMachineArn, name));
    },

    /** False of one that has ended, or never was. */
    async isRunning(stateMachineArn: string, name: string): Promise<boolean> {
      return (await this.find(stateMachineArn, name))?.status === 'RUNNING';
    },

    /**
     * Names of all that run, in a call for each thousand. Eventually consistent: one that was started or redriven moments ago may be
     * missing, and is there for `isRunning`.
     */
    async running(stateMachineArn: string): Promise<Set<string>> {
      const names = new Set<string>();
      const input = { stateMachineArn, statusFilter: 'RUNNING' } as const;
      for await (const { executions = [] } of eachPage(
        paginateListExecutions({ client, pageSize: MOST_A_PAGE }, input),
      ))
        for (const { name } of executions) if (name !== undefined) names.add(name);
      return names;
    },

    /** Whether it has ended otherwise than well. False of one that never was. */
    async hasStopped(stateMachineArn: string, name: string): Promise<boolean> {
      return isStopped(await this.find(stateMachineArn, name));
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
        return !isStopped(await this.describe(executionArn));
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

/** Of the state machines. */
export type MachineArns = Readonly<Record<StateMachineName, string>>;

export function machineArnsFrom(env: Env): MachineArns {
  const rows = Object.entries(STATE_MACHINES);
  return Object.fromEntries(rows.map(([name, row]) => [name, requireVariable(env, row.arnVariable)])) as MachineArns;
}

/** How an execution stands. */
export interface Standing {
  executionArn: string;
  status: string;
  /** Of one that failed, or was stopped with a reason: the name of the error. */
  error: string | undefined;
  /** How many times it was redriven. */
  redriveCount: number;
}

function isStopped(standing: Standing | undefined): boolean {
  return standing !== undefined && ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(standing.status);
}

export type StepFunctions = ReturnType<typeof createStepFunctions>;

function arnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
