/** A world with CloudFront, a DNS that can be edited, and certificates that are issued by saying so. */
import type * as sdk from '@aws-sdk/client-cloudfront';
import type { Certificate } from '../../../../../local/aws/acm/certificates.ts';
import { createCloudFront } from '../../../../../local/aws/cloudfront/service.ts';
import type { Caller, Handlers } from '../../../../../local/aws/service.ts';
import { createServiceQuotas } from '../../../../../local/aws/servicequotas/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { createDns } from '../../../../../local/dns/dns.ts';
import { createZones } from '../../../../../local/dns/zones.ts';
import { openStore, type Store } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

export const caller: Caller = { account: '111122223333', principal: 'test', requestId: 'r' };
export const stranger: Caller = { account: '999988887777', principal: 'them', requestId: 'r' };
const servers = [{ host: 'ns1.dns.net', address: '127.53.0.1' }];

export function cloudFrontWorld({
  start = '2026-11-21T10:00:00Z',
  store = openStore(),
}: {
  start?: string;
  store?: Store;
} = {}) {
  const clock = new WorldClock(new Date(start));
  const world = createWorld(clock, store, 'cloudfront');
  const zones = createZones(world);
  if (!zones.zone('cloudfront.net'))
    for (const name of ['cloudfront.net', 'example.com', 'vendor.com']) zones.createZone({ name, servers });
  const certificates = new Map<string, Certificate>();
  const uses: string[] = [];
  const { quotas } = createServiceQuotas(world);
  const cloudFront = createCloudFront(world, {
    certificates: {
      find: (arn) => certificates.get(arn),
      material: () => ({
        certificatePem: 'certificate',
        chainPem: '',
        privateKeyPem: '',
        serial: '',
        fingerprint256: '',
      }),
      of: () => [],
      attach: (arn) => void uses.push(`attach ${arn}`),
      detach: (arn) => void uses.push(`detach ${arn}`),
    },
    dns: createDns(world, zones),
    zones,
    quotas,
    edgeAddress: '127.0.0.9',
  });
  cloudFront.rates.set('writes', { perSecond: 1000, burst: 1000 });
  const calls = cloudFront.service.handlers as Required<Handlers<typeof sdk>>;
  return {
    ...cloudFront,
    calls,
    world,
    zones,
    quotas,
    uses,
    clock,
    /** An issued certificate for these names; its ARN. */
    certificate(
      names: string[],
      { account = caller.account, status = 'ISSUED' as Certificate['status'] } = {},
    ): string {
      const arn = `arn:aws:acm:us-east-1:${account}:certificate/${names.join('-')}`;
      certificates.set(arn, {
        arn,
        account,
        commonName: names[0] ?? '',
        names: names.map((name) => ({ name, validationDomain: name, status: 'SUCCESS' })),
        method: 'EMAIL',
        keyAlgorithm: 'RSA_2048',
        tags: {},
        status,
        createdAt: start,
        visibleAt: start,
        expiresAt: start,
      });
      return arn;
    },
    async create(config: Partial<sdk.DistributionConfig>, by = caller) {
      const made = await calls.CreateDistribution({ DistributionConfig: { ...base, ...config } }, by);
      return { ETag: made.ETag ?? '', ...(made.Distribution as sdk.Distribution) };
    },
    /** Reads, changes, writes. */
    async change(id: string | undefined, change: Partial<sdk.DistributionConfig>, by = caller) {
      const { DistributionConfig, ETag } = await calls.GetDistributionConfig({ Id: id }, by);
      return calls.UpdateDistribution(
        { Id: id, IfMatch: ETag, DistributionConfig: { ...(DistributionConfig as sdk.DistributionConfig), ...change } },
        by,
      );
    },
    async list(input: sdk.ListDistributionsCommandInput = {}) {
      return (await calls.ListDistributions(input as never, caller)).DistributionList;
    },
    async after(seconds: number) {
      await clock.jumpTo(new Date(clock.now().getTime() + seconds * 1000));
    },
  };
}

/** What CreateDistribution asks for at least. */
const base: sdk.DistributionConfig = {
  CallerReference: 'site-1',
  Comment: '',
  Enabled: true,
  Origins: {
    Quantity: 1,
    Items: [
      {
        Id: 'api',
        DomainName: 'api.vendor.com',
        CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' },
      },
    ],
  },
  DefaultCacheBehavior: {
    TargetOriginId: 'api',
    ViewerProtocolPolicy: 'https-only',
    CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  },
};

/** Aliases with the certificate that is to cover them. */
export const named = (arn: string | undefined, ...aliases: string[]): Partial<sdk.DistributionConfig> => ({
  Aliases: { Quantity: aliases.length, Items: aliases },
  ...(arn && {
    ViewerCertificate: { ACMCertificateArn: arn, SSLSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' },
  }),
});
