import { Match, type Template } from 'aws-cdk-lib/assertions';
import { CONTENT_SECURITY_POLICY } from '../../../core/console-headers.ts';
import { FUNCTIONS, STATE_MACHINES } from '../../../core/topology.ts';
import { STAGES, type Stage } from '../../../infra/stages.ts';
import { synthesize } from './synthesized.ts';

let test: Template;
let production: Template;
beforeAll(() => {
  test = synthesize('test');
  production = synthesize('production');
});

type Copy = [id: string, { Properties: object; DependsOn: string[] }];

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

/** One a function, one a machine, one of the API, one of the function that copies the console's files. */
const LOG_GROUPS = Object.keys(FUNCTIONS).length + Object.keys(STATE_MACHINES).length + 2;

describe('logs', () => {
  it('are owned, encrypted and forgotten in time: one for each function, each machine, the API and the copying of the page', () => {
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

/** CDK's own function, which copies the console's files, is none of ours. */
function ours(template: Template) {
  return properties(template, 'AWS::Lambda::Function').filter(({ Description }) => Description);
}

describe('functions', () => {
  it('run on the current Node LTS on arm64, traced, each with a role of its own', () => {
    const functions = ours(test);
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

  it('is named to its methods in a way that CloudFormation reads alike wherever it compares with what there is', () => {
    const [resource] = Object.keys(test.findResources('AWS::ApiGateway::Resource'));
    expect(JSON.stringify(test.toJSON())).not.toContain(`{"Ref":"${resource}"}`);
    test.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'ANY',
      ResourceId: { 'Fn::GetAtt': [resource, 'ResourceId'] },
    });
  });

  it('is reached under its own names only, all of which its function knows', () => {
    test.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    expect(properties(test, 'AWS::ApiGateway::DomainName').map(({ DomainName }) => DomainName)).toEqual([
      '*.us1.certificates-test.example.com',
      '*.eu1.certificates-test.example.com',
      '*.au1.certificates-test.example.com',
      'origin.certificates-test.example.com',
    ]);
    for (const mapping of properties(test, 'AWS::ApiGateway::BasePathMapping'))
      expect(mapping).not.toHaveProperty('BasePath'); // a signature covers the whole path
    const addresses = properties(test, 'AWS::Route53::RecordSet').filter(({ Type }) => Type === 'A');
    const named = addresses.map(({ Name }) => Name.replace(/\.$/, '')).filter((name) => !name.startsWith('console.'));
    expect(named).toContain('certificates.eu1.certificates-test.example.com');
    expect(named).toContain('sites.us1.certificates-test.example.com');
    expect(named.filter((name) => name.startsWith('audit.'))).toEqual([]); // the vendor's own API is there
    const [api] = ours(test).filter(({ Description }) => Description === 'lambdas/api/api.ts');
    expect(api?.Environment.Variables.API_DOMAINS.split(',').sort()).toEqual(named.sort());
  });

  it('blocks an address that floods it, behind the console and beside it', () => {
    const flood = Match.objectLike({
      Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'TooManyCalls' } } },
      Statement: {
        RateBasedStatement: Match.objectLike({ AggregateKeyType: 'IP', Limit: 6000, EvaluationWindowSec: 300 }),
      },
    });
    for (const Scope of ['REGIONAL', 'CLOUDFRONT'])
      test.hasResourceProperties('AWS::WAFv2::WebACL', { Scope, Rules: Match.arrayWith([flood]) });
    test.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  });

  it('is called under the name of its console by nobody who does not know the secret', () => {
    const [acl] = properties(test, 'AWS::WAFv2::WebACL').filter(({ Scope }) => Scope === 'REGIONAL');
    const [host, fromConsole] = acl?.Rules[0].Statement.AndStatement.Statements ?? [];
    expect(acl?.Rules[0].Action).toEqual({ Block: {} });
    expect(host.ByteMatchStatement.SearchString).toBe('origin.certificates-test.example.com');
    const secret = fromConsole.NotStatement.Statement.ByteMatchStatement.SearchString;
    expect(JSON.stringify(secret)).toContain('{{resolve:secretsmanager:');
    const [console] = properties(test, 'AWS::CloudFront::Distribution');
    const origin = console?.DistributionConfig.Origins.find(
      (one: { OriginCustomHeaders?: object }) => one.OriginCustomHeaders,
    );
    expect(origin.OriginCustomHeaders).toEqual([{ HeaderName: 'x-console-origin', HeaderValue: secret }]);
  });

  it('is not kept by CloudFront where it fails, and a file that is not there yet is not missed for a year', () => {
    test.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        CustomErrorResponses: Match.arrayWith([
          { ErrorCode: 404, ErrorCachingMinTTL: 0 },
          { ErrorCode: 503, ErrorCachingMinTTL: 0 },
        ]),
      },
    });
    const headers = JSON.stringify(properties(test, 'AWS::CloudFront::ResponseHeadersPolicy'));
    expect(headers).not.toContain('cache-control');
  });

  it('gets the files of a page before the page, which alone is asked for each time', () => {
    const copies = Object.entries(test.findResources('Custom::CDKBucketDeployment'));
    const [[assets, files], [, page]] = copies.sort(([, one]) => (one.Properties.Include ? -1 : 1)) as [Copy, Copy];
    expect(files.Properties).toMatchObject({
      Exclude: ['*'],
      Include: ['assets/*'],
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(page.Properties).toMatchObject({ Exclude: ['assets/*'], SystemMetadata: { 'cache-control': 'no-cache' } });
    expect(page.DependsOn).toContain(assets);
  });

  it('changes that secret at both ends in one deployment: another one is another resource', () => {
    const next = JSON.stringify(synthesize('test', { ...(STAGES.test as Stage), originSecret: 2 }).toJSON());
    const present = JSON.stringify(test.toJSON());
    const [id = ''] = Object.keys(test.findResources('AWS::SecretsManager::Secret'));
    expect(present.split(`{"Ref":"${id}"}`)).toHaveLength(3);
    const [nextId = ''] = /OriginSecret2\w+/.exec(next) ?? [];
    expect(next.replaceAll(nextId, id)).toBe(present);
  });

  it.each([
    [262_144, false],
    [262_145, true],
    [262_199, true],
    [300_000, true],
    [999_999, true],
    [1_000_000, true],
    [99_999, false],
    [261_999, false],
  ])('turns a body of %d bytes away before its function: %s', (length, turnedAway) => {
    const [acl] = properties(test, 'AWS::WAFv2::WebACL').filter(({ Scope }) => Scope === 'REGIONAL');
    const { RegexString } = acl?.Rules[2].Statement.RegexMatchStatement ?? {};
    expect(new RegExp(RegexString).test(String(length))).toBe(turnedAway);
  });

  it('is answered for by gateway and firewall in the shape of its own problems', () => {
    const answers = properties(test, 'AWS::ApiGateway::GatewayResponse').map((answer) => [
      answer.ResponseType,
      answer.StatusCode,
      answer.ResponseParameters,
      JSON.parse(answer.ResponseTemplates['application/json']),
    ]);
    const type = { 'gatewayresponse.header.Content-Type': "'application/problem+json'" };
    const problem = (code: string) => expect.objectContaining({ code, callId: '$context.requestId' });
    expect(answers).toEqual([
      ['THROTTLED', '429', type, problem('TooManyCalls')],
      ['REQUEST_TOO_LARGE', '413', type, problem('BodyTooLarge')],
      ['DEFAULT_4XX', '403', type, problem('NotForwarded')],
      ['DEFAULT_5XX', '504', type, problem('NoAnswer')],
    ]);
    for (const { CustomResponseBodies: bodies, Rules } of properties(test, 'AWS::WAFv2::WebACL')) {
      expect(JSON.parse(bodies.TooManyCalls.Content)).toMatchObject({ status: 429, errorCode: 403048 });
      expect(JSON.parse(bodies.BodyTooLarge.Content)).toMatchObject({ status: 413, errorCode: 413001 });
      const keys = Rules.map(
        ({ Action }: { Action: { Block: { CustomResponse?: { CustomResponseBodyKey: string } } } }) =>
          Action.Block.CustomResponse?.CustomResponseBodyKey,
      );
      expect(keys.slice(-2)).toEqual(['TooManyCalls', 'BodyTooLarge']);
    }
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
        Match.objectLike({ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 }),
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
    expect(targets).toHaveLength(6);
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
            { Ref: Match.stringLikeRegexp('^MigrateValidation') },
            { Ref: Match.stringLikeRegexp('^ConcludeRequest') },
            { Ref: Match.stringLikeRegexp('^RenewCertificate') },
            { Ref: Match.stringLikeRegexp('^RetireSite') },
          ],
        },
      },
    });
  });
});

describe('the stack', () => {
  it('holds no certificate, distribution or alias of a customer: only the console’s and the API’s own', () => {
    for (const template of [test, production]) {
      template.resourceCountIs('AWS::CertificateManager::Certificate', 2);
      template.resourceCountIs('AWS::CloudFront::Distribution', 1);
    }
    test.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({ Aliases: ['console.certificates-test.example.com'] }),
    });
  });

  it('leaves of a first deployment that is rolled back what CloudFormation could not delete, and no log or machine', () => {
    const policies = (type: string) =>
      new Set(Object.values(production.findResources(type)).map(({ DeletionPolicy }) => DeletionPolicy));
    for (const type of ['AWS::Logs::LogGroup', 'AWS::StepFunctions::StateMachine'])
      expect(policies(type)).toEqual(new Set(['RetainExceptOnCreate']));
    for (const type of ['AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::S3::Bucket'])
      expect(policies(type)).toEqual(new Set(['Retain']));
    test.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' }); // full by the time of a roll-back
    test.hasResource('AWS::StepFunctions::StateMachine', { DeletionPolicy: 'Delete' });
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

  it('tells what the command line’s profile, operators and scripts ask for', () => {
    expect(Object.keys(test.findOutputs('*'))).toEqual(
      expect.arrayContaining(['ApiUrl', 'ConsoleUrl', 'BootstrapFunction', 'TableName', 'ProvisionCertificateArn']),
    );
    test.hasOutput('ApiUrl', { Value: 'https://certificates.us1.certificates-test.example.com/api' });
  });
});

describe('the console', () => {
  const distribution = () => properties(test, 'AWS::CloudFront::Distribution')[0]?.DistributionConfig;

  it('and the API share one name: the page from its bucket, /api/* from API Gateway, which nothing caches', () => {
    const { CacheBehaviors, Origins, DefaultRootObject } = distribution();
    const api = CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === '/api/*');
    const origin = Origins.find(({ Id }: { Id: string }) => Id === api.TargetOriginId);
    expect(origin).toMatchObject({
      DomainName: 'origin.certificates-test.example.com',
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    });
    expect(api).toMatchObject({
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', // Managed-CachingDisabled
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac', // Managed-AllViewerExceptHostHeader
      ViewerProtocolPolicy: 'https-only',
    });
    expect(DefaultRootObject).toBe('index.html');
    test.hasResourceProperties('AWS::ApiGateway::Stage', { Variables: { consoleDomain: origin.DomainName } });
  });

  it('serves its page under the policy of local mode', () => {
    const policies = properties(test, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(policies).toHaveLength(2);
    for (const { ResponseHeadersPolicyConfig } of policies)
      expect(ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy).toEqual({
        ContentSecurityPolicy: CONTENT_SECURITY_POLICY,
        Override: true,
      });
  });
});

describe('alarms', () => {
  it('tell a topic under the key of the deployment, to which CloudWatch may write for this account', () => {
    const topics = properties(test, 'AWS::SNS::Topic');
    expect(topics).toEqual([expect.objectContaining({ KmsMasterKeyId: expect.anything() })]);
    const allowed = properties(test, 'AWS::SNS::TopicPolicy').flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow'),
    );
    const [key] = properties(test, 'AWS::KMS::Key');
    const lent = key?.KeyPolicy.Statement.filter(
      ({ Principal }: { Principal: { Service?: string } }) => Principal.Service === 'cloudwatch.amazonaws.com',
    );
    const ours = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    expect(allowed).toMatchObject([
      { Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: ours },
    ]);
    expect(lent).toMatchObject([{ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: ours }]);
    for (const { AlarmActions, AlarmDescription } of properties(test, 'AWS::CloudWatch::Alarm')) {
      expect(AlarmActions).toEqual([expect.anything()]);
      expect(AlarmDescription).toMatch(/^Severity [123]\. Runbook: runbooks\/[a-z-]+\.md\. /);
    }
  });

  it('tell that it is over, but for those that only hear of the beginning', () => {
    const silent = Object.entries(test.findResources('AWS::CloudWatch::Alarm'))
      .filter(([, { Properties }]) => Properties.OKActions === undefined)
      .map(([name]) => name.replace(/Alarm[0-9A-F]{8}$/, ''));
    expect(silent.sort()).toEqual(['NamesNotServing', 'RetirementsOverdue', 'WebhooksDead', 'WorkflowsStopped']);
  });

  it('reach somebody wherever records are kept', () => {
    production.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'on-call@example.com' });
    const { alarmMail: _, ...silent } = STAGES.production as Stage;
    expect(() => synthesize('production', silent)).toThrow(
      'alarms of certificates-production would reach nobody: name who is mailed, `alarmMail` of its row in infra/stages.ts',
    );
  });

  it('add up what they join over several resources', () => {
    const [throttled] = properties(test, 'AWS::CloudWatch::Alarm').filter(({ Metrics }) => Metrics);
    const stats = throttled?.Metrics.filter((one: object) => 'MetricStat' in one);
    expect(stats).toHaveLength(Object.keys(STATE_MACHINES).length);
  });
});

describe('our mails', () => {
  it('are sent in the name of the zone, and their bounces are counted', () => {
    test.hasResourceProperties('AWS::SES::EmailIdentity', {
      EmailIdentity: 'certificates-test.example.com',
      ConfigurationSetAttributes: { ConfigurationSetName: { Ref: Match.stringLikeRegexp('^Mail') } },
    });
    test.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: Match.objectLike({ MatchingEventTypes: ['bounce', 'complaint', 'reject'] }),
    });
  });
});
