/**
 * Names of executions. A request's own bears the request's id; what is done for it later carries that id in front, so that everything
 * that belongs to a request is found by it. Names stay taken for 90 days, so each job's last part tells it from the one before.
 */

/** Executions beside the one that gets the certificate: `move-1`, `renew-20270607`, `migrate-2`. */
const JOB = /^(req-\d{8}-[0-9a-f]+)-(?:move|renew|migrate)-\w+$/;

/** The request that an execution belongs to; the name itself where it is no job's. */
export function requestOf(execution: string): string {
  return JOB.exec(execution)?.[1] ?? execution;
}

export function isJob(execution: string): boolean {
  return JOB.test(execution);
}
