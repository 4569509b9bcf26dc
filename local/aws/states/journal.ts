/**
 * What the engine remembers, in the world's store: machines, executions, one frame for each running branch, one document for
 * each history event. The rule kept here: a change is one transaction that writes its events and frames together, and costs
 * the same however long the history is.
 */
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { World } from '../../world.ts';
import type { FlowPath } from './definition.ts';
import type { Failure } from './failure.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Times are milliseconds of world time, everywhere in the journal. */
export interface Execution {
  arn: string;
  name: string;
  machineArn: string;
  /** Key of the definition that it started with and keeps: later revisions do not change it. */
  revision: string;
  status: ExecutionStatus;
  /** JSON text as the caller gave it. */
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  startedAt: number;
  stoppedAt?: number;
  /** When the machine's TimeoutSeconds end it. */
  deadline?: number;
  redriveCount: number;
  redrivenAt?: number;
}

/** Where one branch of an execution stands: all that is needed to go on from here after a restart. */
export interface Frame {
  /** The execution's ARN, `#`, and the index at each level of Parallel and Map: `…#`, `…#/0`, `…#/0/12`. */
  id: string;
  execution: string;
  parent?: string;
  /** Place among the parent's branches or items. */
  index: number;
  flow: FlowPath;
  /** The item of the nearest Map around, for the context object. */
  item?: { Index: number; Value: unknown };
  state: string;
  input: unknown;
  /** Set in this flow; those of the flows around are read through the parents. */
  variables: Record<string, unknown>;
  /** Retries made of the present state, by retrier. */
  retries: number[];
  /** The event that this branch's next one follows. */
  previous: number;
  /** The event that the state's entry followed: an expression that fails on entry follows it too, as AWS records it. */
  before: number;
  entered: { event: number; at: number };
  phase: Phase;
}

export interface Fork {
  width: number;
  /** Children started and children ended so far. */
  started: number;
  ended: number;
}

/** A call under way, or submitted and waiting for its token. */
export interface Calling {
  at: 'calling';
  /** Id of the scheduling event: it names this call, and no other, within its execution. */
  scheduled: number;
  resource: string;
  input: unknown;
  token?: string;
  submitted?: boolean;
  deadline?: number;
  heartbeat?: { everyMs: number; deadline: number };
}

export type Phase =
  | { at: 'queued' }
  | { at: 'entering' }
  | { at: 'entered' }
  | { at: 'waiting'; until: number }
  | Calling
  | { at: 'retrying'; until: number }
  | { at: 'forked'; fork: Fork }
  | { at: 'leaving'; result?: unknown }
  | { at: 'catching'; failure: Failure; catcher: number }
  | { at: 'ended'; output: unknown }
  | { at: 'failed'; fork?: Fork };

export interface Machine {
  arn: string;
  name: string;
  type: 'STANDARD' | 'EXPRESS';
  roleArn: string;
  revision: string;
  createdAt: number;
}

export interface Revision {
  id: string;
  machineArn: string;
  definition: string;
  roleArn: string;
  createdAt: number;
  /** The one that a machine was made with: AWS tells no id of it. */
  first?: true;
}

/** A history event in the API's members, its time as a number. */
export interface StoredEvent {
  id: number;
  previousEventId: number;
  type: HistoryEventType;
  timestamp: number;
  [details: `${string}EventDetails`]: Record<string, unknown> | undefined;
}

/** Events that a history may have; the last one says that it is full. Source: Step Functions service quotas. */
export const HISTORY_LIMIT = 25_000;

/** Thrown by `append` when only the closing event still fits. */
export class HistoryFull extends Error {}

const CLOSING = new Set<HistoryEventType>([
  'ExecutionSucceeded',
  'ExecutionFailed',
  'ExecutionTimedOut',
  'ExecutionAborted',
]);

export type Journal = ReturnType<typeof createJournal>;

export function createJournal(world: Pick<World, 'store' | 'clock'>) {
  const { store, clock } = world;
  const machines = store.collection<Machine>('states.machines');
  const revisions = store.collection<Revision>('states.revisions');
  const executions = store.collection<Execution>('states.executions');
  const frames = store.collection<Frame>('states.frames');
  const events = store.collection<StoredEvent>('states.events');
  const lengths = store.collection<number>('states.history-lengths');
  const now = () => clock.now().getTime();
  const length = (execution: string) => lengths.get(execution) ?? 0;

  /** Adds an event and gives its id. */
  function append(
    execution: string,
    previous: number,
    type: HistoryEventType,
    details?: { [name: `${string}EventDetails`]: Record<string, unknown> },
  ): number {
    const id = length(execution) + 1;
    if (id >= HISTORY_LIMIT && !CLOSING.has(type)) throw new HistoryFull(execution);
    lengths.put(execution, id);
    events.put(`${execution}#${id}`, { id, previousEventId: previous, type, timestamp: now(), ...details });
    return id;
  }

  function event(execution: string, id: number): StoredEvent {
    const found = events.get(`${execution}#${id}`);
    if (!found) throw new Error(`${execution} has no event ${id}`);
    return found;
  }

  /** Forgets a closed execution and all that it left. */
  function forget(execution: string): void {
    for (const frame of tree(rootOf(execution))) frames.delete(frame.id);
    for (let id = length(execution); id > 0; id--) events.delete(`${execution}#${id}`);
    lengths.delete(execution);
    executions.delete(execution);
  }

  /** A frame and all below it, parents first, in order of index. */
  function* tree(id: string): Generator<Frame> {
    const frame = frames.get(id);
    if (!frame) return;
    yield frame;
    const fork = forkOf(frame.phase);
    for (let index = 0; index < (fork?.width ?? 0); index++) yield* tree(childOf(id, index));
  }

  return { machines, revisions, executions, frames, append, event, length, forget, tree, now };
}

export const rootOf = (execution: string) => `${execution}#`;
export const childOf = (frame: string, index: number) => `${frame}/${index}`;

export function forkOf(phase: Phase): Fork | undefined {
  return phase.at === 'forked' || phase.at === 'failed' ? phase.fork : undefined;
}

/** When the frame has something to do by the clock alone. */
export function dueOf(phase: Phase): number | undefined {
  if (phase.at === 'waiting' || phase.at === 'retrying') return phase.until;
  if (phase.at !== 'calling') return undefined;
  const due = Math.min(
    phase.deadline ?? Number.POSITIVE_INFINITY,
    phase.heartbeat?.deadline ?? Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(due) ? due : undefined;
}
