/**
 * The engine: runs executions of state machines durably, under world time.
 *
 * It is an explicit interpreter, not a replayed program: where a branch stands is one small document (a frame), a step
 * decides from it (decide.ts, reads only) and one transaction records the step's events together with the next frame
 * (moves.ts). So a parked execution is a document and at most one timer, a restart reads frames instead of replaying
 * histories, and redrive edits frames. The rule kept here: what is to be done follows from the frame alone (`settle`),
 * the same after a step as after a restart.
 */
import type { Cancel } from '../../clock.ts';
import { OUR_ACCOUNT, type World } from '../../world.ts';
import { createRates, type Rate } from '../servicequotas/rates.ts';
import { announce } from './announcement.ts';
import { decide } from './decide.ts';
import { type Definition, flowAt, stateIn } from './definition.ts';
import { closed, type Ending, historyFull } from './ending.ts';
import { type Failure, StateFailed } from './failure.ts';
import {
  type Calling,
  createJournal,
  dueOf,
  type Execution,
  type Frame,
  HISTORY_LIMIT,
  HistoryFull,
  rootOf,
} from './journal.ts';
import { createEvaluator } from './jsonata.ts';
import { createLedger } from './ledger.ts';
import { createMoves } from './moves.ts';
import { createToken, frameOfToken } from './token.ts';

/** One call of a task, as the integration behind the resource gets it. */
export interface TaskCall {
  state: string;
  resource: string;
  /** Arguments, or the state's input when there are none. */
  input: unknown;
  /** ARN of the machine's role. */
  role: string;
  /** Of a `.waitForTaskToken` call. */
  token?: string;
}

/** Does the call and gives its result. Rejects with StateFailed to fail the task; any other rejection is a bug of the simulator. */
export type Perform = (call: TaskCall) => Promise<unknown>;

export type TokenVerdict = 'taken' | 'unknown-task' | 'task-over' | 'no-token';

export type Engine = ReturnType<typeof createEngine>;

/** Standard workflows in us-east-1 (step-functions/latest/dg/service-quotas.html). */
const TRANSITIONS: Rate = { perSecond: 5000, burst: 5000 };
/** How long a throttled state waits for its turn is not published. */
const THROTTLED_MS = 10_000;

export function createEngine(world: World, perform: Perform) {
  const journal = createJournal(world);
  const evaluator = createEvaluator(world);
  const definitions = new Map<string, Definition>();
  const timers = new Map<string, Cancel>();
  const calls = new Set<string>();
  const queues = new Map<string, string[]>();
  const rates = createRates(world, 'states', { StateTransition: TRANSITIONS });
  /** What the transaction under way has touched; settled when it has lasted. */
  let touched = { frames: new Set<string>(), executions: new Set<string>() };
  const ledger = createLedger(journal, stateOf, (id) => touched.frames.add(id));
  const moves = createMoves(ledger, world.random, close);

  /** One transaction, then everything that follows from what it changed. A full history ends the execution instead. */
  function record(execution: string, work: () => void): void {
    touched = { frames: new Set(), executions: new Set() };
    try {
      world.store.transaction(work);
    } catch (error) {
      if (!(error instanceof HistoryFull)) throw error;
      touched = { frames: new Set(), executions: new Set() };
      world.store.transaction(() => close(execution, HISTORY_LIMIT - 1, historyFull));
    }
    const { frames, executions } = touched;
    for (const id of executions) settleExecution(id);
    for (const id of frames) settle(id);
  }

  function definitionOf(execution: Execution): Definition {
    const known = definitions.get(execution.revision);
    if (known) return known;
    const revision = journal.revisions.get(execution.revision);
    if (!revision) throw new Error(`${execution.arn} has lost its definition ${execution.revision}`);
    const definition = JSON.parse(revision.definition) as Definition;
    definitions.set(execution.revision, definition);
    return definition;
  }

  function stateOf(frame: Frame) {
    return stateIn(flowAt(definitionOf(executionOf(frame.execution)), frame.flow), frame.state);
  }

  function executionOf(arn: string): Execution {
    const execution = journal.executions.get(arn);
    if (!execution) throw new Error(`${arn} is not in the journal`);
    return execution;
  }

  function roleOf(frame: Frame): string {
    return journal.machines.get(executionOf(frame.execution).machineArn)?.roleArn ?? '';
  }

  const isRunning = (arn: string) => journal.executions.get(arn)?.status === 'RUNNING';

  /** Starts, keeps or ends whatever the frame's document calls for. */
  function settle(id: string): void {
    disarm(id);
    const frame = journal.frames.get(id);
    if (!frame || !isRunning(frame.execution)) return;
    const due = dueOf(frame.phase);
    if (due !== undefined) {
      const cancel = world.clock.at(new Date(due), `${frame.state} of ${frame.execution}`, () => onDue(id));
      timers.set(id, cancel);
    }
    if (frame.phase.at === 'calling') invoke(frame, frame.phase);
    if (['entering', 'entered', 'leaving', 'catching'].includes(frame.phase.at)) enqueue(frame);
  }

  function disarm(id: string): void {
    timers.get(id)?.();
    timers.delete(id);
  }

  /** Executions run beside each other; within one, steps go in turn, so that branches interleave the same way every time. */
  function enqueue(frame: Frame): void {
    const queue = queues.get(frame.execution);
    if (queue) queue.push(frame.id);
    else {
      queues.set(frame.execution, [frame.id]);
      world.clock.start(() => drain(frame.execution));
    }
  }

  async function drain(execution: string): Promise<void> {
    await undefined; // whoever enqueued finishes first
    const queue = queues.get(execution) ?? [];
    try {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) await step(id);
    } finally {
      queues.delete(execution);
    }
  }

  async function step(id: string): Promise<void> {
    const frame = journal.frames.get(id);
    if (!frame || !isRunning(frame.execution)) return;
    if (frame.phase.at === 'entering') {
      if (!rates.take(OUR_ACCOUNT, 'StateTransition')) return putOff(frame);
      return record(frame.execution, () => moves.enter(frame));
    }
    if (!['entered', 'leaving', 'catching'].includes(frame.phase.at)) return;
    const execution = executionOf(frame.execution);
    const machine = journal.machines.get(execution.machineArn);
    if (!machine) throw new Error(`${execution.arn} has lost its machine`);
    const move = await decide(evaluator, {
      definition: definitionOf(execution),
      machine,
      execution,
      frame,
      variables: moves.variablesInSight(frame),
      now: journal.now(),
      newToken: () => createToken(frame.id, world.random),
    });
    // Stopped, timed out or failed beside us meanwhile: documents are values, so another one stands there now.
    if (journal.frames.get(id) !== frame || !isRunning(frame.execution)) return;
    record(frame.execution, () => moves.apply(frame, move));
  }

  function putOff(frame: Frame): void {
    world.measure({ of: 'AWS/States', name: 'ExecutionThrottled' }, 1);
    const later = new Date(world.clock.now().getTime() + THROTTLED_MS);
    timers.set(
      frame.id,
      world.clock.at(later, `${frame.state} of ${frame.execution}, throttled`, () => enqueue(frame)),
    );
  }

  function invoke(frame: Frame, phase: Calling): void {
    const key = `${frame.execution}#${phase.scheduled}`;
    if (phase.submitted || calls.has(key)) return;
    calls.add(key);
    world.clock.start(async () => {
      try {
        const result = await answer({
          state: frame.state,
          resource: phase.resource,
          input: phase.input,
          role: roleOf(frame),
          ...(phase.token !== undefined && { token: phase.token }),
        });
        endCall(frame.id, phase.scheduled, result);
      } finally {
        calls.delete(key);
      }
    });
  }

  async function answer(call: TaskCall): Promise<{ output: unknown } | { failure: Failure }> {
    try {
      return { output: await perform(call) };
    } catch (error) {
      if (error instanceof StateFailed) return { failure: { ...error.failure, task: true } };
      throw error;
    }
  }

  /** A late answer, after a time-out, a stop or the token's return, is dropped. */
  function endCall(id: string, scheduled: number, result: { output: unknown } | { failure: Failure }): void {
    const frame = journal.frames.get(id);
    if (frame?.phase.at !== 'calling' || frame.phase.scheduled !== scheduled || !isRunning(frame.execution)) return;
    const { phase } = frame;
    record(frame.execution, () => {
      if ('failure' in result) moves.failCall(frame, phase, result.failure);
      else if (phase.token !== undefined) moves.submitted(frame, phase, result.output);
      else moves.endCall(frame, phase, result.output);
    });
  }

  function onDue(id: string): void {
    timers.delete(id);
    const frame = journal.frames.get(id);
    if (!frame || !isRunning(frame.execution)) return;
    if ((dueOf(frame.phase) ?? Number.POSITIVE_INFINITY) > journal.now()) {
      settle(id);
      return;
    }
    record(frame.execution, () => moves.due(frame));
  }

  function settleExecution(arn: string): void {
    disarm(arn);
    const execution = journal.executions.get(arn);
    if (!execution) return;
    armDeadline(execution);
    if (execution.status !== 'RUNNING') for (const frame of journal.tree(rootOf(arn))) disarm(frame.id);
    announce(world, execution);
  }

  function armDeadline({ arn, status, deadline }: Execution): void {
    if (status !== 'RUNNING' || deadline === undefined) return;
    const cancel = world.clock.at(new Date(deadline), `time-out of ${arn}`, () => timeOut(arn));
    timers.set(arn, cancel);
  }

  function timeOut(arn: string): void {
    if (!isRunning(arn)) return;
    record(arn, () => close(arn, lastOf(arn), { status: 'TIMED_OUT' }));
  }

  const lastOf = (arn: string) => journal.frames.get(rootOf(arn))?.previous ?? 0;

  function close(arn: string, previous: number, ending: Ending): void {
    touch(closed(journal, executionOf(arn), previous, ending));
  }

  function touch(execution: Execution): void {
    journal.executions.put(execution.arn, execution);
    touched.executions.add(execution.arn);
  }

  /** Puts a new execution on its way. */
  function start(execution: Execution): void {
    const definition = definitionOf(execution);
    record(execution.arn, () => {
      touch(withDeadline(execution, definition));
      journal.append(execution.arn, 0, 'ExecutionStarted', {
        executionStartedEventDetails: {
          input: execution.input,
          inputDetails: { truncated: false },
          roleArn: journal.machines.get(execution.machineArn)?.roleArn,
        },
      });
      moves.startRoot(execution, definition.StartAt);
    });
  }

  function withDeadline(execution: Execution, { TimeoutSeconds }: Definition): Execution {
    return TimeoutSeconds === undefined ? execution : { ...execution, deadline: journal.now() + TimeoutSeconds * 1000 };
  }

  function stop(arn: string, why: { error?: string | undefined; cause?: string | undefined }): void {
    record(arn, () => close(arn, 0, { status: 'ABORTED', ...why })); // recorded of AWS: it follows no event
  }

  /** Goes on where the execution failed, was stopped or timed out, with all retries and the time-out afresh. */
  function redrive(arn: string): void {
    const { stoppedAt: _stopped, error: _error, cause: _cause, ...open } = executionOf(arn);
    record(arn, () => {
      const redriveCount = open.redriveCount + 1;
      const again: Execution = { ...open, status: 'RUNNING', redriveCount, redrivenAt: journal.now() };
      touch(withDeadline(again, definitionOf(open)));
      const event = journal.append(arn, journal.length(arn), 'ExecutionRedriven', {
        executionRedrivenEventDetails: { redriveCount },
      });
      moves.redrive(arn, event);
    });
  }

  function waitingFor(token: string): { frame: Frame; phase: Calling } | Exclude<TokenVerdict, 'taken'> {
    const id = frameOfToken(token);
    if (id === undefined) return 'no-token';
    const frame = journal.frames.get(id);
    if (frame?.phase.at === 'calling' && frame.phase.token === token && isRunning(frame.execution)) {
      return { frame, phase: frame.phase };
    }
    return journal.executions.get(id.slice(0, id.indexOf('#'))) ? 'task-over' : 'unknown-task';
  }

  /** The token came back with a result or a failure. */
  function complete(token: string, result: { output: unknown } | { failure: Failure }): TokenVerdict {
    const waiting = waitingFor(token);
    if (typeof waiting === 'string') return waiting;
    const { frame, phase } = waiting;
    record(frame.execution, () => {
      if ('failure' in result) moves.failCall(frame, phase, { ...result.failure, task: true });
      else moves.endCall(frame, phase, result.output);
    });
    return 'taken';
  }

  function heartbeat(token: string): TokenVerdict {
    const waiting = waitingFor(token);
    if (typeof waiting === 'string') return waiting;
    record(waiting.frame.execution, () => moves.heartbeat(waiting.frame, waiting.phase));
    return 'taken';
  }

  /** Picks up every running execution after a restart. Calls that were under way are made again. */
  function resume(): void {
    for (const execution of journal.executions.values()) if (!timers.has(execution.arn)) armDeadline(execution);
    for (const frame of [...journal.frames.values()]) if (!timers.has(frame.id)) settle(frame.id);
  }

  return { journal, start, stop, redrive, complete, heartbeat, resume };
}
