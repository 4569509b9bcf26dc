/**
 * FinishRetirement: the tombstone. The requests are RETIRED, nobody looks after them any more, claims are given back, the secrets of the
 * webhook are forgotten; of the site stays what keeps its id and its API key from ever being used again, and who it was.
 */
import { retired } from '../../core/letters/retirement.ts';
import { CANCELED, type CertificateRequest, type Happening } from '../../core/request.ts';
import type { Site } from '../../core/site.ts';
import { isOver } from '../../core/status.ts';
import { createStepFunctions } from '../clients/step-functions.ts';
import { createTable } from '../clients/table.ts';
import { createPost } from '../duties/tell-contacts.ts';
import { tellRetirement } from '../duties/tell-retirement.ts';
import { createCares } from '../records/cares.ts';
import { createClaims } from '../records/claims.ts';
import { createWaits } from '../records/waits.ts';
import { createWebhooks } from '../records/webhooks.ts';
import { type Create, siteStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { sites, requests } = post;
  const [claims, cares, waits, webhooks] = [
    createClaims(table),
    createCares(table),
    createWaits(table),
    createWebhooks(table),
  ];
  const stepFunctions = createStepFunctions(env);

  return siteStep('FinishRetirement', env, async ({ siteId, execution, now }) => {
    const { distribution } = await sites.require(siteId);
    for (const request of await requests.list(siteId)) await finish(request, now);
    await tellRetirement(post, siteId, `retirement done ${execution}`, retired(siteId), now);
    if (distribution) await sites.forgetDistribution(distribution.id);
    await webhooks.forget(siteId);
    await sites.change(siteId, (site) => tombstone(site, now)); // the last: what stands still before it is shown, and set going
    return { verdict: 'retired' };
  });

  async function finish({ requestId, siteId, aliases }: CertificateRequest, now: Date): Promise<void> {
    await requests.settle(requestId, (request) => (isOver(request) ? undefined : ended(request, now)));
    for (const alias of aliases) await claims.releaseOf(alias, siteId);
    await cares.drop(requestId);
    // What a job for it was parked at; the job sees that it is over.
    for (const wait of await waits.of(requestId)) {
      await stepFunctions.succeed(wait.taskToken, CANCELED);
      await waits.end(wait);
    }
  }
};

function ended({ aliases, conditions }: CertificateRequest, now: Date): Happening {
  const served = aliases.filter((alias) => conditions[alias]?.serving);
  return {
    type: 'Retired',
    at: now.toISOString(),
    by: 'service',
    text: 'The site is retired: names, certificate and distribution are gone.',
    set: { status: 'RETIRED', step: 'FinishRetirement', waitingOn: 'nobody', deadline: null, failing: null },
    conditions: served.map((alias) => ({
      alias,
      name: 'serving',
      finding: { reason: 'ServingRetired', facts: { alias } },
    })),
  };
}

/**
 * Nobody is told anything any more: contacts and webhook go. Tombstones stay in the list of sites for ever, so the URLs go too, up to
 * 205 kB: which names there were, the site's requests have.
 */
function tombstone(site: Site, now: Date): Site {
  const { distribution: _, apiDomainPrefix: __, webhookUrl: ___, ssoGroup: ____, retirement, ...rest } = site;
  if (!retirement || retirement.state === 'RETIRED') return site;
  const ended = { state: 'RETIRED', endedAt: now.toISOString(), pointing: [], unknown: [], failing: null } as const;
  return { ...rest, trustedSiteUrls: [], contacts: [], retirement: { ...retirement, ...ended } };
}
