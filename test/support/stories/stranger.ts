/** Somebody else with an AWS account of their own: gets certificates, makes distributions, holds names and lets them go. */
import { ACMClient, DescribeCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  CloudFrontClient,
  CreateDistributionCommand,
  type DistributionConfig,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { distributionTemplate, viewerCertificate, withAliases } from '../../../core/distribution.ts';
import { approve } from '../../../local/people.ts';
import { reaching } from './left-behind.ts';
import type { Story } from './product.ts';

export interface TheirDistribution {
  id: string;
  domainName: string;
}

/** `account`: twelve digits. */
export function stranger(story: Story, account: string) {
  const acm = new ACMClient(reaching(story, account));
  const cloudFront = new CloudFrontClient(reaching(story, account));

  /** Approved by mail, for the mailboxes of `validationDomain`. */
  async function certificateFor(name: string, validationDomain: string): Promise<string> {
    const options = [{ DomainName: name, ValidationDomain: validationDomain }];
    const { CertificateArn = '' } = await acm.send(
      new RequestCertificateCommand({ DomainName: name, ValidationMethod: 'EMAIL', DomainValidationOptions: options }),
    );
    await story.hours(1);
    await approve(story, name);
    await story.hours(1);
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    if (Certificate?.Status !== 'ISSUED') throw new Error(`their certificate is ${Certificate?.Status}`);
    return CertificateArn;
  }

  return {
    /** A deployed distribution that holds this name. */
    async hold(name: string, validationDomain: string): Promise<TheirDistribution> {
      const theirs = {
        Aliases: withAliases([], [name]),
        ViewerCertificate: viewerCertificate(await certificateFor(name, validationDomain)),
      };
      return made(theirs);
    },

    /** A deployed distribution without names. */
    distribution: () => made({}),

    async release({ id }: TheirDistribution): Promise<void> {
      const { ETag, DistributionConfig } = await cloudFront.send(new GetDistributionConfigCommand({ Id: id }));
      const config = { ...DistributionConfig, Aliases: { Quantity: 0 } } as DistributionConfig;
      await cloudFront.send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig: config }));
      await story.hours(1);
    },

    /** The names that it holds. */
    async namesOf({ id }: TheirDistribution): Promise<string[]> {
      const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id: id }));
      return Distribution?.DistributionConfig?.Aliases?.Items ?? [];
    },
  };

  async function made(part: object): Promise<TheirDistribution> {
    const config = { ...distributionTemplate('stranger', account, 'www.example.edu'), ...part };
    const command = new CreateDistributionCommand({ DistributionConfig: config as unknown as DistributionConfig });
    const { Distribution } = await cloudFront.send(command);
    await story.hours(1);
    return { id: Distribution?.Id ?? '', domainName: Distribution?.DomainName ?? '' };
  }
}
