/**
 * The API: a regional REST API under names of our own, and under no other: signatures name the host that was called. Who calls
 * is the function's own business (lambdas/authentication), as is what a path and a body may be (core/operations.ts).
 */
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  CfnBasePathMapping,
  type CfnRestApi,
  DomainName,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { removalOf } from './keys.ts';
import { apiDomainsOf, type Stage } from './stages.ts';

interface Surroundings {
  stage: Stage;
  key: Key;
  handler: Lambda;
}

/** An open page asks every few seconds, a script a few times at once: hundreds of pages, far below the account's 10,000 a second. */
const REQUESTS_PER_SECOND = 50;
const BURST = 100;

export function createApi(stack: Stack, { stage, key, handler }: Surroundings): void {
  const logs = new LogGroup(stack, 'ApiAccessLogs', {
    retention: stage.logRetention,
    encryptionKey: key,
    removalPolicy: removalOf(stage),
  });
  const api = new RestApi(stack, 'Gateway', {
    description: `REST API of ${stack.stackName}`,
    endpointTypes: [EndpointType.REGIONAL],
    disableExecuteApiEndpoint: true,
    // Access logs need a role that is one per account and region. Another deployment may rely on it: it stays.
    cloudWatchRole: true,
    cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
    deployOptions: {
      stageName: 'live',
      throttlingRateLimit: REQUESTS_PER_SECOND,
      throttlingBurstLimit: BURST,
      accessLogDestination: new LogGroupLogDestination(logs),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      tracingEnabled: true,
    },
  });
  requireModernTls(api);
  const options = {
    defaultIntegration: new LambdaIntegration(handler, { allowTestInvoke: false }),
    defaultMethodOptions: { authorizationType: AuthorizationType.NONE },
  };
  api.root.addProxy(options); // /api/… is REST, /<operation> is RPC
  nameApi(stack, stage, api);
  slowDownFloods(stack, api);
}

/** One certificate, and in the zone of each data center a name that leads here. */
function nameApi(stack: Stack, stage: Stage, api: RestApi): void {
  const names = apiDomainsOf(stage);
  const zones = new Map(
    Object.entries(stage.dataCenters).map(([id, { host, zoneId }]): [string, IHostedZone] => [
      `certificates.${host}`,
      HostedZone.fromHostedZoneAttributes(stack, `Zone-${id}`, { hostedZoneId: zoneId, zoneName: host }),
    ]),
  );
  const [domainName = '', ...subjectAlternativeNames] = names;
  const certificate = new Certificate(stack, 'ApiCertificate', {
    domainName,
    subjectAlternativeNames,
    validation: CertificateValidation.fromDnsMultiZone(Object.fromEntries(zones)),
  });
  for (const [name, zone] of zones) {
    const id = name.replaceAll('.', '-');
    const domain = new DomainName(stack, `Domain-${id}`, {
      domainName: name,
      certificate,
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new CfnBasePathMapping(stack, `Mapping-${id}`, {
      domainName: domain.domainName,
      restApiId: api.restApiId,
      stage: api.deploymentStage.stageName,
    });
    new ARecord(stack, `Address-${id}`, {
      zone,
      recordName: `${name}.`,
      target: RecordTarget.fromAlias(new ApiGatewayDomain(domain)),
    });
  }
}

/** Of one address in five minutes: 20 a second, 40 % of what the API lets through. An office behind one address needs less. */
const FLOOD = 6000;
const FLOOD_SECONDS = Duration.minutes(5).toSeconds();

/** Second line behind the function's own limits, which only count callers that it knows. */
function slowDownFloods(stack: Stack, api: RestApi): void {
  const visibility = (metricName: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName,
    sampledRequestsEnabled: false, // samples would hold headers
  });
  const acl = new CfnWebACL(stack, 'Firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visibility('Firewall'),
    rules: [
      {
        name: 'Flood',
        priority: 0,
        action: { block: {} },
        statement: {
          rateBasedStatement: { aggregateKeyType: 'IP', limit: FLOOD, evaluationWindowSec: FLOOD_SECONDS },
        },
        visibilityConfig: visibility('Flood'),
      },
    ],
  });
  new CfnWebACLAssociation(stack, 'FirewallOfApi', {
    webAclArn: acl.attrArn,
    resourceArn: api.deploymentStage.stageArn,
  });
}

/** TLS 1.2 or 1.3 with forward secrecy, and only for the host that the handshake named. */
function requireModernTls(api: RestApi): void {
  const resource = api.node.defaultChild as CfnRestApi;
  resource.securityPolicy = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
  resource.endpointAccessMode = 'STRICT';
}

/** Who called what and how it went, refusals by the gateway itself included. No header, no query, no body. */
const ACCESS_LOG = {
  time: AccessLogField.contextRequestTime(),
  requestId: AccessLogField.contextRequestId(),
  domain: AccessLogField.contextDomainName(),
  sourceIp: AccessLogField.contextIdentitySourceIp(),
  method: AccessLogField.contextHttpMethod(),
  path: AccessLogField.contextPath(),
  status: AccessLogField.contextStatus(),
  latencyMs: AccessLogField.contextResponseLatency(),
  integrationMs: AccessLogField.contextIntegrationLatency(),
  refusal: AccessLogField.contextErrorResponseType(),
  integrationError: AccessLogField.contextIntegrationErrorMessage(),
};
