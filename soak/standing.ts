/** What stands still: executions that a technical failure has stopped, and whose work no other one has taken over. */
import { standsStill } from '../core/endings.ts';
import { isSameWork, requestOf } from '../core/execution.ts';
import { retiredSiteOf } from '../core/retirement.ts';
import type { Site } from '../core/site.ts';
import type { Execution } from '../local/aws/states/journal.ts';

/** `sites`: those whose retirement was withdrawn have nothing left to do for it. */
export function standing(executions: readonly Execution[], sites: readonly Site[] = []): Execution[] {
  const kept = sites.flatMap(({ retirement }) => (retirement?.state === 'KEPT' ? [retirement.execution] : []));
  return executions
    .filter(({ name }) => !kept.includes(name))
    .filter(standsStill)
    .filter((one) => !executions.some((other) => other.startedAt > one.startedAt && isOfSame(one, other)));
}

function isOfSame({ name }: Execution, other: Execution): boolean {
  return ownerOf(name) === ownerOf(other.name) && isSameWork(name, other.name);
}

/** The request that it works for, or the site that it retires. */
function ownerOf(name: string): string {
  return retiredSiteOf(name) ?? requestOf(name);
}
