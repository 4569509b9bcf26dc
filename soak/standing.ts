/** What stands still: executions that a technical failure has stopped, and whose work no other one has taken over. */
import { isEndReason } from '../core/endings.ts';
import { isSameWork, requestOf } from '../core/execution.ts';
import { NAMES_STILL_POINT, retiredSiteOf } from '../core/retirement.ts';
import type { Execution } from '../local/aws/states/journal.ts';

const STOPPED: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

export function standing(executions: readonly Execution[]): Execution[] {
  return executions
    .filter(({ status, error }) => STOPPED.has(status) && !isEndReason(error) && error !== NAMES_STILL_POINT)
    .filter((one) => !executions.some((other) => other.startedAt > one.startedAt && isOfSame(one, other)));
}

function isOfSame({ name }: Execution, other: Execution): boolean {
  return ownerOf(name) === ownerOf(other.name) && isSameWork(name, other.name);
}

/** The request that it works for, or the site that it retires. */
function ownerOf(name: string): string {
  return retiredSiteOf(name) ?? requestOf(name);
}
