/**
 * How a move is recorded: its history events and the frame that results, as GetExecutionHistory of AWS tells them (the
 * recorded histories in fidelity tests are the source of the order and of each previousEventId). The rule kept here:
 * everything in this file runs inside one transaction and evaluates nothing.
 */
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Random } from '../../world.ts';
import type { Move } from './decide.ts';
import type { Ending } from './ending.ts';
import { dataLimitExceeded, exceedsPayload, type Failure, matches } from './failure.ts';
import { createForks } from './forks.ts';
import { type Calling, childOf, type Execution, type Frame, forkOf, rootOf } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { retryAfter } from './retry.ts';
import * as taskEvents from './task-events.ts';

/** Ends a running execution with its closing event. */
type Close = (execution: string, previous: number, ending: Ending) => void;

const untruncated = { truncated: false };

export function createMoves(ledger: Ledger, random: Random, close: Close) {
  const { journal, stateOf, put, to, drop, newFrame } = ledger;
  const { frames, append, now } = journal;
  const forks = createForks(ledger, failOrCatch);

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

  function enter(frame: Frame): void {
    const event = append(frame.execution, frame.previous, `${stateOf(frame).Type}StateEntered`, {
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
        forks.fork(frame, move.children, move.concurrency);
        break;
      case 'fail':
        failOrCatch(frame, move.failure);
        break;
    }
  }

  function leave(frame: Frame, { output, assigned, next }: Extract<Move, { do: 'leave' }>): void {
    const type = `${stateOf(frame).Type}StateExited` as HistoryEventType;
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
      forks.endChild(parent, frame, output);
      return;
    }
    close(frame.execution, frame.previous, { status: 'SUCCEEDED', output });
    drop(frame.id);
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
    const state = stateOf(frame);
    const at = failure.evaluation ? { ...frame, previous: evaluationFailed(frame, failure) } : frame;
    // A catcher that fails is not caught by its own state.
    const handles = ['Task', 'Parallel', 'Map'].includes(state.Type) && frame.phase.at !== 'catching';
    if (!handles) {
      failFlow(at, failure);
      return;
    }
    const retry = retryAfter(state.Retry ?? [], failure, frame.retries, random);
    if (retry) {
      forks.dropChildren(at);
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
    forks.dropChildren(at);
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
      forks.failChild(parent, frame, failure);
      return;
    }
    const { error, cause } = failure;
    close(frame.execution, frame.previous, { status: 'FAILED', error, cause });
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
    } else if (phase.at === 'failed') to(again, { at: stateOf(frame).Type === 'Fail' ? 'entering' : 'entered' });
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
