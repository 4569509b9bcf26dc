import { Match, type Template } from 'aws-cdk-lib/assertions';
import { FUNCTIONS, STATE_MACHINES } from '../../../core/topology.ts';
import { synthesize } from './synthesized.ts';

let test: Template;
let production: Template;
beforeAll(() => {
  test = synthesize('test');
  production = synthesize('production');
});

function properties(template: Template, type: string) {
  return Object.values(template.findResources(type)).map((resource) => resource.Properties);
}

describe('the table', () => {
  it('is encrypted under the key of the deployment, restorable, and paid by request', () => {
    test.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [
        Match.objectLike({
          SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    });
  });

  it('has the keys, the indexes and the time to live of the topology', () => {
    test.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'due',
          KeySchema: [
            { AttributeName: 'duePk', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
        {
          IndexName: 'bySite',
          KeySchema: [
            { AttributeName: 'sitePk', KeyType: 'HASH' },
            { AttributeName: 'siteSk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });

  it('goes with the test stack, and cannot be deleted in production', () => {
    const deletionProtection = (enabled: boolean) =>
      Match.objectLike({ Replicas: [Match.objectLike({ DeletionProtectionEnabled: enabled })] });
    test.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete', Properties: deletionProtection(false) });
    production.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: deletionProtection(true),
    });
  });
});

describe('the key', () => {
  it('rotates, and outlives the production stack', () => {
    production.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });

  it('is lent to the log groups of this account only', () => {
    const [key] = properties(test, 'AWS::KMS::Key');
    const logs = key?.KeyPolicy.Statement.find((one: { Principal: { Service?: unknown } }) => one.Principal.Service);
    expect(logs.Principal.Service).toBe('logs.us-east-1.amazonaws.com');
    expect(logs.Condition.ArnLike['kms:EncryptionContext:aws:logs:arn']).toEqual({
      'Fn::Join': ['', ['arn:aws:logs:us-east-1:', { Ref: 'AWS::AccountId' }, ':log-group:*']],
    });
  });
});

/** One a function, one a machine, one of the API. */
const LOG_GROUPS = Object.keys(FUNCTIONS).length + Object.keys(STATE_MACHINES).length + 1;

describe('logs', () => {
  it('are owned, encrypted and forgotten in time: one for each function, each machine and the API', () => {
    expect(properties(test, 'AWS::Logs::LogGroup').map((group) => group.RetentionInDays)).toEqual(
      Array(LOG_GROUPS).fill(7),
    );
    expect(properties(production, 'AWS::Logs::LogGroup').map((group) => group.RetentionInDays)).toEqual(
      Array(LOG_GROUPS).fill(365),
    );
    for (const group of properties(test, 'AWS::Logs::LogGroup')) {
      expect(group.KmsKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] });
    }
  });

  it('hold no data of an execution, because its inputs carry task tokens', () => {
    test.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { IncludeExecutionData: false, Level: 'ALL' },
      TracingConfiguration: { Enabled: true },
    });
  });

  it('of the API name address and outcome, but no header, query or body', () => {
    const [stage] = properties(test, 'AWS::ApiGateway::Stage');
    const fields = Object.keys(JSON.parse(stage?.AccessLogSetting.Format));
    expect(fields).toEqual([
      'time',
      'requestId',
      'domain',
      'sourceIp',
      'method',
      'path',
      'status',
      'latencyMs',
      'integrationMs',
      'refusal',
      'integrationError',
    ]);
  });
});

describe('functions', () => {
  it('run on the current Node LTS on arm64, traced, each with a role of its own', () => {
    const functions = properties(test, 'AWS::Lambda::Function');
    for (const one of functions) {
      expect(one).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], TracingConfig: { Mode: 'Active' } });
    }
    const roles = functions.map((one) => one.Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(Object.keys(FUNCTIONS).length);
  });

  it('get the data centers of their stage as data', () => {
    production.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'lambdas/steps/check-cnames.ts',
      Environment: {
        Variables: { DATA_CENTERS: Match.stringLikeRegexp('"us1":\\{"host":"us1.gigya.com","zoneId":"Z') },
      },
    });
  });
});

describe('the API', () => {
  it('leaves it to its function who may call', () => {
    const methods = properties(test, 'AWS::ApiGateway::Method');
    expect(methods.map(({ HttpMethod, AuthorizationType }) => [HttpMethod, AuthorizationType])).toEqual([
      ['ANY', 'NONE'], // everything beneath
      ['ANY', 'NONE'], // the top
    ]);
  });

  it('is reached under its own names only, which its function knows', () => {
    const names = ['us1', 'eu1', 'au1'].map((id) => `certificates.${id}.certificates-test.example.com`);
    test.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    expect(properties(test, 'AWS::ApiGateway::DomainName').map(({ DomainName }) => DomainName)).toEqual(names);
    test.resourceCountIs('AWS::ApiGateway::BasePathMapping', 3);
    expect(properties(test, 'AWS::Route53::RecordSet').map(({ Name }) => Name)).toEqual(
      names.map((name) => `${name}.`),
    );
    test.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'lambdas/api/api.ts',
      Environment: { Variables: { API_DOMAINS: names.join(',') } },
    });
  });

  it('blocks an address that floods it', () => {
    test.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'REGIONAL',
      Rules: [
        Match.objectLike({
          Action: { Block: {} },
          Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 6000, EvaluationWindowSec: 300 } },
        }),
      ],
    });
    test.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  });

  it('is regional and speaks TLS 1.2 or newer', () => {
    test.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
  });

  it('is throttled', () => {
    test.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: [
        Match.objectLike({ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }),
      ],
    });
  });

  it('leaves the account its role for access logs when the stack goes: other deployments use it', () => {
    test.hasResource('AWS::ApiGateway::Account', { DeletionPolicy: 'Retain' });
  });
});

describe('events', () => {
  it('that cannot be delivered end in the queue of dead letters', () => {
    const targets = properties(test, 'AWS::Events::Rule').flatMap((rule) => rule.Targets);
    expect(targets).toHaveLength(5);
    for (const target of targets) {
      expect(target.DeadLetterConfig.Arn['Fn::GetAtt']).toEqual([expect.stringMatching(/^DeadLetters/), 'Arn']);
    }
  });

  it('on which watch fails for good end there too', () => {
    test.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      DestinationConfig: {
        OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DeadLetters'), 'Arn'] } },
      },
    });
  });

  it('of a tick are dropped when the next tick is due', () => {
    test.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      Targets: [Match.objectLike({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } })],
    });
  });

  it('of executions wake watch for the machines of this deployment only', () => {
    test.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [
            { Ref: Match.stringLikeRegexp('^ProvisionCertificate') },
            { Ref: Match.stringLikeRegexp('^MoveOwnership') },
            { Ref: Match.stringLikeRegexp('^RetireSite') },
          ],
        },
      },
    });
  });
});

describe('the stack', () => {
  it('holds no certificate, distribution or alias of a customer', () => {
    for (const template of [test, production]) {
      template.resourceCountIs('AWS::CertificateManager::Certificate', 1); // the API's own
      template.resourceCountIs('AWS::CloudFront::Distribution', 0);
      template.resourceCountIs('AWS::Route53::RecordSet', 3); // the API's own
    }
  });

  it('gives nothing a fixed name, so that several stages fit into one account', () => {
    const named = [
      'TableName',
      'FunctionName',
      'StateMachineName',
      'RoleName',
      'QueueName',
      'LogGroupName',
      'AliasName',
    ];
    const resources = Object.entries(test.toJSON().Resources) as [string, { Properties?: Record<string, unknown> }][];
    const fixed = resources.filter(([, { Properties = {} }]) =>
      named.some((name) => typeof Properties[name] === 'string'),
    );
    expect(fixed.map(([logicalId]) => logicalId)).toEqual([]);
  });

  it('tells its address, its table and its state machine', () => {
    expect(Object.keys(test.findOutputs('*'))).toEqual(
      expect.arrayContaining(['ApiUrls', 'BootstrapFunction', 'TableName', 'ProvisionCertificateArn']),
    );
  });
});
