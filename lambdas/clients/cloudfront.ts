/**
 * CloudFront, as this service needs it: a site's distribution made once, its certificate and aliases changed under its ETag.
 * Every change sends the whole configuration as read; what another writer changed meanwhile is read again by the retry.
 */
import {
  CloudFrontClient,
  CNAMEAlreadyExists,
  CreateDistributionWithTagsCommand,
  type DistributionConfig,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  InvalidViewerCertificate,
  PreconditionFailed,
  paginateListDomainConflicts,
  TooManyDistributions,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { distributionTemplate, viewerCertificate, withAliases } from '../../core/distribution.ts';
import { ServiceError } from '../../core/errors.ts';
import { awsConfig, calling, type Env, messageOf } from './aws.ts';

export interface DomainConflict {
  domain: string;
  /** Masked by AWS: its last characters only. */
  resourceId: string;
  accountId: string;
  resourceType: string;
}

export function createCloudFront(env: Env) {
  const client = new CloudFrontClient(awsConfig(env));

  /** Reads the configuration, lets `change` make another, writes it if that differs. */
  async function update(id: string, change: (config: DistributionConfig) => DistributionConfig): Promise<void> {
    const { ETag, DistributionConfig } = await calling(client.send(new GetDistributionConfigCommand({ Id: id })));
    if (!DistributionConfig) throw new ServiceError('AwsRefused', {}, { details: { answer: 'no DistributionConfig' } });
    const changed = change(DistributionConfig);
    if (JSON.stringify(changed) === JSON.stringify(DistributionConfig)) return;
    try {
      await calling(client.send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig: changed })));
    } catch (cause) {
      if (cause instanceof PreconditionFailed) throw new ServiceError('ChangedMeanwhile', {}, { cause });
      if (cause instanceof InvalidViewerCertificate) throw new ServiceError('CertificateNotVisible', {}, { cause });
      throw cause;
    }
  }

  return {
    /** The site's distribution. Its site id is the CallerReference: asking again gives the same one. */
    async ensureDistribution(siteId: string, originHost: string): Promise<{ id: string; domainName: string }> {
      const DistributionConfigWithTags = {
        DistributionConfig: distributionTemplate(siteId, originHost) as unknown as DistributionConfig,
        Tags: { Items: [{ Key: 'siteId', Value: siteId }] },
      };
      try {
        const command = new CreateDistributionWithTagsCommand({ DistributionConfigWithTags });
        const { Distribution } = await calling(client.send(command));
        if (!Distribution?.Id || !Distribution.DomainName) throw new ServiceError('AwsRefused');
        return { id: Distribution.Id, domainName: Distribution.DomainName };
      } catch (cause) {
        if (cause instanceof TooManyDistributions) throw new ServiceError('DistributionQuotaExceeded', {}, { cause });
        throw cause;
      }
    },

    attachCertificate: (id: string, certificateArn: string): Promise<void> =>
      update(id, (config) =>
        config.ViewerCertificate?.ACMCertificateArn === certificateArn
          ? config
          : { ...config, ViewerCertificate: viewerCertificate(certificateArn) },
      ),

    /** Undefined when all are on it now; else CloudFront's words for a name that is held or points elsewhere. */
    async addAliases(id: string, aliases: readonly string[]): Promise<{ refused: string } | undefined> {
      try {
        await update(id, (config) => ({ ...config, Aliases: withAliases(config.Aliases?.Items ?? [], aliases) }));
        return undefined;
      } catch (error) {
        if (error instanceof CNAMEAlreadyExists) return { refused: messageOf(error) };
        throw error;
      }
    },

    async isDeployed(id: string): Promise<boolean> {
      const { Distribution } = await calling(client.send(new GetDistributionCommand({ Id: id })));
      return Distribution?.Status === 'Deployed';
    },

    /** Who holds or overlaps this name, ourselves included. Needs a covering certificate on the distribution. */
    async domainConflicts(id: string, domain: string): Promise<DomainConflict[]> {
      const input = { Domain: domain, DomainControlValidationResource: { DistributionId: id } };
      const found: DomainConflict[] = [];
      for await (const page of paginateListDomainConflicts({ client }, input)) {
        for (const conflict of page.DomainConflicts ?? []) {
          found.push({
            domain: conflict.Domain ?? '',
            resourceId: conflict.ResourceId ?? '',
            accountId: conflict.AccountId ?? '',
            resourceType: conflict.ResourceType ?? '',
          });
        }
      }
      return found;
    },
  };
}

export type CloudFront = ReturnType<typeof createCloudFront>;
