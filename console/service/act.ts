/** What a reader does: one act at a time, its refusal where it was caused, and what has changed shown at once. */
import { useState } from 'react';
import { ConnectionLost, Problem } from './api.ts';
import { refresh } from './live.ts';
import { notify } from './notices.ts';

export interface Act {
  busy: boolean;
  /** The last refusal; gone with the next try. */
  problem: Problem | undefined;
  /** True when it went well. */
  run(act: () => Promise<unknown>): Promise<boolean>;
  clear(): void;
}

/** `told`: the caller shows the refusal itself. Otherwise it is a notice. */
export function useAct({ told = false } = {}): Act {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
      await refresh();
      return true;
    } catch (error) {
      if (error instanceof Problem && told) setProblem(error);
      else tellFailure(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, clear: () => setProblem(undefined) };
}

/** Of an act that is no dialog's. What is no refusal is a mistake of ours, and thrown. */
export function tellFailure(error: unknown): void {
  if (!(error instanceof Problem || error instanceof ConnectionLost)) throw error;
  notify('error', error.message, remedyOf(error));
}

const remedyOf = (error: Error): string | undefined => (error instanceof Problem ? error.remedy : undefined);
