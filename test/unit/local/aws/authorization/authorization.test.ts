import { createAuthorization } from '../../../../../local/aws/authorization/authorization.ts';
import { rolesOfDeployment } from '../../../../../local/aws/authorization/roles.ts';
import { stateMachineArn, TABLE_NAME } from '../../../../../local/aws/aws.ts';
import { KEY_ARN } from '../../../../../local/aws/kms/service.ts';
import { createToken } from '../../../../../local/aws/states/token.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { functionArn } from '../../../../../local/lambda.ts';
import { openStore } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

const OURS = 'arn:aws:cloudfront::111122223333:distribution/EOURS';
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
const OTHER_DEPLOYMENT = { 'certificates:deployment': 'certificates-of-others' };
const THEIR_CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/2';
const TAGS: Readonly<Record<string, Record<string, string>>> = {
  [OURS]: { siteId: 'acme', 'certificates:deployment': 'certificates' },
  'arn:aws:cloudfront::111122223333:distribution/ETHEIRS': { siteId: 'acme', ...OTHER_DEPLOYMENT },
  [CERTIFICATE]: {},
  [THEIR_CERTIFICATE]: { 'certificates:request': 'req-1', ...OTHER_DEPLOYMENT },
  'arn:aws:ssm:us-east-1:111122223333:opsitem/oi-2': { siteId: 'acme', ...OTHER_DEPLOYMENT },
};

const roles = rolesOfDeployment({ tableName: TABLE_NAME, stateMachineArn });
const { refusal, invocationRefusal, take } = createAuthorization(roles, (arn) => TAGS[arn]);

function refused(principal: string, call: string, input: object, account = '111122223333'): string | undefined {
  const [service = '', operation = ''] = call.split(' ');
  const found = refusal({ account, principal }, service, operation, input);
  return found && `${found.status} ${found.error.name}: ${found.error.message}`;
}

const user = (role: string) => `User: arn:aws:sts::111122223333:assumed-role/${role}/${role}`;

describe('a function', () => {
  const deployment = { Key: 'certificates:deployment', Value: 'certificates' };
  const tagged = [{ Key: 'certificates:request', Value: 'req-1' }, deployment];
  const siteTag = { Items: [{ Key: 'siteId', Value: 'acme' }, deployment] };
  const theirTag = {
    Items: [
      { Key: 'siteId', Value: 'acme' },
      { ...deployment, Value: 'certificates-of-others' },
    ],
  };
  const record = (Name: string, Type = 'CNAME', Action = 'UPSERT') => ({
    HostedZoneId: '/hostedzone/Z00000000000000US1',
    ChangeBatch: { Changes: [{ Action, ResourceRecordSet: { Name, Type } }] },
  });
  const table = { TableName: TABLE_NAME };
  const token = createToken(
    'arn:aws:states:us-east-1:111122223333:execution:provision-certificate:req-1#0',
    createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), openStore(), 'token').random,
  );

  it.each([
    ['CheckCnames', 'dynamodb PutItem', table],
    ['Watch', 'dynamodb Query', { ...table, IndexName: 'due' }],
    ['ClaimAliases', 'dynamodb TransactWriteItems', { TransactItems: [{ Put: table }, { Delete: table }] }],
    ['VerifyServing', 'dynamodb BatchWriteItem', { RequestItems: { [TABLE_NAME]: [] } }],
    ['RequestCertificate', 'acm RequestCertificate', { ValidationMethod: 'DNS', Tags: tagged }],
    ['Watch', 'acm DescribeCertificate', { CertificateArn: CERTIFICATE }],
    ['EnsureTarget', 'cloudfront CreateDistributionWithTags', { DistributionConfigWithTags: { Tags: siteTag } }],
    ['AttachCertificate', 'cloudfront UpdateDistribution', { Id: 'EOURS' }],
    ['MoveAliases', 'cloudfront UpdateDomainAssociation', { TargetResource: { DistributionId: 'EOURS' } }],
    ['EnsureTarget', 'route53 ChangeResourceRecordSets', record('Acme.sslproxy.us1.gigya.com.')],
    ['Api', 'kms Encrypt', { KeyId: KEY_ARN, EncryptionContext: { userKey: 'k' } }],
    ['Api', 'eventbridge PutEvents', { Entries: [{ Source: 'certificates', DetailType: 'Look Requested' }] }],
    ['Watch', 'ses SendEmail', { FromEmailAddress: 'Certificates <certificates@gigya.com>' }],
    ['OpenTicket', 'ssm CreateOpsItem', { Tags: siteTag.Items }],
    ['Api', 'states StartExecution', { stateMachineArn: stateMachineArn('provision-certificate') }],
    ['Watch', 'states SendTaskSuccess', { taskToken: token }],
    ['Watch', 'states SendTaskSuccess', { taskToken: 'no token: the service says so itself' }],
    ['Api', 'servicequotas GetServiceQuota', {}],
  ])('%s may do %s', (role, call, input) => {
    expect(refused(role, call, input)).toBeUndefined();
  });

  it.each([
    ['CheckCnames', 'dynamodb DeleteItem', table, 'dynamodb:DeleteItem'],
    ['CheckCnames', 'dynamodb PutItem', { TableName: 'others' }, 'dynamodb:PutItem'],
    ['CheckCnames', 'dynamodb Query', { ...table, IndexName: 'bySite' }, 'dynamodb:Query'],
    [
      'CheckCnames',
      'dynamodb TransactWriteItems',
      { TransactItems: [{ Put: table }, { Delete: table }] },
      'dynamodb:DeleteItem',
    ],
    ['CheckCnames', 'dynamodb Scan', table, 'dynamodb:Scan'],
    [
      'RequestCertificate',
      'acm RequestCertificate',
      { ValidationMethod: 'HTTP', Tags: tagged },
      'acm:RequestCertificate',
    ],
    ['RequestCertificate', 'acm RequestCertificate', { ValidationMethod: 'DNS' }, 'acm:RequestCertificate'],
    ['Watch', 'acm ResendValidationEmail', { CertificateArn: CERTIFICATE }, 'acm:ResendValidationEmail'],
    ['Watch', 'acm DescribeCertificate', { CertificateArn: THEIR_CERTIFICATE }, 'acm:DescribeCertificate'],
    ['RecordFailure', 'acm DeleteCertificate', { CertificateArn: THEIR_CERTIFICATE }, 'acm:DeleteCertificate'],
    ['AttachCertificate', 'cloudfront UpdateDistribution', { Id: 'EOTHERS' }, 'cloudfront:UpdateDistribution'],
    ['AttachCertificate', 'cloudfront UpdateDistribution', { Id: 'ETHEIRS' }, 'cloudfront:UpdateDistribution'],
    ['DeleteDistribution', 'cloudfront DeleteDistribution', { Id: 'ETHEIRS' }, 'cloudfront:DeleteDistribution'],
    [
      'EnsureTarget',
      'cloudfront CreateDistributionWithTags',
      { DistributionConfigWithTags: { Tags: theirTag } },
      'cloudfront:CreateDistribution',
    ],
    ['OpenTicket', 'ssm CreateOpsItem', { Tags: theirTag.Items }, 'ssm:CreateOpsItem'],
    ['CloseTicket', 'ssm UpdateOpsItem', { OpsItemId: 'oi-2' }, 'ssm:UpdateOpsItem'],
    ['EnsureTarget', 'cloudfront CreateDistribution', {}, 'cloudfront:CreateDistribution'],
    [
      'EnsureTarget',
      'route53 ChangeResourceRecordSets',
      record('www.us1.gigya.com.'),
      'route53:ChangeResourceRecordSets',
    ],
    [
      'EnsureTarget',
      'route53 ChangeResourceRecordSets',
      record('acme.sslproxy.us1.gigya.com.', 'A'),
      'route53:ChangeResourceRecordSets',
    ],
    ['Api', 'kms Encrypt', { KeyId: KEY_ARN }, 'kms:Encrypt'],
    ['Watch', 'kms Decrypt', { KeyId: KEY_ARN, EncryptionContext: { userKey: 'k' } }, 'kms:Decrypt'],
    [
      'Api',
      'eventbridge PutEvents',
      { Entries: [{ Source: 'certificates', DetailType: 'Other' }] },
      'events:PutEvents',
    ],
    ['Watch', 'ses SendEmail', { FromEmailAddress: 'somebody@gigya.com' }, 'ses:SendEmail'],
    ['OpenTicket', 'ssm UpdateOpsItem', { OpsItemId: 'oi-1' }, 'ssm:UpdateOpsItem'],
    ['Api', 'states SendTaskSuccess', { taskToken: token }, 'states:SendTaskSuccess'],
    ['Api', 'lambda Invoke', { FunctionName: 'Bootstrap' }, 'lambda:InvokeFunction'],
  ])('%s may not do %s with %j', (role, call, input, action) => {
    expect(refused(role, call, input)).toContain(action);
  });
});

describe('a refusal', () => {
  it('names caller, action and resource, in the words of the service', () => {
    const [item, describe] = [{ TableName: TABLE_NAME }, { CertificateArn: CERTIFICATE }];
    expect(refused('CheckCnames', 'dynamodb DeleteItem', item)).toBe(
      `400 AccessDeniedException: ${user('CheckCnames')} is not authorized to perform: dynamodb:DeleteItem on resource: arn:aws:dynamodb:us-east-1:111122223333:table/certificates because no identity-based policy allows the dynamodb:DeleteItem action`,
    );
    expect(refused('CheckCnames', 'acm DescribeCertificate', describe)).toMatch(/^400 AccessDeniedException: /);
    expect(refused('CheckCnames', 'cloudfront ListDistributions', {})).toBe(
      `403 AccessDenied: ${user('CheckCnames')} is not authorized to perform: cloudfront:ListDistributions because no identity-based policy allows the cloudfront:ListDistributions action`,
    );
    expect(refused('CheckCnames', 'ses SendEmail', { FromEmailAddress: 'a@gigya.com' })).toBe(
      "403 AccessDeniedException: User `arn:aws:sts::111122223333:assumed-role/CheckCnames/CheckCnames' is not authorized to perform `ses:SendEmail' on resource `arn:aws:ses:us-east-1:111122223333:identity/gigya.com'",
    );
  });
});

describe('people', () => {
  it('of our account may do everything, and other accounts answer for themselves', () => {
    expect(refused('on-call', 'dynamodb Scan', { TableName: TABLE_NAME })).toBeUndefined();
    expect(refused('Api', 'dynamodb Scan', { TableName: TABLE_NAME }, '999988887777')).toBeUndefined();
  });
});

describe('an invocation', () => {
  it.each([
    ['provision-certificate', 'CheckCnames', true],
    ['provision-certificate', 'MoveAliases', false],
    ['provision-certificate', 'Api', false],
    ['move-ownership', 'MoveAliases', true],
    ['move-ownership', 'CheckCnames', false],
    ['CertificateAvailable', 'Watch', true],
    ['CertificateAvailable', 'Api', false],
    ['WatchSchedule', 'Watch', true],
  ] as const)('of %s reaches %s: %s', (role, name, expected) => {
    expect(invocationRefusal(role, functionArn(name)) === undefined).toBe(expected);
  });
});

describe('an action that is taken', () => {
  it('is lacking until it is given back', () => {
    const call = () => refused('CheckCaa', 'dynamodb PutItem', { TableName: TABLE_NAME });
    const giveBack = take('CheckCaa', 'dynamodb:PutItem');
    expect(call()).toContain('dynamodb:PutItem');
    expect(refused('CheckCnames', 'dynamodb PutItem', { TableName: TABLE_NAME })).toBeUndefined();
    giveBack();
    expect(call()).toBeUndefined();
  });

  it('is missed where the table’s key is used in the function’s name', () => {
    const giveBack = take('CheckCaa', 'kms:Decrypt');
    expect(refused('CheckCaa', 'dynamodb GetItem', { TableName: TABLE_NAME })).toContain(
      `kms:Decrypt on resource: ${KEY_ARN}`,
    );
    giveBack();
  });
});
