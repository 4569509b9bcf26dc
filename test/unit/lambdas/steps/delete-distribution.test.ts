import {
  CloudFrontClient,
  DeleteDistributionCommand,
  DistributionNotDisabled,
  GetDistributionConfigCommand,
  NoSuchDistribution,
} from '@aws-sdk/client-cloudfront';
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { create } from '../../../../lambdas/steps/delete-distribution.ts';
import { givenRetiring, INPUT } from '../../../support/unit/retirement.ts';
import { useScene } from '../../../support/unit/step.ts';
import { strictMock } from '../../../support/unit/strict-mock.ts';

const cloudFront = strictMock(CloudFrontClient);
const route53 = strictMock(Route53Client);
const scene = useScene();

const RECORD = {
  Name: 'acme.sslproxy.us1.gigya.com.',
  Type: 'CNAME' as const,
  TTL: 300,
  ResourceRecords: [{ Value: 'd111.cloudfront.net' }],
};
beforeEach(() => givenRetiring(scene, { state: 'REMOVING' }));

it('removes the record that leads to the distribution, exactly as it stands, and then the distribution', async () => {
  const done: string[] = [];
  route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [RECORD] });
  route53.on(ChangeResourceRecordSetsCommand).callsFake(() => {
    done.push('record');
    return {};
  });
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2' });
  cloudFront.on(DeleteDistributionCommand).callsFake(() => {
    done.push('distribution');
    return {};
  });
  expect(await scene.made(create)(INPUT)).toEqual({ verdict: 'deleted' });
  expect(done).toEqual(['record', 'distribution']);
  expect(route53.commandCalls(ChangeResourceRecordSetsCommand)[0]?.args[0].input).toEqual({
    HostedZoneId: 'ZUS1',
    ChangeBatch: { Changes: [{ Action: 'DELETE', ResourceRecordSet: RECORD }] },
  });
  expect(cloudFront.commandCalls(DeleteDistributionCommand)[0]?.args[0].input).toEqual({
    Id: 'E1ACME2EXAMPLE',
    IfMatch: 'E2',
  });
});

it('is harmless when both are gone', async () => {
  route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [] });
  cloudFront.on(GetDistributionConfigCommand).rejects(new NoSuchDistribution({ message: 'gone', $metadata: {} }));
  expect(await scene.made(create)(INPUT)).toEqual({ verdict: 'deleted' });
});

it('is tried again while the edges do not know that it is disabled', async () => {
  route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [] });
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2' });
  cloudFront
    .on(DeleteDistributionCommand)
    .rejects(new DistributionNotDisabled({ message: 'not disabled', $metadata: {} }));
  await expect(scene.made(create)(INPUT)).rejects.toMatchObject({ name: 'StillDeploying' });
});
