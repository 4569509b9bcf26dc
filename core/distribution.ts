/** A site's CloudFront distribution: the one template it is made from, and the two changes made to it. Plain data, no SDK. */

/** AWS managed policies: ids from the CloudFront developer guide, the same in every account. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

/** TLS 1.2 and newer with forward secrecy only: CloudFront's recommended policy for SNI. */
const MINIMUM_PROTOCOL = 'TLSv1.2_2021';

/** The API answers within its own 30 s; CloudFront's default origin read time-out is the same. */
const ORIGIN_SECONDS = 30;

/**
 * Answers that CloudFront keeps for ten seconds and gives to everybody who asks for the path, whatever the caching policy and the answer's
 * own headers say (developer guide, custom-error-pages-expiration and HTTPStatusCodes). One caller's failure is not another's.
 */
export const CACHED_ERRORS = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/**
 * DistributionConfig of a site, as CreateDistribution takes it: enabled, no alias, CloudFront's own certificate. The reference names the
 * deployment besides: CloudFront knows it account-wide, and another deployment may have a site of the same id.
 */
export function distributionTemplate(deployment: string, siteId: string, originHost: string) {
  return {
    CallerReference: `${deployment}/${siteId}`,
    Comment: `First-party API of site ${siteId}`,
    Enabled: true,
    IsIPV6Enabled: true,
    HttpVersion: 'http2and3' as const,
    PriceClass: 'PriceClass_All' as const,
    Aliases: { Quantity: 0 },
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: 'api',
          DomainName: originHost,
          CustomOriginConfig: {
            HTTPPort: 80,
            HTTPSPort: 443,
            OriginProtocolPolicy: 'https-only' as const,
            OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2' as const] },
            OriginReadTimeout: ORIGIN_SECONDS,
          },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'api',
      ViewerProtocolPolicy: 'redirect-to-https' as const,
      AllowedMethods: {
        Quantity: 7,
        Items: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'] as const,
        CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] as const },
      },
      Compress: false,
      CachePolicyId: CACHING_DISABLED,
      OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
    },
    CustomErrorResponses: {
      Quantity: CACHED_ERRORS.length,
      Items: CACHED_ERRORS.map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    },
    ViewerCertificate: { CloudFrontDefaultCertificate: true },
  };
}

/** ViewerCertificate of a distribution that serves an ACM certificate by SNI; without one, CloudFront's own. */
export function viewerCertificate(certificateArn: string | null) {
  if (certificateArn === null) return { CloudFrontDefaultCertificate: true };
  return {
    ACMCertificateArn: certificateArn,
    SSLSupportMethod: 'sni-only' as const,
    MinimumProtocolVersion: MINIMUM_PROTOCOL as 'TLSv1.2_2021',
  };
}

/** Aliases after adding some: each once, in order, as CloudFront's Quantity and Items. */
export function withAliases(present: readonly string[], added: readonly string[]) {
  const items = [...new Set([...present, ...added])];
  return items.length === 0 ? { Quantity: 0 } : { Quantity: items.length, Items: items };
}
