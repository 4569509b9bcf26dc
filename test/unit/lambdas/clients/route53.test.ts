import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { createRoute53 } from '../../../../lambdas/clients/route53.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(Route53Client);
const route53 = createRoute53({ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' });

const NAME = 'acme.sslproxy.us1.gigya.com';
const record = (Name: string, Value: string) => ({ Name, Type: 'CNAME' as const, ResourceRecords: [{ Value }] });
const ensure = () => route53.ensureCname('ZUS1', NAME, 'd111.cloudfront.net');

it.each(['d111.cloudfront.net', 'd111.cloudfront.net.'])('leaves a record that stands: %s', async (value) => {
  mock.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [record(`${NAME}.`, value)] });
  await ensure();
  expect(callsOf(mock)).toEqual([
    ['ListResourceRecordSets', { HostedZoneId: 'ZUS1', StartRecordName: NAME, StartRecordType: 'CNAME', MaxItems: 1 }],
  ]);
});

it.each([
  ['is missing', []],
  ['is the next one in the zone', [record('acmf.sslproxy.us1.gigya.com.', 'd111.cloudfront.net')]],
  ['points elsewhere', [record(`${NAME}.`, 'd999.cloudfront.net')]],
])('writes a record that %s', async (_, ResourceRecordSets) => {
  mock.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets });
  mock.on(ChangeResourceRecordSetsCommand).resolves({});
  await ensure();
  expect(callsOf(mock)[1]).toMatchObject([
    'ChangeResourceRecordSets',
    { ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet: { Name: NAME, TTL: 300 } }] } },
  ]);
});

it('fails as AwsThrottled while an earlier change is not complete', async () => {
  mock.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [] });
  mock.on(ChangeResourceRecordSetsCommand).rejects(awsError('PriorRequestNotComplete'));
  await expect(ensure()).rejects.toMatchObject({ name: 'AwsThrottled' });
});
