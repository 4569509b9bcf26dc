import {
  CloudFrontClient,
  EntityNotFound,
  GetDistributionConfigCommand,
  IllegalUpdate,
  InvalidArgument,
  PreconditionFailed,
  UpdateDomainAssociationCommand,
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
const ALIAS = 'login.example.com';

function givenConfig(...aliases: string[]) {
  const Aliases = { Quantity: aliases.length, Items: aliases };
  const ViewerCertificate = { ACMCertificateArn: 'arn:1' };
  mock
    .on(GetDistributionConfigCommand)
    .resolves({ ETag: 'E2TAG', DistributionConfig: { Aliases, ViewerCertificate } as never });
}

it('moves a name to our distribution, under the ETag that it just read there', async () => {
  givenConfig();
  mock.on(UpdateDomainAssociationCommand).resolves({});
  expect(await cloudFront.moveAlias('E1', ALIAS)).toBe('ours');
  expect(callsOf(mock)).toEqual([
    ['GetDistributionConfig', { Id: 'E1' }],
    ['UpdateDomainAssociation', { Domain: ALIAS, TargetResource: { DistributionId: 'E1' }, IfMatch: 'E2TAG' }],
  ]);
});

it('asks for nothing when it is on it already', async () => {
  givenConfig(ALIAS);
  expect(await cloudFront.moveAlias('E1', ALIAS)).toBe('ours');
  expect(callsOf(mock)).toHaveLength(1);
});

it.each([
  ['nobody holds it', new EntityNotFound({ message: 'no', $metadata: {} }), 'free'],
  ['a refusal', new IllegalUpdate({ message: 'no TXT', $metadata: {} }), { code: 'IllegalUpdate', text: 'no TXT' }],
  ['a bad name', new InvalidArgument({ message: 'bad', $metadata: {} }), { code: 'InvalidArgument', text: 'bad' }],
])('takes for an answer: %s', async (_, error, answer) => {
  givenConfig();
  mock.on(UpdateDomainAssociationCommand).rejects(error);
  expect(await cloudFront.moveAlias('E1', ALIAS)).toEqual(answer);
});

it.each([
  ['another writer was faster', new PreconditionFailed({ message: 'etag', $metadata: {} }), 'ChangedMeanwhile'],
  ['it is too much', awsError('Throttling'), 'AwsThrottled'],
  ['anything else', awsError('AccessDenied'), 'AccessDenied'],
])('throws where %s', async (_, error, name) => {
  givenConfig();
  mock.on(UpdateDomainAssociationCommand).rejects(error);
  await expect(cloudFront.moveAlias('E1', ALIAS)).rejects.toMatchObject({ name });
});

it('reads what a distribution serves', async () => {
  givenConfig(ALIAS);
  expect(await cloudFront.served('E1')).toEqual({ certificateArn: 'arn:1', aliases: [ALIAS] });
  mock.on(GetDistributionConfigCommand).resolves({ DistributionConfig: { Aliases: { Quantity: 0 } } as never });
  expect(await cloudFront.served('E1')).toEqual({ certificateArn: null, aliases: [] });
});
