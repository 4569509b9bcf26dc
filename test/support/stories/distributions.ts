/** What somebody with the right credentials does to a distribution by hand. */
import {
  CloudFrontClient,
  type DistributionConfig,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { TABLE_NAME } from '../../../local/aws/aws.ts';
import type { Product } from '../../../local/product.ts';
import { reaching } from './left-behind.ts';

/** Changes the configuration of the distribution that was made for a site. */
export async function changeDistribution(
  product: Product,
  siteId: string,
  change: (config: DistributionConfig) => DistributionConfig,
): Promise<void> {
  const client = new CloudFrontClient(reaching(product));
  const { DistributionList } = await client.send(new ListDistributionsCommand({}));
  for (const { Id } of DistributionList?.Items ?? []) {
    const { DistributionConfig, ETag } = await client.send(new GetDistributionConfigCommand({ Id }));
    if (DistributionConfig?.CallerReference !== `${TABLE_NAME}/${siteId}`) continue;
    const input = { Id, IfMatch: ETag, DistributionConfig: change(DistributionConfig) };
    await client.send(new UpdateDistributionCommand(input));
  }
  client.destroy();
}
