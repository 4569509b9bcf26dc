/**
 * Does what is due once: starts the execution of what was asked for where whoever was asked could not, sees what has become of one that
 * runs, tells contacts of changed trusted domains, sends letters that SES did not take before.
 */
import { domainsChanged } from '../../core/letters/outdated.ts';
import { migrationExecution } from '../../core/migration.ts';
import { outdatedOf, servingOf } from '../../core/replacement.ts';
import { isLeaving } from '../../core/retirement.ts';
import { isOver } from '../../core/status.ts';
import type { MachineArns } from '../clients/step-functions.ts';
import { startExecution } from '../duties/run-execution.ts';
import { type Post, tellContacts } from '../duties/tell-contacts.ts';
import type { Errand } from '../records/errands.ts';
import { type ExecutionTools, followExecution } from './executions.ts';

export interface ErrandTools extends ExecutionTools {
  post: Post;
  machineArns: MachineArns;
  /** Hears of each that failed: an alarm counts them with the looks. */
  failed: () => void;
}

/** More stay due for the next tick. Each makes a few calls, 50 ms or so: five seconds that looks can spare, and 6,000 an hour. */
export const ERRANDS_A_TICK = 100;

/** One that fails stays due, and keeps no other from being run. So do those for which there is no time. */
export async function runErrands(
  tools: ErrandTools,
  due: readonly Errand[],
  now: Date,
  isOutOfTime: () => boolean,
): Promise<void> {
  for (const errand of due) {
    if (isOutOfTime()) return;
    try {
      await TASKS[errand.kind](tools, errand, now);
      await tools.errands.done(errand);
    } catch (error) {
      tools.logger.error('an errand failed; it is tried again', { ...errand, error: error as Error });
      tools.failed();
    }
  }
}

const TASKS: Record<Errand['kind'], (tools: ErrandTools, errand: Errand, now: Date) => Promise<void>> = {
  begin: (tools, { of: requestId }, now) =>
    startExecution(tools, tools.machineArns['provision-certificate'], requestId, { requestId }, now),
  beginMigration,
  beginRetirement,
  follow: (tools, errand, now) => followExecution(tools, tools.machineArns, errand, now),
  tellOutdated,
  tell,
};

/** Where it was not stored in the end, there is none. */
async function beginMigration(tools: ErrandTools, { of: requestId }: Errand, now: Date): Promise<void> {
  const { post, machineArns } = tools;
  const request = await post.requests.require(requestId);
  if (request.migration?.state !== 'STARTING') return;
  const execution = migrationExecution(request, request.migration);
  await startExecution(tools, machineArns['migrate-validation'], execution, { requestId }, now);
}

async function beginRetirement(tools: ErrandTools, { of: siteId }: Errand, now: Date): Promise<void> {
  const { post, machineArns } = tools;
  const { retirement } = await post.sites.require(siteId);
  if (!retirement || !isLeaving({ retirement })) return;
  await startExecution(tools, machineArns['retire-site'], retirement.execution, { siteId }, now);
}

/** As the site is now: what was changed and changed back is told to nobody. */
async function tellOutdated({ post }: ErrandTools, { of, givenAt }: Errand, now: Date): Promise<void> {
  const site = await post.sites.require(of);
  const serving = servingOf(await post.requests.list(of));
  const outdated = outdatedOf(site, serving);
  if (!serving || !outdated) return;
  const letter = domainsChanged(serving, outdated, post.consoleUrl);
  await tellContacts(post, serving, `domains changed at ${givenAt}`, letter, now);
}

/** Where SES does not take it now either, it is given again, and stays. */
async function tell({ post }: ErrandTools, { of, letter }: Errand, now: Date): Promise<void> {
  const request = await post.requests.require(of);
  if (!letter || (isOver(request) && !letter.ofEnd)) return;
  const { name, subject, text } = letter;
  await tellContacts(post, request, name, { subject, text }, now);
}
