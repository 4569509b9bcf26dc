/** A machine whose time passes: in pauses, and where a test lets a call take some. Each test begins at NOW. */
import type { Machine } from '../../../lambdas/runtime.ts';
import { NOW, STILL } from './step.ts';

export interface PassingTime {
  machine: Machine;
  /** So many milliseconds pass. */
  takes(ms: number): void;
  /** Milliseconds since NOW. */
  passed(): number;
  /** The pauses that were asked for, in milliseconds. */
  pauses(): readonly number[];
}

/** Call it at the top of a test file. */
export function usePassingTime(): PassingTime {
  let passed: number;
  let pauses: number[];
  beforeEach(() => {
    passed = 0;
    pauses = [];
  });
  const takes = (ms: number) => {
    passed += ms;
  };
  return {
    machine: {
      ...STILL,
      now: () => new Date(Date.parse(NOW) + passed),
      async pause(ms) {
        pauses.push(ms);
        takes(ms);
      },
    },
    takes,
    passed: () => passed,
    pauses: () => pauses,
  };
}
