/**
 * The journal as a transaction writes it: frames put, moved on and dropped. The rule kept here: every frame that changes is
 * touched, so that the engine settles it once the transaction has lasted.
 */
import type { Child } from './decide.ts';
import type { State } from './definition.ts';
import type { Frame, Journal, Phase } from './journal.ts';

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger(journal: Journal, stateOf: (frame: Frame) => State, touch: (frame: string) => void) {
  const { frames } = journal;

  function put(frame: Frame): void {
    frames.put(frame.id, frame);
    touch(frame.id);
  }

  function drop(id: string): void {
    for (const frame of [...journal.tree(id)]) {
      frames.delete(frame.id);
      touch(frame.id);
    }
  }

  const to = (frame: Frame, phase: Phase, more: Partial<Frame> = {}) => put({ ...frame, ...more, phase });

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

  return { journal, stateOf, put, to, drop, newFrame };
}
