/**
 * A distribution as CloudFront keeps it: the configuration that its owner last wrote, and what the edges serve, which is an
 * earlier one until it is deployed.
 */
import type { Distribution, DistributionConfig, DistributionSummary } from '@aws-sdk/client-cloudfront';
import { awsError } from '../service.ts';

export interface StoredDistribution {
  id: string;
  /** A distribution tenant: its domains are the aliases, its connection group's endpoint is the domain name. */
  tenant?: true;
  arn: string;
  account: string;
  /** `d` and 13 characters under cloudfront.net. */
  domainName: string;
  etag: string;
  /** With every default filled in; lists of length 0 have no `Items`. */
  config: DistributionConfig;
  tags: Record<string, string>;
  /** ISO, world time. */
  lastModified: string;
  /** While set, the status is InProgress. */
  deployAt?: string;
  /** Absent before the first deployment. */
  deployed?: Deployed;
  /** Aliases that are still deployed here, while another one holds them already. */
  movedAway?: string[];
}

/** What the edges know of a distribution. */
export interface Deployed {
  enabled: boolean;
  aliases: string[];
  certificateArn?: string;
  /** Host name of the default cache behaviour's origin. */
  origin: string;
}

export const aliasesOf = (config: DistributionConfig): string[] => config.Aliases?.Items ?? [];

export function withAliases(config: DistributionConfig, aliases: string[]): DistributionConfig {
  return { ...config, Aliases: { Quantity: aliases.length, ...(aliases.length > 0 && { Items: aliases }) } };
}

/** A name is given up only when the configuration without it is deployed (Knowledge Center, CNAMEAlreadyExists). */
export function held({ config, deployAt, deployed, movedAway = [] }: StoredDistribution): string[] {
  const leaving = deployAt ? (deployed?.aliases ?? []).filter((alias) => !movedAway.includes(alias)) : [];
  return [...new Set([...aliasesOf(config), ...leaving])];
}

const ETAG = /^E[A-Z0-9]{13}$/;

/** Throws unless `ifMatch` is the resource's present ETag. */
export function checkEtag({ etag }: StoredDistribution, ifMatch: string | undefined): void {
  if (!ifMatch || !ETAG.test(ifMatch))
    throw awsError('InvalidIfMatchVersion', 'The If-Match version is missing or not valid for the resource.');
  if (ifMatch !== etag)
    throw awsError(
      'PreconditionFailed',
      "The request failed because it didn't meet the preconditions in one or more request-header fields.",
    );
}

/** What this configuration will be at the edges. */
export function toDeployed(config: DistributionConfig): Deployed {
  const origin = config.Origins?.Items?.find((one) => one.Id === config.DefaultCacheBehavior?.TargetOriginId);
  if (!origin?.DomainName) throw new Error(`distribution ${config.CallerReference} has no origin`); // refused when it was written
  const certificateArn = config.ViewerCertificate?.ACMCertificateArn;
  return {
    enabled: config.Enabled ?? false,
    aliases: aliasesOf(config),
    ...(certificateArn && { certificateArn }),
    origin: origin.DomainName,
  };
}

const statusOf = ({ deployAt }: StoredDistribution) => (deployAt ? 'InProgress' : 'Deployed');

export function describe(stored: StoredDistribution): Distribution {
  const aliases = aliasesOf(stored.config);
  return {
    Id: stored.id,
    ARN: stored.arn,
    Status: statusOf(stored),
    LastModifiedTime: new Date(stored.lastModified),
    InProgressInvalidationBatches: 0,
    DomainName: stored.domainName,
    ActiveTrustedSigners: { Enabled: false, Quantity: 0 },
    ActiveTrustedKeyGroups: { Enabled: false, Quantity: 0 },
    DistributionConfig: stored.config,
    ...(aliases.length > 0 && {
      AliasICPRecordals: aliases.map((CNAME) => ({ CNAME, ICPRecordalStatus: 'APPROVED' as const })),
    }),
  };
}

/** One row of ListDistributions. */
export function summarise(stored: StoredDistribution): DistributionSummary {
  const { config } = stored;
  return {
    Id: stored.id,
    ARN: stored.arn,
    ETag: stored.etag,
    Status: statusOf(stored),
    LastModifiedTime: new Date(stored.lastModified),
    DomainName: stored.domainName,
    Aliases: config.Aliases,
    Origins: config.Origins,
    OriginGroups: config.OriginGroups,
    DefaultCacheBehavior: config.DefaultCacheBehavior,
    CacheBehaviors: config.CacheBehaviors,
    CustomErrorResponses: config.CustomErrorResponses,
    Comment: config.Comment,
    PriceClass: config.PriceClass,
    Enabled: config.Enabled,
    ViewerCertificate: config.ViewerCertificate,
    Restrictions: config.Restrictions,
    WebACLId: config.WebACLId,
    HttpVersion: config.HttpVersion,
    IsIPV6Enabled: config.IsIPV6Enabled,
    Staging: config.Staging,
  };
}
