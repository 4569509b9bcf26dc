/**
 * The execution operations. The rule kept here: an execution's name is taken while it runs and for 90 days after it closed,
 * and the same start said twice while it runs is one start.
 */
import type * as sfn from '@aws-sdk/client-sfn';
import type { World } from '../../world.ts';
import { awsError, type Handlers } from '../service.ts';
import type { Engine } from './engine.ts';
import { PAYLOAD_LIMIT } from './failure.ts';
import { historyEvent } from './history.ts';
import { type Execution, HISTORY_LIMIT } from './journal.ts';
import { type createMachines, refuseName, refuseOther, revisionId, UNOBSERVED } from './machines.ts';
import { page, pageBounds } from './page.ts';

type Operations = Required<
  Pick<
    Handlers<typeof sfn>,
    | 'StartExecution'
    | 'DescribeExecution'
    | 'DescribeStateMachineForExecution'
    | 'ListExecutions'
    | 'GetExecutionHistory'
    | 'StopExecution'
    | 'RedriveExecution'
  >
>;

const DAY_MS = 86_400_000;
/** A closed execution and its history are kept, and its name is taken, for 90 days. Source: Step Functions service quotas. */
const RETENTION_MS = 90 * DAY_MS;
/** A closed execution may be redriven for 14 days. Source: API reference, RedriveExecution. */
const REDRIVE_MS = 14 * DAY_MS;

export function executionOperations(
  world: World,
  engine: Engine,
  machines: ReturnType<typeof createMachines>,
): Operations {
  const { journal } = engine;
  const { now } = journal;

  /** Undefined when there is none, or its retention is over: then it is forgotten. */
  function find(arn: string): Execution | undefined {
    const execution = journal.executions.get(arn);
    if (execution?.stoppedAt === undefined || now() < execution.stoppedAt + RETENTION_MS) return execution;
    world.store.transaction(() => journal.forget(arn));
    return undefined;
  }

  function executionOf(arn: string | undefined): Execution {
    refuseOther(String(arn));
    const execution = find(String(arn));
    if (!execution) throw awsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /** Why it cannot be redriven; undefined when it can. */
  function unredrivable(execution: Execution): string | undefined {
    const { status, stoppedAt = 0, arn } = execution;
    if (status === 'RUNNING') return 'Execution is RUNNING and cannot be redriven';
    if (status === 'SUCCEEDED') return 'Execution is SUCCEEDED and cannot be redriven';
    if (now() > stoppedAt + REDRIVE_MS) return 'Execution history retention period for redrive has elapsed';
    if (journal.length(arn) >= HISTORY_LIMIT - 1) return 'Execution history event limit exceeded';
    return undefined;
  }

  return {
    StartExecution({ stateMachineArn, name = world.random.uuid(), input = '{}' }) {
      const machine = machines.machineOf(String(stateMachineArn));
      if (machine.type === 'EXPRESS') {
        throw awsError('StateMachineTypeNotSupported', 'The local engine does not run EXPRESS state machines');
      }
      refuseName(name);
      refuseInput(input);
      const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
      const existing = find(arn);
      if (existing?.status === 'RUNNING' && existing.input === input) {
        return { executionArn: arn, startDate: new Date(existing.startedAt) };
      }
      if (existing) throw awsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      const startedAt = now();
      engine.start({
        arn,
        name,
        machineArn: machine.arn,
        revision: machine.revision,
        status: 'RUNNING',
        input,
        startedAt,
        redriveCount: 0,
      });
      return { executionArn: arn, startDate: new Date(startedAt) };
    },

    DescribeExecution({ executionArn }) {
      const execution = executionOf(executionArn);
      const reason = unredrivable(execution);
      const { output, error, cause } = execution;
      return {
        ...summary(execution),
        input: execution.input,
        inputDetails: { included: true },
        ...(output !== undefined && { output, outputDetails: { included: true } }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
        redriveCount: execution.redriveCount,
        redriveStatus: reason === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
        ...(reason !== undefined && { redriveStatusReason: reason }),
      };
    },

    DescribeStateMachineForExecution({ executionArn }) {
      const { machineArn, revision: id } = executionOf(executionArn);
      const machine = machines.machineOf(machineArn);
      const revision = journal.revisions.get(id);
      if (!revision) throw new Error(`${executionArn} has lost its revision ${id}`);
      return {
        stateMachineArn: machine.arn,
        name: machine.name,
        definition: revision.definition,
        roleArn: revision.roleArn,
        updateDate: new Date(revision.createdAt),
        ...UNOBSERVED,
        ...revisionId(revision),
      };
    },

    ListExecutions({ stateMachineArn, statusFilter, redriveFilter, mapRunArn, maxResults, nextToken }) {
      if (mapRunArn !== undefined) throw awsError('ValidationException', 'The local engine has no Map Runs');
      const machine = machines.machineOf(String(stateMachineArn));
      if (statusFilter !== undefined && !STATUSES.includes(statusFilter)) {
        const text = `Value '${statusFilter}' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [${STATUSES.join(', ')}]`;
        throw awsError('ValidationException', `1 validation error detected: ${text}`);
      }
      const listed = [...journal.executions.values()]
        .filter(({ machineArn }) => machineArn === machine.arn)
        .filter(({ status }) => statusFilter === undefined || status === statusFilter)
        .filter(
          ({ redriveCount }) => redriveFilter === undefined || redriveCount > 0 === (redriveFilter === 'REDRIVEN'),
        )
        .filter(({ arn }) => find(arn) !== undefined)
        .reverse(); // the most recent first
      const { items, next } = page(listed, maxResults, nextToken);
      return { executions: items.map((item) => ({ ...summary(item), redriveCount: item.redriveCount })), ...next };
    },

    GetExecutionHistory({ executionArn, maxResults, reverseOrder = false, nextToken, includeExecutionData = true }) {
      const { arn } = executionOf(executionArn);
      const total = journal.length(arn);
      const { from, to, next } = pageBounds(total, maxResults, nextToken);
      const ids = Array.from({ length: to - from }, (_, offset) =>
        reverseOrder ? total - from - offset : from + offset + 1,
      );
      return { events: ids.map((id) => historyEvent(journal.event(arn, id), includeExecutionData)), ...next };
    },

    StopExecution({ executionArn, error, cause }) {
      const execution = executionOf(executionArn);
      // Stopping a closed execution changes nothing and tells when it closed.
      if (execution.status === 'RUNNING') engine.stop(execution.arn, { error, cause });
      return { stopDate: new Date(executionOf(executionArn).stoppedAt ?? now()) };
    },

    RedriveExecution({ executionArn }) {
      const execution = executionOf(executionArn);
      const reason = unredrivable(execution);
      if (reason !== undefined) throw awsError('ExecutionNotRedrivable', `Execution Not Redrivable: '${reason}'`);
      engine.redrive(execution.arn);
      return { redriveDate: new Date(executionOf(executionArn).redrivenAt ?? now()) };
    },
  };
}

/** In the order in which AWS tells them. */
const STATUSES: readonly sfn.ExecutionStatus[] = [
  'SUCCEEDED',
  'TIMED_OUT',
  'PENDING_REDRIVE',
  'ABORTED',
  'FAILED',
  'RUNNING',
];

function summary(execution: Execution) {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: new Date(execution.startedAt),
    ...(execution.stoppedAt !== undefined && { stopDate: new Date(execution.stoppedAt) }),
    ...(execution.redrivenAt !== undefined && { redriveDate: new Date(execution.redrivenAt) }),
  };
}

function refuseInput(input: string): void {
  if (Buffer.byteLength(input) > PAYLOAD_LIMIT) {
    throw awsError(
      'ValidationException',
      `Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${PAYLOAD_LIMIT}`,
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    const why = input === '' ? 'Invalid execution input.' : (error as Error).message;
    throw awsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
  }
}
