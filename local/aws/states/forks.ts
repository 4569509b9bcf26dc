/**
 * Parallel and Map: children started, joined, failed and cut off, with the events that tell it. The rule kept here: a child
 * knows nothing of its siblings; the parent's fork counts them, whatever their number, in a few numbers.
 */
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Child } from './decide.ts';
import { dataLimitExceeded, exceedsPayload, type Failure } from './failure.ts';
import { childOf, type Fork, type Frame, forkOf } from './journal.ts';
import type { Ledger } from './ledger.ts';

/** `failOrCatch` is what a failed state does: retry, go to a catcher, or let the flow around it fail. */
export function createForks(ledger: Ledger, failOrCatch: (frame: Frame, failure: Failure) => void) {
  const { journal, stateOf, put, to, drop, newFrame } = ledger;
  const { frames, append } = journal;

  function endChild(parent: Frame, child: Frame, output: unknown): void {
    to(child, { at: 'ended', output });
    const fork = openFork(parent);
    const isMap = stateOf(parent).Type === 'Map';
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
    append(parent.execution, last, `${stateOf(parent).Type}StateSucceeded` as HistoryEventType);
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
    const isMap = stateOf(frame).Type === 'Map';
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

  function failChild(parent: Frame, child: Frame, failure: Failure): void {
    const isMap = stateOf(parent).Type === 'Map';
    // A failed Task inside a Parallel is told as aborted too, other states are not: so AWS records it.
    const last = stateOf(child).Type === 'Task' ? abortState(child) : child.previous;
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
    const { Type } = stateOf(frame);
    if (frame.phase.at === 'entering') return frame.previous;
    if (Type !== 'Task' && Type !== 'Wait' && Type !== 'Parallel' && Type !== 'Map') return frame.previous;
    return append(frame.execution, frame.previous, `${Type}StateAborted`);
  }

  return { fork, endChild, failChild, dropChildren };
}
