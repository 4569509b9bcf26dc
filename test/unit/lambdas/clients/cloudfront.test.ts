import {
  AccessDenied,
  CloudFrontClient,
  CreateDistributionWithTagsCommand,
  DistributionAlreadyExists,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  InvalidArgument,
  ListDistributionsCommand,
  ListDomainConflictsCommand,
  ListTagsForResourceCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { createCloudFront } from '../../../../lambdas/clients/cloudfront.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(CloudFrontClient);
const cloudFront = createCloudFront({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 's',
  TABLE_NAME: 'certificates',
});

it("makes a site's distribution from the one template", async () => {
  mock.on(CreateDistributionWithTagsCommand).resolves({
    Distribution: { Id: 'E1', DomainName: 'd1.cloudfront.net' } as never,
  });
  expect(await cloudFront.ensureDistribution('acme', 'us1.gigya.com')).toEqual({
    id: 'E1',
    domainName: 'd1.cloudfront.net',
  });
  expect(callsOf(mock)[0]?.[1]).toMatchObject({
    DistributionConfigWithTags: {
      DistributionConfig: {
        CallerReference: 'certificates/acme',
        Enabled: true,
        Aliases: { Quantity: 0 },
        Origins: { Items: [{ DomainName: 'us1.gigya.com' }] },
        DefaultCacheBehavior: {
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        },
      },
      Tags: {
        Items: [
          { Key: 'siteId', Value: 'acme' },
          { Key: 'certificates:deployment', Value: 'certificates' },
        ],
      },
    },
  });
});

describe('of several deployments in one account', () => {
  const OURS = { Key: 'certificates:deployment', Value: 'certificates' };
  const summary = (Id: string) => ({ Id, DomainName: `${Id}.cloudfront.net`, Comment: 'First-party API of site acme' });

  it('finds the distribution that this one made for the site, not another one’s of the same site id', async () => {
    mock
      .on(CreateDistributionWithTagsCommand)
      .rejects(new DistributionAlreadyExists({ message: 'reused', $metadata: {} }))
      .on(ListDistributionsCommand)
      .resolves({ DistributionList: { Items: [summary('E1'), summary('E2')] } as never });
    const referred = (CallerReference: string) => ({ DistributionConfig: { CallerReference } as never });
    mock.on(GetDistributionConfigCommand, { Id: 'E1' }).resolves(referred('certificates-of-others/acme'));
    mock.on(GetDistributionConfigCommand, { Id: 'E2' }).resolves(referred('certificates/acme'));
    expect(await cloudFront.ensureDistribution('acme', 'us1.gigya.com')).toEqual({
      id: 'E2',
      domainName: 'E2.cloudfront.net',
    });
  });

  it.each([
    ['this one', [OURS], 'acme'],
    ['another one', [{ ...OURS, Value: 'certificates-of-others' }], undefined],
    ['nobody', [], undefined],
  ])('names the site of a distribution that %s made: %j', async (_, tags, expected) => {
    const Items = [{ Key: 'siteId', Value: 'acme' }, ...tags];
    mock.on(ListTagsForResourceCommand).resolves({ Tags: { Items } });
    expect(await cloudFront.siteOf('arn:E1')).toBe(expected);
  });
});

it.each([
  ['Deployed', true],
  ['InProgress', false],
])('sees whether it is deployed: %s', async (Status, deployed) => {
  mock.on(GetDistributionCommand, { Id: 'E1' }).resolves({ Distribution: { Status } as never });
  expect(await cloudFront.isDeployed('E1')).toBe(deployed);
});

it('reads each change anew, so that a retry is made on what another writer left', async () => {
  mock
    .on(GetDistributionConfigCommand)
    .resolvesOnce({ ETag: 'A', DistributionConfig: { Comment: 'one' } as never })
    .resolvesOnce({ ETag: 'B', DistributionConfig: { Comment: 'two' } as never });
  mock.on(UpdateDistributionCommand).resolves({});
  await cloudFront.addAliases('E1', ['a.example.com']);
  await cloudFront.addAliases('E1', ['a.example.com']);
  expect(mock.commandCalls(UpdateDistributionCommand).map((call) => call.args[0].input)).toMatchObject([
    { IfMatch: 'A', DistributionConfig: { Comment: 'one' } },
    { IfMatch: 'B', DistributionConfig: { Comment: 'two' } },
  ]);
});

it('refuses an answer without a configuration rather than writing over one', async () => {
  mock.on(GetDistributionConfigCommand).resolves({ ETag: 'A' });
  await expect(cloudFront.addAliases('E1', ['a.example.com'])).rejects.toMatchObject({ name: 'AwsRefused' });
});

describe('conflicts', () => {
  const WANTED =
    'To list conflicts for a domain, you must attach a trusted certificate that covers the domain to the resource.';

  it('are read to the last page', async () => {
    const conflict = { ResourceType: 'distribution' as const, AccountId: '******112233' };
    mock
      .on(ListDomainConflictsCommand)
      .resolves({
        DomainConflicts: [{ ...conflict, Domain: '*.example.com', ResourceId: '*****A' }],
        NextMarker: 'page-2',
      })
      .on(ListDomainConflictsCommand, { Marker: 'page-2' })
      .resolves({ DomainConflicts: [{ ...conflict, Domain: 'a.example.com', ResourceId: '*****B' }] });
    expect(await cloudFront.domainConflicts('E1', 'a.example.com')).toEqual([
      { domain: '*.example.com', resourceId: '*****A', accountId: '******112233', resourceType: 'distribution' },
      { domain: 'a.example.com', resourceId: '*****B', accountId: '******112233', resourceType: 'distribution' },
    ]);
  });

  it.each([
    ['AwsThrottled', awsError('ThrottlingException')],
    ['AwsUnavailable', awsError('InternalError', 'oops', 500)],
    ['CertificateNotVisible', new InvalidArgument({ message: WANTED, $metadata: {} })],
    ['CertificateNotVisible', new AccessDenied({ message: WANTED, $metadata: {} })],
    ['InvalidArgument', new InvalidArgument({ message: 'The domain is not valid.', $metadata: {} })],
    ['AccessDenied', new AccessDenied({ message: 'not authorized', $metadata: {} })],
  ])('fail as %s', async (code, error) => {
    mock.on(ListDomainConflictsCommand).rejects(error);
    await expect(cloudFront.domainConflicts('E1', 'a.example.com')).rejects.toMatchObject({ name: code });
  });
});
