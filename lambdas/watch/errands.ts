/**
 * Does the work that is to be done once: starts an execution that the call which stored its request did not live to start, tells
 * contacts of changed trusted domains, sends letters that SES did not take before.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import { domainsChanged } from '../../core/letters/outdated.ts';
import { migrationExecution } from '../../core/migration.ts';
import { outdatedOf, servingOf } from '../../core/replacement.ts';
import { isOver } from '../../core/request.ts';
import { isLeaving } from '../../core/retirement.ts';
import type { StepFunctions } from '../clients/step-functions.ts';
import type { MachineArns } from '../duties/find-orphans.ts';
import { type Post, tellContacts } from '../duties/tell-contacts.ts';
import type { Errand, Errands } from '../records/errands.ts';

export interface Running {
  errands: Errands;
  post: Post;
  stepFunctions: StepFunctions;
  machineArns: Pick<MachineArns, 'provision-certificate' | 'migrate-validation' | 'retire-site'>;
  logger: Logger;
  /** Hears of each that failed: an alarm counts them with the looks. */
  failed: () => void;
}

/** One that fails stays due, and keeps no other from being run. */
export async function runErrands(running: Running, due: readonly Errand[], now: Date): Promise<void> {
  for (const errand of due) {
    try {
      await TASKS[errand.kind](running, errand, now);
      await running.errands.done(errand);
    } catch (error) {
      running.logger.error('an errand failed; it is tried again', { ...errand, error: error as Error });
      running.failed();
    }
  }
}

const TASKS: Record<Errand['kind'], (running: Running, errand: Errand, now: Date) => Promise<void>> = {
  begin: ({ stepFunctions, machineArns }, { of: requestId }) =>
    stepFunctions.start(machineArns['provision-certificate'], requestId, { requestId }),
  beginMigration,
  beginRetirement,
  tellOutdated,
  tell,
};

/** Where it was not stored in the end, there is none. */
async function beginMigration({ post, stepFunctions, machineArns }: Running, { of: requestId }: Errand): Promise<void> {
  const request = await post.requests.require(requestId);
  if (request.migration?.state !== 'STARTING') return;
  const execution = migrationExecution(request, request.migration);
  await stepFunctions.start(machineArns['migrate-validation'], execution, { requestId });
}

async function beginRetirement({ post, stepFunctions, machineArns }: Running, { of: siteId }: Errand): Promise<void> {
  const { retirement } = await post.sites.require(siteId);
  if (!retirement || !isLeaving({ retirement })) return;
  await stepFunctions.start(machineArns['retire-site'], retirement.execution, { siteId });
}

/** As the site is now: what was changed and changed back is told to nobody. */
async function tellOutdated({ post }: Running, { of, givenAt }: Errand, now: Date): Promise<void> {
  const site = await post.sites.require(of);
  const serving = servingOf(await post.requests.list(of));
  const outdated = outdatedOf(site, serving);
  if (!serving || !outdated) return;
  const letter = domainsChanged(serving, outdated, post.consoleUrl);
  await tellContacts(post, serving, `domains changed at ${givenAt}`, letter, now);
}

/** Where SES does not take it now either, it is given again, and stays. */
async function tell({ post }: Running, { of, letter }: Errand, now: Date): Promise<void> {
  const request = await post.requests.require(of);
  if (!letter || (isOver(request) && !letter.ofEnd)) return;
  const { name, subject, text } = letter;
  await tellContacts(post, request, name, { subject, text }, now);
}
