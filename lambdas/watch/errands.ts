/** Does what is due once: starts the execution of a request that nobody else has started, tells contacts of changed trusted domains. */
import type { Logger } from '@aws-lambda-powertools/logger';
import { domainsChanged } from '../../core/letters/outdated.ts';
import { outdatedOf, servingOf } from '../../core/replacement.ts';
import type { StepFunctions } from '../clients/step-functions.ts';
import { type Post, tellContacts } from '../duties/tell-contacts.ts';
import type { Errand, Errands } from '../records/errands.ts';

export interface Running {
  errands: Errands;
  post: Post;
  stepFunctions: StepFunctions;
  provisionCertificateArn: string;
  logger: Logger;
  /** Hears of each that failed: an alarm counts them with the looks. */
  failed: () => void;
}

/** One that fails stays due, and keeps no other from being run. */
export async function runErrands(running: Running, due: readonly Errand[], now: Date): Promise<void> {
  for (const errand of due) {
    try {
      if (errand.kind === 'begin') await begin(running, errand);
      else await tellOutdated(running, errand, now);
      await running.errands.done(errand);
    } catch (error) {
      running.logger.error('an errand failed; it is tried again', { ...errand, error: error as Error });
      running.failed();
    }
  }
}

async function begin({ stepFunctions, provisionCertificateArn }: Running, { of }: Errand): Promise<void> {
  await stepFunctions.start(provisionCertificateArn, of, { requestId: of });
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
