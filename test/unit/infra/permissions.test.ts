import type { Template } from 'aws-cdk-lib/assertions';
import { FORMERLY_NAMED, FUNCTIONS, STEPS } from '../../../core/topology.ts';
import { actionsOf, type Statement, statementsOf, synthesize } from './synthesized.ts';

let template: Template;
beforeAll(() => {
  template = synthesize('production');
});

function statement(functionName: string, action: string) {
  const found = statementsOf(template, `${functionName}Policy`).filter((one) => actionsOf(one).includes(action));
  expect(found).toHaveLength(1);
  return found[0];
}

/** Beside the table's key. */
function ownActions(functionName: string): string[] {
  return statementsOf(template, `${functionName}Policy`)
    .flatMap(actionsOf)
    .filter((action) => !action.startsWith('kms:'))
    .sort();
}

describe('a role', () => {
  it('carries the policy of its row and no managed one', () => {
    for (const name of Object.keys(FUNCTIONS)) {
      const roles = Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) =>
        id.startsWith(`${name}Role`),
      );
      expect(roles).toHaveLength(1);
      expect(roles[0]?.[1].Properties.ManagedPolicyArns).toBeUndefined();
    }
  });

  it('may write logs and traces from its beginning, before it has its policy: Lambda makes no function without', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
      if (!Properties.TracingConfig) continue; // what copies the page is of CDK
      const { Policies } = template.findResources('AWS::IAM::Role')[Properties.Role['Fn::GetAtt'][0]]?.Properties ?? {};
      expect(Policies).toHaveLength(1);
      const [logs, traces] = Policies[0].PolicyDocument.Statement as Statement[];
      expect(logs).toMatchObject({
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [Properties.LoggingConfig.LogGroup.Ref, 'Arn'] },
      });
      expect(traces).toMatchObject({ Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' });
    }
  });

  it('has its policy before the code that needs it, but for the one that speaks to the machine that invokes it', () => {
    const functions = Object.values(template.findResources('AWS::Lambda::Function'));
    const sooner = Object.entries(FUNCTIONS).filter(([name, { entry }]) => {
      const { DependsOn = [] } = functions.find(({ Properties }) => Properties.Description === entry) ?? {};
      return !DependsOn.some((id: string) => id.startsWith(`${name}Policy`));
    });
    expect(sooner.map(([name]) => name)).toEqual(['FinishRetirement']);
  });

  it('may write dead letters before its function is told to', () => {
    const configured = Object.values(template.findResources('AWS::Lambda::EventInvokeConfig'));
    expect(configured.map(({ DependsOn }) => DependsOn)).toEqual([
      [expect.stringMatching(/^NotifyPolicy/)],
      [expect.stringMatching(/^WatchPolicy/)],
    ]);
  });

  it('may do everything (*) with nothing, and * names resources only where AWS knows none', () => {
    const everywhere = Object.keys(FUNCTIONS).flatMap((name) =>
      statementsOf(template, `${name}Policy`)
        .filter(({ Resource }) => [Resource].flat().includes('*'))
        .flatMap(actionsOf),
    );
    expect([...new Set(everywhere)].sort()).toEqual([
      'acm:ListCertificates',
      'acm:RequestCertificate',
      'cloudfront:CreateDistribution',
      'cloudfront:ListDistributions',
      'servicequotas:GetAWSDefaultServiceQuota',
      'servicequotas:GetServiceQuota',
      'ssm:CreateOpsItem',
    ]);
    const all = Object.keys(FUNCTIONS).flatMap((name) => statementsOf(template, `${name}Policy`).flatMap(actionsOf));
    expect(all.filter((action) => action.includes('*') && !action.startsWith('kms:'))).toEqual([]);
  });

  it('of a check reads and writes records, and nothing else', () => {
    expect(ownActions('CheckCaa')).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
  });

  it('uses the key through DynamoDB only', () => {
    expect(statement('CheckCaa', 'kms:Decrypt')?.Condition).toEqual({
      StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' },
    });
  });

  it('reads an index only where something is listed by it', () => {
    const indexes = (name: string) =>
      JSON.stringify(statementsOf(template, `${name}Policy`)).match(/\/index\/\w+/g) ?? [];
    expect(indexes('Api').sort()).toEqual(['/index/bySite', '/index/due']);
    expect(indexes('Watch').sort()).toEqual(['/index/bySite', '/index/due']);
    expect(indexes('RecordFailure')).toEqual(['/index/bySite']);
    expect(indexes('AttachCertificate')).toEqual([]);
  });
});

/** The name of the stack's table, by which a deployment is known. */
const DEPLOYMENT = { Ref: expect.stringMatching(/^Table/) };

describe('certificates', () => {
  it('are requested by e-mail or DNS validation, and with the tags of their request and deployment', () => {
    expect(statement('RequestCertificate', 'acm:RequestCertificate')?.Condition).toEqual({
      StringEquals: {
        'acm:ValidationMethod': ['EMAIL', 'DNS'],
        'aws:RequestTag/certificates:deployment': DEPLOYMENT,
      },
      Null: { 'aws:RequestTag/certificates:request': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['certificates:request', 'certificates:deployment'] },
    });
  });

  it('are deleted by the end of a request, of an ownership move, by watch, and by on-call through the API alone', () => {
    const who = Object.keys(FUNCTIONS).filter((name) => ownActions(name).includes('acm:DeleteCertificate'));
    expect(who).toEqual(['RecordFailure', 'CloseTicket', 'Api', 'Watch']);
  });

  it('get their approval mail again only where they are ours', () => {
    expect(statement('Watch', 'acm:ResendValidationEmail')?.Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/certificates:deployment': DEPLOYMENT },
    });
  });

  it('that are gone can still be asked for: a tag that is there must be ours, and none is demanded', () => {
    const unlessAnothers = { StringEqualsIfExists: { 'aws:ResourceTag/certificates:deployment': DEPLOYMENT } };
    expect(statement('Watch', 'acm:DescribeCertificate')?.Condition).toEqual(unlessAnothers);
    expect(statement('RecordFailure', 'acm:DeleteCertificate')?.Condition).toEqual(unlessAnothers);
  });
});

describe('distributions', () => {
  it('are changed by six steps, watch, and on-call through the API, and only those that carry the tag of this deployment', () => {
    const who = Object.keys(FUNCTIONS).filter((name) => ownActions(name).includes('cloudfront:UpdateDistribution'));
    expect(who).toEqual([
      ...['AttachCertificate', 'AddAliases', 'DetachAliases', 'MoveAliases', 'FreeAliases', 'RemoveAliases'],
      ...['Api', 'Watch'],
    ]);
    for (const name of who) {
      expect(statement(name, 'cloudfront:UpdateDistribution')?.Condition).toEqual({
        StringEquals: { 'aws:ResourceTag/certificates:deployment': DEPLOYMENT },
      });
    }
  });

  it('are made with the tags of their site and deployment and no other', () => {
    const tagged = {
      StringEquals: { 'aws:RequestTag/certificates:deployment': DEPLOYMENT },
      Null: { 'aws:RequestTag/siteId': 'false' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['siteId', 'certificates:deployment'] },
    };
    expect(statement('EnsureTarget', 'cloudfront:CreateDistribution')?.Condition).toEqual(tagged);
    expect(statement('EnsureTarget', 'cloudfront:TagResource')?.Condition).toEqual(tagged);
  });
});

describe('the vendor’s zones', () => {
  it('get CNAME records of targets, and lose none', () => {
    const written = statement('EnsureTarget', 'route53:ChangeResourceRecordSets');
    expect(written?.Condition).toEqual({
      'ForAllValues:StringLike': {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': [
          '*.sslproxy.us1.gigya.com',
          '*.sslproxy.eu1.gigya.com',
          '*.sslproxy.au1.gigya.com',
        ],
      },
      'ForAllValues:StringEquals': {
        'route53:ChangeResourceRecordSetsRecordTypes': ['CNAME'],
        'route53:ChangeResourceRecordSetsActions': ['UPSERT'],
      },
    });
    expect([written?.Resource].flat()).toHaveLength(3);
  });
});

describe('executions', () => {
  it('are started on their own machine: moves by their step, and anew by the API as requests, migrations and retirements are, or by watch in its place; renewals by watch', () => {
    const who = Object.keys(FUNCTIONS).filter((name) => ownActions(name).includes('states:StartExecution'));
    expect(who).toEqual(['StartOwnershipMove', 'Api', 'Watch']);
    expect(statement('StartOwnershipMove', 'states:StartExecution')?.Resource).toEqual({
      Ref: expect.stringMatching(/^MoveOwnership/),
    });
    expect(statement('Watch', 'states:StartExecution')?.Resource).toEqual([
      { Ref: expect.stringMatching(/^MigrateValidation/) },
      { Ref: expect.stringMatching(/^ProvisionCertificate/) },
      { Ref: expect.stringMatching(/^RenewCertificate/) },
      { Ref: expect.stringMatching(/^RetireSite/) },
    ]);
    expect(statement('Api', 'states:StartExecution')?.Resource).toEqual([
      { Ref: expect.stringMatching(/^ConcludeRequest/) },
      { Ref: expect.stringMatching(/^MigrateValidation/) },
      { Ref: expect.stringMatching(/^MoveOwnership/) },
      { Ref: expect.stringMatching(/^ProvisionCertificate/) },
      { Ref: expect.stringMatching(/^RenewCertificate/) },
      { Ref: expect.stringMatching(/^RetireSite/) },
    ]);
  });
});

describe('waits', () => {
  it('are ended by watch and by the end of a site alone, on the machines of this deployment', () => {
    const who = Object.keys(FUNCTIONS).filter((name) => ownActions(name).includes('states:SendTaskSuccess'));
    expect(who).toEqual(['FinishRetirement', 'Watch']);
    expect(statement('Watch', 'states:SendTaskSuccess')?.Resource).toEqual([
      { Ref: expect.stringMatching(/^ConcludeRequest/) },
      { Ref: expect.stringMatching(/^MigrateValidation/) },
      { Ref: expect.stringMatching(/^MoveOwnership/) },
      { Ref: expect.stringMatching(/^ProvisionCertificate/) },
      { Ref: expect.stringMatching(/^RenewCertificate/) },
      { Ref: expect.stringMatching(/^RetireSite/) },
    ]);
  });
});

describe('mail', () => {
  it('is sent by watch from the address of the stage', () => {
    expect(statement('Watch', 'ses:SendEmail')?.Condition).toEqual({
      StringEquals: { 'ses:FromAddress': 'certificates@certificates.example.com' },
    });
  });
});

describe('the state machines', () => {
  const invokedBy = (role: string, of = template) => {
    const [invoke] = statementsOf(of, role).filter((one) => actionsOf(one).includes('lambda:InvokeFunction'));
    return [invoke?.Resource].flat().map((arn) => (arn as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0]);
  };

  it('invoke the steps, each one by one of them: not the API, not watch', () => {
    const invoked = [
      'ProvisionCertificateRole',
      'MoveOwnershipRole',
      'MigrateValidationRole',
      'RenewCertificateRole',
      'RetireSiteRole',
    ].flatMap((role) => invokedBy(role));
    expect(new Set(invoked).size).toBe(invoked.length);
    expect(invoked).toHaveLength(Object.keys(STEPS).length);
    expect(invoked.filter((logicalId) => /^(Api|Watch)/.test(logicalId))).toEqual([]);
  });

  it('invoke what they named formerly, for executions that began then', () => {
    FORMERLY_NAMED['renew-certificate'] = ['StartMigration'];
    try {
      const invoked = invokedBy('RenewCertificateRole', synthesize('test'));
      expect(invoked.filter((logicalId) => logicalId.startsWith('StartMigration'))).toHaveLength(1);
      expect(invoked).toHaveLength(invokedBy('RenewCertificateRole').length + 1);
    } finally {
      delete FORMERLY_NAMED['renew-certificate'];
    }
  });

  it('conclude a request by the steps that end it otherwise', () => {
    const invoked = invokedBy('ConcludeRequestRole');
    expect(invoked).toHaveLength(6);
    expect(invoked.filter((logicalId) => !invokedBy('ProvisionCertificateRole').includes(logicalId))).toEqual([]);
  });
});
