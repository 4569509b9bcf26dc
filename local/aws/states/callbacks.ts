/**
 * The operations that bring a task token back. The rule kept here: an answer counts once; the second, and any after a
 * time-out, learns that the task is over.
 */
import type * as sfn from '@aws-sdk/client-sfn';
import { awsError, type Handlers } from '../service.ts';
import type { Engine, TokenVerdict } from './engine.ts';
import { PAYLOAD_LIMIT } from './failure.ts';

type Operations = Required<Pick<Handlers<typeof sfn>, 'SendTaskSuccess' | 'SendTaskFailure' | 'SendTaskHeartbeat'>>;

export function callbackOperations(engine: Engine): Operations {
  return {
    SendTaskSuccess({ taskToken, output }) {
      refuseUnless(engine.complete(String(taskToken), { output: parseOutput(String(output)) }));
      return {};
    },
    SendTaskFailure({ taskToken, error, cause }) {
      refuseUnless(engine.complete(String(taskToken), { failure: { error, cause } }));
      return {};
    },
    SendTaskHeartbeat({ taskToken }) {
      refuseUnless(engine.heartbeat(String(taskToken)));
      return {};
    },
  };
}

function parseOutput(output: string): unknown {
  if (Buffer.byteLength(output) > PAYLOAD_LIMIT)
    throw awsError('InvalidOutput', "Invalid Output: 'Output is too large'");
  try {
    return JSON.parse(output);
  } catch (error) {
    throw awsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}

function refuseUnless(verdict: TokenVerdict): void {
  switch (verdict) {
    case 'taken':
      return;
    case 'no-token':
      throw awsError('InvalidToken', "Invalid Token: 'Invalid token'");
    case 'unknown-task':
      throw awsError('TaskDoesNotExist', "Task Does Not Exist: 'Provided task does not exist'");
    case 'task-over':
      throw awsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  }
}
