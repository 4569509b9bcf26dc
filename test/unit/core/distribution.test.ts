import { distributionTemplate, viewerCertificate, withAliases } from '../../../core/distribution.ts';

it('forwards everything to the API over TLS and caches nothing', () => {
  expect(distributionTemplate('certificates', 'acme', 'us1.gigya.com')).toMatchObject({
    CallerReference: 'certificates/acme',
    Enabled: true,
    Aliases: { Quantity: 0 },
    Origins: {
      Quantity: 1,
      Items: [
        { DomainName: 'us1.gigya.com', CustomOriginConfig: { OriginProtocolPolicy: 'https-only', HTTPSPort: 443 } },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'api',
      ViewerProtocolPolicy: 'redirect-to-https',
      AllowedMethods: { Quantity: 7 },
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    },
    ViewerCertificate: { CloudFrontDefaultCertificate: true },
  });
});

it('keeps no failure of the API either, which caching policies do not decide', () => {
  const { CustomErrorResponses } = distributionTemplate('certificates', 'acme', 'us1.gigya.com');
  expect(CustomErrorResponses.Quantity).toBe(10);
  expect(CustomErrorResponses.Items).toContainEqual({ ErrorCode: 503, ErrorCachingMinTTL: 0 });
});

it('serves a certificate by SNI with TLS 1.2 or newer', () => {
  expect(viewerCertificate('arn:1')).toEqual({
    ACMCertificateArn: 'arn:1',
    SSLSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
  });
});

it.each([
  [[], [], { Quantity: 0 }],
  [[], ['a', 'b'], { Quantity: 2, Items: ['a', 'b'] }],
  [['b'], ['a', 'b'], { Quantity: 2, Items: ['b', 'a'] }],
])('adds to %j the aliases %j, each once', (present, added, aliases) => {
  expect(withAliases(present, added)).toEqual(aliases);
});
