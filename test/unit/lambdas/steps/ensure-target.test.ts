import { CloudFrontClient, CreateDistributionWithTagsCommand, TooManyDistributions } from '@aws-sdk/client-cloudfront';
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { create } from '../../../../lambdas/steps/ensure-target.ts';
import { SITE, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);
const route53 = strictMock(Route53Client);

const { distribution: _, ...WITHOUT_DISTRIBUTION } = SITE;
const RECORD = {
  Name: 'acme.sslproxy.us1.gigya.com.',
  Type: 'CNAME' as const,
  ResourceRecords: [{ Value: 'd111.cloudfront.net' }],
};

function distributionIsMade() {
  cloudFront.on(CreateDistributionWithTagsCommand).resolves({
    Distribution: { Id: 'E1ACME2EXAMPLE', DomainName: 'd111.cloudfront.net' },
  } as object);
}

it('changes nothing when both exist', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [RECORD] });

  expect(await scene.made(create)()).toEqual({ verdict: 'ready' });
  expect(callsOf(cloudFront)).toEqual([]);
  expect(callsOf(route53).map(([operation]) => operation)).toEqual(['ListResourceRecordSets']);
});

it('writes the record again when it was lost', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [] });
  route53.on(ChangeResourceRecordSetsCommand).resolves({});

  expect(await scene.made(create)()).toEqual({ verdict: 'ready' });
  expect(callsOf(route53)[1]).toEqual([
    'ChangeResourceRecordSets',
    {
      HostedZoneId: 'ZUS1',
      ChangeBatch: {
        Changes: [
          {
            Action: 'UPSERT',
            ResourceRecordSet: {
              Name: 'acme.sslproxy.us1.gigya.com',
              Type: 'CNAME',
              TTL: 300,
              ResourceRecords: [{ Value: 'd111.cloudfront.net' }],
            },
          },
        ],
      },
    },
  ]);
});

it('makes the distribution under the site id, and remembers it', async () => {
  await scene.sites.add(WITHOUT_DISTRIBUTION);
  await scene.givenRequest();
  distributionIsMade();
  route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [RECORD] });

  const ensure = scene.made(create);
  await ensure();
  await ensure();
  expect((await scene.sites.require('acme')).distribution).toEqual(SITE.distribution);
  expect(callsOf(cloudFront)).toEqual([
    [
      'CreateDistributionWithTags',
      {
        DistributionConfigWithTags: {
          DistributionConfig: expect.objectContaining({
            CallerReference: 'certificates/acme',
            Aliases: { Quantity: 0 },
          }),
          Tags: {
            Items: [
              { Key: 'siteId', Value: 'acme' },
              { Key: 'certificates:deployment', Value: 'certificates' },
            ],
          },
        },
      },
    ],
  ]);
});

it.each([
  ['DistributionQuotaExceeded', new TooManyDistributions({ message: 'full', $metadata: {} })],
  ['AwsThrottled', awsError('ThrottlingException')],
  ['AwsUnavailable', awsError('InternalError', 'oops', 500)],
])('fails as %s', async (code, error) => {
  await scene.sites.add(WITHOUT_DISTRIBUTION);
  await scene.givenRequest();
  cloudFront.on(CreateDistributionWithTagsCommand).rejects(error);

  await expect(scene.made(create)()).rejects.toMatchObject({ name: code });
  expect((await scene.sites.require('acme')).distribution).toBeUndefined();
});

it('makes nothing for a canceled request', async () => {
  await scene.givenSite();
  await scene.givenRequest({ cancelAskedAt: '2026-11-21T10:00:00.000Z' });
  expect(await scene.made(create)()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });
});
