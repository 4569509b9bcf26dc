/**
 * Who holds which alias, and whether a distribution may take one. An exact name belongs to one distribution of all accounts;
 * wildcards may overlap, and the more specific name wins.
 */
import type { DistributionConfig, DomainConflict } from '@aws-sdk/client-cloudfront';
import type { Dns } from '../../dns/dns.ts';
import type { Certificates } from '../acm/service.ts';
import { awsError } from '../service.ts';
import { aliasesOf, type StoredDistribution } from './distributions.ts';

const MORE = 'For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html';

/** A name is given up only when the configuration without it is deployed (Knowledge Center, CNAMEAlreadyExists). */
export function held({ config, deployAt, deployed }: StoredDistribution): string[] {
  return [...new Set([...aliasesOf(config), ...(deployAt ? (deployed?.aliases ?? []) : [])])];
}

/** One label in place of the asterisk, as in a certificate (RFC 6125, 6.4.3). */
export function certificateCovers(names: string[], alias: string): boolean {
  const wildcard = alias.startsWith('*.') ? alias : `*.${alias.split('.').slice(1).join('.')}`;
  return names.includes(alias) || names.includes(wildcard);
}

/** Any number of labels in place of the asterisk, as CloudFront reads its own aliases. The apex is not meant. */
export function aliasCovers(alias: string, name: string): boolean {
  return alias === name || (alias.startsWith('*.') && name.endsWith(alias.slice(1)) && name !== alias.slice(2));
}

/** Every alias needs one certificate of the same account, in us-east-1, issued. Order and texts as CloudFront's. */
export function checkCertificate(config: DistributionConfig, account: string, certificates: Certificates): void {
  const arn = config.ViewerCertificate?.ACMCertificateArn;
  const aliases = aliasesOf(config);
  if (!arn && aliases.length > 0)
    throw invalidCertificate(
      `To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name. ${MORE}#alternate-domain-names-requirements`,
    );
  if (!arn) return;
  if (!config.ViewerCertificate?.SSLSupportMethod)
    throw awsError('InvalidArgument', 'The parameter SSLSupportMethod is required.');
  const certificate = certificates.find(arn);
  if (certificate?.account !== account || certificate.status !== 'ISSUED')
    throw invalidCertificate(
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  const names = certificate.names.map((one) => one.name);
  if (!aliases.every((alias) => certificateCovers(names, alias)))
    throw invalidCertificate(
      `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. ${MORE}#alternate-domain-names-requirements`,
    );
}

const invalidCertificate = (message: string) => awsError('InvalidViewerCertificate', message);

/** Throws CNAMEAlreadyExists, for either of its two causes, if one of `added` cannot come to the distribution `own`. */
export function checkFree(
  added: string[],
  own: { id: string; domainName: string },
  all: Iterable<StoredDistribution>,
  dns: Pick<Dns, 'resolve'>,
): void {
  const taken = new Set([...all].filter((other) => other.id !== own.id).flatMap(held));
  if (added.some((alias) => taken.has(alias)))
    throw awsError(
      'CNAMEAlreadyExists',
      'One or more of the CNAMEs you provided are already associated with a different resource.',
    );
  if (added.some((alias) => pointsElsewhere(alias, own.domainName, dns)))
    throw awsError(
      'CNAMEAlreadyExists',
      `One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to another CloudFront distribution. You must update the DNS record to correct the problem. ${MORE}#alternate-domain-names-restrictions`,
    );
}

const DISTRIBUTION_DOMAIN = /^d[a-z0-9]+\.cloudfront\.net$/;

/** The DNS leads to some distribution and it is not ours; whether that one still exists does not matter. */
function pointsElsewhere(alias: string, ownDomain: string, dns: Pick<Dns, 'resolve'>): boolean {
  const chain = dns.resolve(alias, 'A').answers.filter((set) => set.type === 'CNAME');
  const targets = chain.flatMap((set) => set.values.map((value) => value.replace(/\.$/, '').toLowerCase()));
  return targets.some((target) => DISTRIBUTION_DOMAIN.test(target) && target !== ownDomain);
}

/** Everything that equals or overlaps the domain, holders masked as CloudFront masks them. Our own may be among it. */
export function conflicts(domain: string, all: Iterable<StoredDistribution>): DomainConflict[] {
  return [...all].flatMap((distribution) =>
    held(distribution)
      .filter((alias) => aliasCovers(alias, domain) || aliasCovers(domain, alias))
      .map((alias) => ({
        Domain: alias,
        ResourceType: 'distribution' as const,
        ResourceId: masked(distribution.id, 7),
        AccountId: masked(distribution.account, 6),
      })),
  );
}

/** The last characters stay readable: seven of a distribution, six of an account (alternate-domain-names-move-find-source.html). */
const masked = (id: string, readable: number) => id.slice(-readable).padStart(id.length, '*');
