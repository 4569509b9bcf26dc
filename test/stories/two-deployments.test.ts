/** Two deployments in one account, with a site of the same id each: neither adopts, lists or changes what the other one made. */
import { ACMClient, DescribeCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  CloudFrontClient,
  CreateDistributionWithTagsCommand,
  type DistributionConfig,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { distributionTemplate } from '../../core/distribution.ts';
import type { StoredDistribution } from '../../local/aws/cloudfront/distributions.ts';
import { reaching } from '../support/stories/left-behind.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const THEIRS = { Key: 'certificates:deployment', Value: 'certificates-of-others' };

/** What the other deployment made for its own site `globex`, and a request of it that is unknown here. */
async function othersMade() {
  const acm = new ACMClient(reaching(story));
  const cloudFront = new CloudFrontClient(reaching(story));
  const Tags = [{ Key: 'certificates:request', Value: 'req-20250101-0123456789' }, THEIRS];
  const requested = { DomainName: 'www.example.com', ValidationMethod: 'DNS' as const, Tags };
  const { CertificateArn } = await acm.send(new RequestCertificateCommand(requested));
  const template = distributionTemplate(THEIRS.Value, 'globex', 'us1.gigya.com');
  const DistributionConfigWithTags = {
    DistributionConfig: template as unknown as DistributionConfig,
    Tags: { Items: [{ Key: 'siteId', Value: 'globex' }, THEIRS] },
  };
  const made = await cloudFront.send(new CreateDistributionWithTagsCommand({ DistributionConfigWithTags }));
  acm.destroy();
  cloudFront.destroy();
  return { CertificateArn, id: made.Distribution?.Id ?? '' };
}

it('a site gets a distribution of its own, and on-call is shown nothing of the other deployment', async () => {
  const others = await othersMade();
  const site = {
    name: 'Globex',
    dataCenter: 'us1',
    trustedSiteUrls: ['https://www.example.org'],
    contacts: ['it@example.org'],
  };
  await story.call('PUT', '/sites/globex', site);
  await story.hours(1);
  const all = [...story.world.store.collection<StoredDistribution>('cloudfront.distributions').values()];
  const made = all.filter(({ tags }) => tags.siteId === 'globex');
  expect(made.map(({ config, tags }) => [config.CallerReference, tags['certificates:deployment']])).toEqual([
    ['certificates-of-others/globex', 'certificates-of-others'],
    ['certificates/globex', 'certificates'],
  ]);
  expect(made[0]?.id).toBe(others.id);
  expect(await story.call('GET', '/orphans')).toEqual({ orphans: [] });
});

it('no function of ours may change a distribution or see a certificate of the other deployment', async () => {
  const { id: Id, CertificateArn } = await othersMade();
  const cloudFront = new CloudFrontClient(reaching(story, 'Api'));
  const { ETag, DistributionConfig } = await cloudFront.send(new GetDistributionConfigCommand({ Id }));
  const update = new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig });
  await expect(cloudFront.send(update)).rejects.toMatchObject({ name: 'AccessDenied' });
  cloudFront.destroy();
  const acm = new ACMClient(reaching(story, 'Watch'));
  const describe = new DescribeCertificateCommand({ CertificateArn });
  await expect(acm.send(describe)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  acm.destroy();
});
