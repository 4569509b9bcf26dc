/**
 * A distribution's configuration: what CloudFront fills in when it is created, what it wants to see when it is replaced, and
 * what is wrong with it by itself. Aliases against other distributions and certificates are looked at elsewhere.
 */
import type { DistributionConfig, Origin, ViewerCertificate } from '@aws-sdk/client-cloudfront';
import { awsError } from '../service.ts';

/** Checks and completes a configuration to create. */
export function readNew(input: DistributionConfig): DistributionConfig {
  checkQuantities(input);
  const config = complete(input);
  checkMembers(config);
  return config;
}

/** An update replaces everything: what `current` has and `input` lacks is refused, not merged. */
export function readReplacement(input: DistributionConfig, current: DistributionConfig): DistributionConfig {
  checkQuantities(input);
  if (input.CallerReference !== current.CallerReference)
    throw awsError('IllegalUpdate', 'The caller reference of a distribution cannot be changed.');
  requireAll(input, ['Aliases', 'DefaultRootObject', 'CacheBehaviors', 'CustomErrorResponses', 'Logging']);
  requireAll(input, ['PriceClass', 'ViewerCertificate', 'Restrictions', 'WebACLId', 'HttpVersion']);
  for (const origin of input.Origins?.Items ?? []) {
    requireAll(origin, ['OriginPath', 'CustomHeaders']);
    if (origin.CustomOriginConfig)
      requireAll(origin.CustomOriginConfig, ['OriginSslProtocols', 'OriginReadTimeout', 'OriginKeepaliveTimeout']);
  }
  const config = complete(input);
  checkMembers(config);
  return config;
}

function requireAll<T extends object>(value: T, members: (keyof T & string)[]): void {
  for (const member of members)
    if (value[member] === undefined) throw awsError('IllegalUpdate', `${member} is required for updates.`);
}

/** Every list of CloudFront says its own length. */
function checkQuantities(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if ('Quantity' in value) {
    const items = 'Items' in value && Array.isArray(value.Items) ? value.Items : [];
    if (value.Quantity !== items.length)
      throw awsError('InconsistentQuantities', "The value of Quantity and the size of Items don't match.");
  }
  for (const member of Object.values(value)) checkQuantities(member);
}

/** In answers and in comparisons a list of length 0 has no `Items`. */
function withoutEmptyItems<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutEmptyItems) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(
    ([name, member]) => member !== undefined && !(name === 'Items' && Array.isArray(member) && member.length === 0),
  );
  return Object.fromEntries(members.map(([name, member]) => [name, withoutEmptyItems(member)])) as T;
}

/** The defaults that GetDistributionConfig shows (CloudFront API, DistributionConfig and its members). */
function complete(input: DistributionConfig): DistributionConfig {
  const none = { Quantity: 0 };
  return withoutEmptyItems({
    Aliases: none,
    DefaultRootObject: '',
    OriginGroups: none,
    CacheBehaviors: none,
    CustomErrorResponses: none,
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    PriceClass: 'PriceClass_All',
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    WebACLId: '',
    HttpVersion: 'http2',
    IsIPV6Enabled: false,
    ContinuousDeploymentPolicyId: '',
    Staging: false,
    ...input,
    Origins: { Quantity: input.Origins?.Quantity, Items: input.Origins?.Items?.map(completeOrigin) },
    ViewerCertificate: completeCertificate(input.ViewerCertificate),
    DefaultCacheBehavior: input.DefaultCacheBehavior && {
      TrustedSigners: { Enabled: false, Quantity: 0 },
      TrustedKeyGroups: { Enabled: false, Quantity: 0 },
      AllowedMethods: {
        Quantity: 2,
        Items: ['HEAD', 'GET'],
        CachedMethods: { Quantity: 2, Items: ['HEAD', 'GET'] },
      },
      SmoothStreaming: false,
      Compress: false,
      LambdaFunctionAssociations: none,
      FunctionAssociations: none,
      FieldLevelEncryptionId: '',
      ...input.DefaultCacheBehavior,
    },
  } satisfies DistributionConfig);
}

function completeOrigin(origin: Origin): Origin {
  return {
    OriginPath: '',
    CustomHeaders: { Quantity: 0 },
    ConnectionAttempts: 3,
    ConnectionTimeout: 10,
    OriginShield: { Enabled: false },
    OriginAccessControlId: '',
    ...origin,
    CustomOriginConfig: origin.CustomOriginConfig && {
      OriginSslProtocols: { Quantity: 3, Items: ['TLSv1', 'TLSv1.1', 'TLSv1.2'] },
      OriginReadTimeout: 30,
      OriginKeepaliveTimeout: 5,
      ...origin.CustomOriginConfig,
    },
  };
}

function completeCertificate(viewer: ViewerCertificate = {}): ViewerCertificate {
  const { ACMCertificateArn: arn } = viewer;
  if (arn) return { ...viewer, CloudFrontDefaultCertificate: false, Certificate: arn, CertificateSource: 'acm' };
  return {
    CloudFrontDefaultCertificate: true,
    SSLSupportMethod: 'vip',
    MinimumProtocolVersion: 'TLSv1',
    CertificateSource: 'cloudfront',
  };
}

/** Source: CloudFront developer guide, CNAMEs.html: lower case; a wildcard is the whole first label. */
const ALIAS = /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}\.?$/;

export const isAlias = (name: string): boolean => ALIAS.test(name);

function checkMembers(config: DistributionConfig): void {
  const aliases = config.Aliases?.Items ?? [];
  if (!aliases.every(isAlias) || new Set(aliases).size < aliases.length)
    throw awsError('InvalidArgument', 'The parameter CNAME contains one or more parameters that are not valid.');
  const target = config.DefaultCacheBehavior?.TargetOriginId;
  if (!config.Origins?.Items?.some((origin) => origin.Id === target))
    throw awsError('NoSuchOrigin', 'One or more of your origins or origin groups do not exist.');
  if (!config.DefaultCacheBehavior?.CachePolicyId && !config.DefaultCacheBehavior?.ForwardedValues)
    throw awsError('InvalidArgument', 'The parameter ForwardedValues is required.');
}
