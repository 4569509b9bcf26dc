/**
 * How a move is recorded: its history events and the frame that results, as GetExecutionHistory of AWS tells them (the
 * recorded histories in fidelity tests are the source of the order and of each previousEventId). The rule kept here:
 * everything in this file runs inside one transaction and evaluates nothing.
 */
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Random } from '../../world.ts';
import type { Child, Move } from './decide.ts';
import type { State } from './definition.ts';
import { dataLimitExceeded, exceedsPayload, type Failure, matches } from './failure.ts';
import {
  type Calling,
  childOf,
  type Execution,
  type Fork,
  type Frame,
  forkOf,
  type Journal,
  type Phase,
  rootOf,
} from './journal.ts';
import { retryAfter } from './retry.ts';
import * as taskEvents from './task-events.ts';

/** What the engine lends. */
interface Engine {
  stateOf(frame: Frame): State;
  /** Names a frame to be settled when the transaction has lasted. */
  touch(frame: string): void;
  close(
    execution: string,
    status: 'SUCCEEDED' | 'FAILED',
    previous: number,
    end: { output?: unknown; error?: string | undefined; cause?: string | undefined },
  ): void;
}

const untruncated = { truncated: false };

export function createMoves(journal: Journal, random: Random, engine: Engine) {
  const { frames, append, now } = journal;

  function put(frame: Frame): void {
    frames.put(frame.id, frame);
    engine.touch(frame.id);
  }

  function drop(id: string): void {
    for (const frame of [...journal.tree(id)]) {
      frames.delete(frame.id);
      engine.touch(frame.id);
    }
  }

  const to = (frame: Frame, phase: Phase, more: Partial<Frame> = {}) => put({ ...frame, ...more, phase });

  function variablesInSight(frame: Frame): Record<string, unknown> {
    const parent = frame.parent === undefined ? undefined : frames.get(frame.parent);
    return parent ? { ...variablesInSight(parent), ...frame.variables } : frame.variables;
  }

  function startRoot(execution: Execution, startAt: string): void {
    // The first state's entry follows no event, not even ExecutionStarted: so AWS records it.
    put(
      newFrame(rootOf(execution.arn), execution.arn, { flow: [], startAt, input: JSON.parse(execution.input) }, 0, 0),
    );
  }

  function newFrame(id: string, execution: string, child: Child, index: number, previous: number): Frame {
    const { flow, startAt, input, item } = child;
    return {
      id,
      execution,
      index,
      flow,
      ...(item && { item }),
      state: startAt,
      input,
      variables: {},
      retries: [],
      previous,
      before: previous,
      entered: { event: 0, at: 0 },
      phase: { at: 'entering' },
    };
  }

  function enter(frame: Frame): void {
    const event = append(frame.execution, frame.previous, `${engine.stateOf(frame).Type}StateEntered`, {
      stateEnteredEventDetails: { name: frame.state, input: JSON.stringify(frame.input), inputDetails: untruncated },
    });
    to(
      frame,
      { at: 'entered' },
      { previous: event, before: frame.previous, entered: { event, at: now() }, retries: [] },
    );
  }

  function apply(frame: Frame, move: Move): void {
    switch (move.do) {
      case 'leave':
        leave(frame, move);
        break;
      case 'wait':
        to(frame, { at: 'waiting', until: move.until });
        break;
      case 'call':
        call(frame, move);
        break;
      case 'fork':
        fork(frame, move.children, move.concurrency);
        break;
      case 'fail':
        failOrCatch(frame, move.failure);
        break;
    }
  }

  function leave(frame: Frame, { output, assigned, next }: Extract<Move, { do: 'leave' }>): void {
    const type = `${engine.stateOf(frame).Type}StateExited` as HistoryEventType;
    const event = append(frame.execution, frame.previous, type, {
      stateExitedEventDetails: {
        name: frame.state,
        output: JSON.stringify(output),
        outputDetails: untruncated,
        ...(Object.keys(assigned).length > 0 && {
          assignedVariables: Object.fromEntries(
            Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]),
          ),
          assignedVariablesDetails: untruncated,
        }),
      },
    });
    const left = { ...frame, previous: event, variables: { ...frame.variables, ...assigned } };
    if (next === undefined) {
      end(left, output);
      return;
    }
    to(left, { at: 'entering' }, { state: next, input: output });
  }

  /** The flow has come to its end: the execution succeeds, or the Parallel or Map around it has one child less to wait for. */
  function end(frame: Frame, output: unknown): void {
    const parent = frame.parent === undefined ? undefined : frames.get(frame.parent);
    if (parent) {
      endChild(parent, frame, output);
      return;
    }
    engine.close(frame.execution, 'SUCCEEDED', frame.previous, { output });
    drop(frame.id);
  }

  function endChild(parent: Frame, child: Frame, output: unknown): void {
    to(child, { at: 'ended', output });
    const fork = openFork(parent);
    const isMap = engine.stateOf(parent).Type === 'Map';
    const last = isMap ? iteration(child, parent.state, 'Succeeded') : child.previous;
    const progress: Fork = { ...fork, ended: fork.ended + 1 };
    if (progress.ended === progress.width) {
      join(parent, last);
      return;
    }
    const next = frames.get(childOf(parent.id, progress.started));
    if (next?.phase.at === 'queued') {
      startIteration(next, parent.state, child.previous);
      progress.started++;
    }
    to(parent, { at: 'forked', fork: progress });
  }

  function openFork(frame: Frame): Fork {
    const fork = forkOf(frame.phase);
    if (!fork) throw new Error(`${frame.id} has no children`);
    return fork;
  }

  function join(parent: Frame, last: number): void {
    const { width } = openFork(parent);
    const result = Array.from({ length: width }, (_, index) => {
      const phase = frames.get(childOf(parent.id, index))?.phase;
      if (phase?.at !== 'ended') throw new Error(`child ${index} of ${parent.id} has not ended`);
      return phase.output;
    });
    append(parent.execution, last, `${engine.stateOf(parent).Type}StateSucceeded` as HistoryEventType);
    dropChildren(parent);
    // What follows shares its previous event with …Succeeded: so AWS records it.
    const left: Frame = { ...parent, previous: last, phase: { at: 'leaving', result } };
    if (exceedsPayload(result)) {
      failOrCatch(left, dataLimitExceeded(parent.state));
      return;
    }
    put(left);
  }

  function dropChildren(frame: Frame): void {
    for (let index = 0; index < (forkOf(frame.phase)?.width ?? 0); index++) drop(childOf(frame.id, index));
  }

  function fork(frame: Frame, children: Child[], concurrency: number): void {
    const isMap = engine.stateOf(frame).Type === 'Map';
    const event = isMap
      ? append(frame.execution, frame.previous, 'MapStateStarted', {
          mapStateStartedEventDetails: { length: children.length },
        })
      : append(frame.execution, frame.previous, 'ParallelStateStarted');
    const width = children.length;
    const started = Math.min(width, concurrency);
    const forked: Frame = { ...frame, previous: event, phase: { at: 'forked', fork: { width, started, ended: 0 } } };
    put(forked);
    for (const [index, child] of children.entries()) {
      const fresh = { ...newFrame(childOf(frame.id, index), frame.execution, child, index, event), parent: frame.id };
      if (index >= started) to(fresh, { at: 'queued' });
      else if (isMap) startIteration(fresh, frame.state, event);
      else put(fresh);
    }
    if (width === 0) join(forked, event);
  }

  function startIteration(child: Frame, map: string, previous: number): void {
    const event = iteration({ ...child, previous }, map, 'Started');
    to(child, { at: 'entering' }, { previous: event });
  }

  function iteration(child: Frame, map: string, what: 'Started' | 'Succeeded' | 'Failed' | 'Aborted'): number {
    return append(child.execution, child.previous, `MapIteration${what}`, {
      [`mapIteration${what}EventDetails`]: { index: child.index, name: map },
    });
  }

  function call(frame: Frame, { call, timeoutSeconds, heartbeatSeconds }: Extract<Move, { do: 'call' }>): void {
    const limits = {
      ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
      ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
    };
    const scheduled = append(
      frame.execution,
      frame.previous,
      ...taskEvents.scheduled(call.resource, call.input, limits),
    );
    const started = append(frame.execution, scheduled, ...taskEvents.started(call.resource));
    to(frame, { at: 'calling', scheduled, ...call }, { previous: started });
  }

  /** The service has taken the request; the task ends when its token comes back. */
  function submitted(frame: Frame, phase: Calling, output: unknown): void {
    const event = append(frame.execution, frame.previous, ...taskEvents.submitted(phase.resource, output));
    to(frame, { ...phase, submitted: true }, { previous: event });
  }

  function endCall(frame: Frame, phase: Calling, output: unknown): void {
    if (exceedsPayload(output)) {
      failCall(frame, phase, { ...dataLimitExceeded(taskEvents.answererOf(phase.resource)), task: true });
      return;
    }
    const event = append(frame.execution, frame.previous, ...taskEvents.succeeded(phase.resource, output));
    to(frame, { at: 'leaving', result: output }, { previous: event });
  }

  function failCall(frame: Frame, phase: Calling, failure: Failure): void {
    const event = append(frame.execution, frame.previous, ...taskEvents.failed(phase.resource, failure));
    failOrCatch({ ...frame, previous: event }, failure);
  }

  function heartbeat(frame: Frame, phase: Calling): void {
    if (!phase.heartbeat) return;
    const { everyMs } = phase.heartbeat;
    to(frame, { ...phase, heartbeat: { everyMs, deadline: now() + everyMs } });
  }

  function due(frame: Frame): void {
    const { phase } = frame;
    if (phase.at === 'waiting') {
      to(frame, { at: 'leaving' });
      return;
    }
    if (phase.at === 'retrying') {
      to(frame, { at: 'entered' });
      return;
    }
    if (phase.at !== 'calling') return;
    const failure = {
      error: 'States.Timeout',
      task: true,
      heartbeat: phase.heartbeat !== undefined && phase.heartbeat.deadline <= now(),
    };
    const event = append(frame.execution, frame.previous, ...taskEvents.timedOut(phase.resource, failure));
    failOrCatch({ ...frame, previous: event }, failure);
  }

  /** A state has failed: retry it, go to its catcher, or let the flow fail. */
  function failOrCatch(frame: Frame, failure: Failure): void {
    const state = engine.stateOf(frame);
    const at = failure.evaluation ? { ...frame, previous: evaluationFailed(frame, failure) } : frame;
    // A catcher that fails is not caught by its own state.
    const handles = ['Task', 'Parallel', 'Map'].includes(state.Type) && frame.phase.at !== 'catching';
    if (!handles) {
      failFlow(at, failure);
      return;
    }
    const retry = retryAfter(state.Retry ?? [], failure, frame.retries, random);
    if (retry) {
      dropChildren(at);
      const until = now() + retry.delayMs;
      const more = { retries: retry.retries, before: at.previous };
      to(at, retry.delayMs > 0 ? { at: 'retrying', until } : { at: 'entered' }, more);
      return;
    }
    const previous =
      state.Type === 'Task'
        ? at.previous
        : append(frame.execution, at.previous, `${state.Type}StateFailed` as HistoryEventType);
    const catcher = (state.Catch ?? []).findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
    if (catcher < 0) {
      failFlow({ ...at, previous }, failure);
      return;
    }
    dropChildren(at);
    to(at, { at: 'catching', failure, catcher }, { previous });
  }

  function evaluationFailed(frame: Frame, { error, cause, evaluation }: Failure): number {
    const { location, afterEntry } = evaluation ?? { afterEntry: true };
    return append(frame.execution, afterEntry ? frame.previous : frame.before, 'EvaluationFailed', {
      evaluationFailedEventDetails: {
        error,
        cause,
        ...(location !== undefined && { location }),
        state: frame.state,
      },
    });
  }

  /** No catcher: the execution fails, or the Parallel or Map around does. Frames stay as they are, for a redrive. */
  function failFlow(frame: Frame, failure: Failure): void {
    const fork = forkOf(frame.phase);
    to(frame, { at: 'failed', ...(fork && { fork }) });
    const parent = frame.parent === undefined ? undefined : frames.get(frame.parent);
    if (parent) {
      failChild(parent, frame, failure);
      return;
    }
    const { error, cause } = failure;
    engine.close(frame.execution, 'FAILED', frame.previous, { error, cause });
  }

  function failChild(parent: Frame, child: Frame, failure: Failure): void {
    const isMap = engine.stateOf(parent).Type === 'Map';
    // A failed Task inside a Parallel is told as aborted too, other states are not: so AWS records it.
    const last = engine.stateOf(child).Type === 'Task' ? abortState(child) : child.previous;
    for (let index = 0; index < openFork(parent).width; index++) {
      const sibling = frames.get(childOf(parent.id, index));
      if (!sibling || index === child.index || !isActive(sibling)) continue;
      const previous = abortTree(sibling);
      if (isMap) iteration({ ...sibling, previous }, parent.state, 'Aborted');
    }
    if (isMap) iteration({ ...child, previous: last }, parent.state, 'Failed');
    const { evaluation: _recorded, ...onward } = failure;
    failOrCatch({ ...parent, previous: last }, onward);
  }

  const isActive = ({ phase }: Frame) => !['queued', 'ended', 'failed'].includes(phase.at);

  /** Inner states first. Gives the branch's last event. */
  function abortTree(frame: Frame): number {
    const within = [...journal.tree(frame.id)].filter(isActive).reverse();
    for (const inner of within) if (inner.id !== frame.id) abortState(inner);
    return abortState(frame);
  }

  function abortState(frame: Frame): number {
    const { Type } = engine.stateOf(frame);
    if (frame.phase.at === 'entering') return frame.previous;
    if (Type !== 'Task' && Type !== 'Wait' && Type !== 'Parallel' && Type !== 'Map') return frame.previous;
    return append(frame.execution, frame.previous, `${Type}StateAborted`);
  }

  /** Whatever has not ended goes on; what failed, or was cut off in the middle of a call, starts its state again. */
  function redrive(id: string, event: number): void {
    const frame = frames.get(id);
    if (!frame || frame.phase.at === 'ended' || frame.phase.at === 'queued') return;
    const { phase } = frame;
    const again: Frame = { ...frame, previous: event, before: event, retries: [] };
    const fork = forkOf(phase);
    if (fork) {
      to(again, { at: 'forked', fork });
      for (let index = 0; index < fork.width; index++) redrive(childOf(id, index), event);
    } else if (phase.at === 'failed') to(again, { at: engine.stateOf(frame).Type === 'Fail' ? 'entering' : 'entered' });
    else to(again, phase.at === 'calling' || phase.at === 'retrying' ? { at: 'entered' } : phase);
  }

  return {
    variablesInSight,
    startRoot,
    enter,
    apply,
    due,
    submitted,
    endCall,
    failCall,
    heartbeat,
    redrive: (execution: string, event: number) => redrive(rootOf(execution), event),
  };
}
