/**
 * Names of executions. A request's own bears the request's id; what is done for it later carries that id in front, so that everything
 * that belongs to a request is found by it. Names stay taken for 90 days, so each job's last part tells it from the one before.
 */

import type { StateMachineName } from './topology.ts';

/**
 * Executions beside the one that gets the certificate: `move-1`, `renew-20270607`, `migrate-2`, `conclude-1`; with `-again-1` behind it
 * where the one before had stood still for too long.
 */
const JOB = /^(req-\d{8}-[0-9a-f]+)-(?:move|renew|migrate|conclude)-\w+(?:-again-\d+)?$/;

/** The request that an execution belongs to; the name itself where it is no job's. */
export function requestOf(execution: string): string {
  return JOB.exec(execution)?.[1] ?? execution;
}

/** The job that an execution works for: the first one bears its name (of an ownership move, its id), one that begins it anew has it in front. */
export function jobOf(execution: string): string {
  return execution.replace(/-again-\d+$/, '');
}

/** The name of the execution that begins the job of this one anew. */
export function nextExecution(execution: string): string {
  const number = Number(/-again-(\d+)$/.exec(execution)?.[1] ?? 0);
  return `${jobOf(execution)}-again-${number + 1}`;
}

/** The machines that work under names of these forms; the request's own, without one, is `provision-certificate`. */
const MACHINES: readonly (readonly [RegExp, StateMachineName])[] = [
  [/-move-\w+$/, 'move-ownership'],
  [/-renew-\w+$/, 'renew-certificate'],
  [/-migrate-\w+$/, 'migrate-validation'],
  [/-conclude-\w+$/, 'conclude-request'],
  [/-retire-\w+$/, 'retire-site'],
  [/^req-\d{8}-[0-9a-f]+$/, 'provision-certificate'],
];

/** The machine whose execution bears such a name; undefined when none is known. */
export function machineOf(execution: string): StateMachineName | undefined {
  return MACHINES.find(([form]) => form.test(jobOf(execution)))?.[1];
}

/** Whether one takes the place of the other: of each kind a request has one at a time, and what is left of its own is concluded for it. */
export function isSameWork(one: string, other: string): boolean {
  return workOf(one) === workOf(other);
}

function workOf(execution: string): StateMachineName | undefined {
  const machine = machineOf(execution);
  return machine === 'conclude-request' ? 'provision-certificate' : machine;
}

export function isJob(execution: string): boolean {
  return JOB.test(execution);
}
