/**
 * Who else holds or overlaps these names: AWS's own answer, which needs a covering certificate on our distribution. One call a
 * name; what else CloudFront serves, for us or for others, makes no difference.
 */
import { type ConflictRow, type Held, holdersOf, isMaskOf, type Own, readableEnd } from '../../core/holder.ts';
import type { CertificateRequest } from '../../core/request.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import type { Sites } from '../records/sites.ts';
import { distributionOf } from './distribution-of.ts';

export interface HolderTools {
  cloudFront: CloudFront;
  sites: Sites;
}

/** The distribution that is to have a request's names; its certificate is of the same account. */
export async function ownOf(
  sites: Sites,
  { requestId, siteId, certificateArn }: Pick<CertificateRequest, 'requestId' | 'siteId' | 'certificateArn'>,
): Promise<Own> {
  // arn:aws:acm:us-east-1:111122223333:certificate/…
  const account = certificateArn?.split(':')[4];
  if (!account) throw new Error(`request ${requestId} has no certificate, so AWS would not say who holds its names`);
  const { id } = await distributionOf(sites, siteId);
  return { distributionId: id, account };
}

/** By alias. */
export async function findHolders(
  { cloudFront, sites }: HolderTools,
  own: Own,
  aliases: readonly string[],
): Promise<Record<string, Held>> {
  const held: Record<string, Held> = {};
  const waiting = [...aliases];
  async function ask(): Promise<void> {
    for (let alias = waiting.shift(); alias !== undefined; alias = waiting.shift()) {
      const rows = await cloudFront.domainConflicts(own.distributionId, alias);
      held[alias] = holdersOf(alias, rows, own, await ourSitesAmong(sites, own, rows));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return held;
}

/** 100 names, one after the other, would take a third of the step's minute; AWS publishes no rate, so not all at once. */
const AT_ONCE = 5;

/** The masked ids that are distributions of other sites of ours. */
async function ourSitesAmong(sites: Sites, own: Own, rows: readonly ConflictRow[]): Promise<Set<string>> {
  const inOurAccount = rows.filter(
    ({ accountId, resourceId }) => isMaskOf(accountId, own.account) && !isMaskOf(resourceId, own.distributionId),
  );
  const found = await Promise.all(
    inOurAccount.map(async ({ resourceId }) => ({
      resourceId,
      known: await sites.ofDistributionEnd(readableEnd(resourceId)),
    })),
  );
  return new Set(found.filter(({ known }) => known.length > 0).map(({ resourceId }) => resourceId));
}
