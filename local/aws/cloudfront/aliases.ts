/**
 * Who holds which alias, and whether a distribution may take one. An exact name belongs to one distribution of all accounts;
 * wildcards may overlap, and the more specific name wins.
 */
import type { DistributionConfig, DomainConflict } from '@aws-sdk/client-cloudfront';
import type { Dns } from '../../dns/dns.ts';
import type { Certificates } from '../acm/service.ts';
import { awsError } from '../service.ts';
import { ALIASES_PER_DISTRIBUTION } from '../servicequotas/quotas.ts';
import { aliasesOf, held } from './distributions.ts';
import { ancestorsOf, type Resources } from './resources.ts';

const MORE = 'For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html';

/** One label in place of the asterisk, as in a certificate (RFC 6125, 6.4.3). */
export function certificateCovers(names: string[], alias: string): boolean {
  const wildcard = alias.startsWith('*.') ? alias : `*.${alias.split('.').slice(1).join('.')}`;
  return names.includes(alias) || names.includes(wildcard);
}

/**
 * The aliases that would serve a name, the most specific first: itself, then wildcards. CloudFront's asterisk stands for any
 * number of labels, but for one at least: the apex is not meant.
 */
export function aliasesFor(name: string): string[] {
  return [...new Set([name, ...ancestorsOf(name).map((ancestor) => `*.${ancestor}`)])];
}

export function checkAliasCount(
  aliases: string[],
  account: string,
  quotas: { value(account: string, code: string): number },
): void {
  if (aliases.length > quotas.value(account, ALIASES_PER_DISTRIBUTION))
    throw awsError('TooManyDistributionCNAMEs', 'Your request contains more CNAMEs than are allowed per distribution.');
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
  resources: Pick<Resources, 'holder'>,
  dns: Pick<Dns, 'resolve'>,
): void {
  const holders = added.map((alias) => resources.holder(alias)?.id ?? own.id);
  if (holders.some((holder) => holder !== own.id))
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
export function conflicts(domain: string, resources: Pick<Resources, 'named' | 'aliasesBelow'>): DomainConflict[] {
  const below = domain.startsWith('*.') ? resources.aliasesBelow(domain.slice(2)) : [];
  return [...new Set([...aliasesFor(domain), ...below])].flatMap((alias) =>
    resources
      .named(alias)
      .filter((resource) => held(resource).includes(alias))
      .map(({ id, tenant, account }) => ({
        Domain: alias,
        ResourceType: tenant ? ('distribution-tenant' as const) : ('distribution' as const),
        ResourceId: masked(id, tenant ? READABLE.tenant : READABLE.distribution),
        AccountId: masked(account, READABLE.account),
      })),
  );
}

/** How many of an id's last characters AWS shows (alternate-domain-names-move-find-source.html, by its examples). */
const READABLE = { distribution: 7, tenant: 15, account: 6 };

const masked = (id: string, readable: number) => id.slice(-readable).padStart(id.length, '*');
