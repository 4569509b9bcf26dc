/**
 * Names of executions. A request's own bears the request's id; what is done for it later carries that id in front, so that everything
 * that belongs to a request is found by it. Names stay taken for 90 days, so each job's last part tells it from the one before.
 */

import type { StateMachineName } from './topology.ts';

/** What is done beside getting the certificate, and the machine that does it. */
const JOBS = {
  move: 'move-ownership',
  renew: 'renew-certificate',
  migrate: 'migrate-validation',
  conclude: 'conclude-request',
  retire: 'retire-site',
} as const satisfies Record<string, StateMachineName>;
type Job = keyof typeof JOBS;

/** `req-20261121-0123456789-move-1`, `acme-retire-1`: of a request or, where a site is retired, of a site. `part` tells it from others. */
export function jobName(owner: string, job: Job, part: number | string): string {
  return `${owner}-${job}-${part}`;
}

const REQUEST = 'req-\\d{8}-[0-9a-f]+';
const OF_PROVISIONING = new RegExp(`^${REQUEST}$`);
const OF_JOB = new RegExp(`-(${Object.keys(JOBS).join('|')})-\\w+$`);
const OF_REQUEST = new RegExp(`^(${REQUEST})-(?:move|renew|migrate|conclude)-\\w+$`);

/** The request that an execution belongs to; the name itself where it is no job's. */
export function requestOf(execution: string): string {
  return OF_REQUEST.exec(jobOf(execution))?.[1] ?? execution;
}

/** Whether it does something beside getting the certificate, for a request. */
export function isJob(execution: string): boolean {
  return OF_REQUEST.test(jobOf(execution));
}

/** The job that an execution works for: the first one bears its name (of an ownership move, its id), one that begins it anew has it in front. */
export function jobOf(execution: string): string {
  return execution.replace(/-again-\d+$/, '');
}

/** The name of the execution that begins the job of this one anew: it has stood still for longer than AWS redrives it. */
export function nextExecution(execution: string): string {
  const number = Number(/-again-(\d+)$/.exec(execution)?.[1] ?? 0);
  return `${jobOf(execution)}-again-${number + 1}`;
}

/** The machine whose execution bears such a name; undefined when none is known. */
export function machineOf(execution: string): StateMachineName | undefined {
  const name = jobOf(execution);
  if (OF_PROVISIONING.test(name)) return 'provision-certificate';
  const job = OF_JOB.exec(name)?.[1] as Job | undefined;
  return job && JOBS[job];
}

/** Whether one takes the place of the other: of each kind a request has one at a time, and what is left of its own is concluded for it. */
export function isSameWork(one: string, other: string): boolean {
  return workOf(one) === workOf(other);
}

function workOf(execution: string): StateMachineName | undefined {
  const machine = machineOf(execution);
  return machine === 'conclude-request' ? 'provision-certificate' : machine;
}
