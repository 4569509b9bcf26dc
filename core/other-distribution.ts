/**
 * Does the DNS of a name lead to another CloudFront distribution? Then CloudFront refuses the name by the same error as for a
 * holder, whether that distribution still exists or not.
 */
import type { Finding } from './condition.ts';

const DISTRIBUTION = /\b[a-z0-9]+\.cloudfront\.net\b/g;

/** Where it leads, read from a finding of the `dns` condition; undefined where no other distribution is to be seen. */
export function otherDistribution({ reason, facts }: Finding, ownDomainName: string): string | undefined {
  const found = facts.found ?? '';
  if (reason === 'CnameOtherSite') return found;
  return found.match(DISTRIBUTION)?.find((name) => name !== ownDomainName);
}
