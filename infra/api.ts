/**
 * The API: a regional REST API under names of our own, and under no other: signatures name the host that was called. Who calls
 * is the function's own business (lambdas/authentication), as is what a path and a body may be (core/api/operations.ts).
 */
import { RemovalPolicy, type SecretValue, type Stack } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  CfnBasePathMapping,
  type CfnMethod,
  type CfnResource,
  type CfnRestApi,
  DomainName,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  type ProxyResource,
  ResponseType,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { type GatewayAnswer, gatewayProblem } from '../core/gateway.ts';
import { createApiFirewall } from './firewall.ts';
import { removalOfTraces } from './keys.ts';
import { originHostOf, pointTo, sdkHostsOf, zoneNamed } from './names.ts';
import type { Stage } from './stages.ts';

interface Surroundings {
  stage: Stage;
  key: Key;
  handler: Lambda;
  homeCertificate: ICertificate;
  originSecret: SecretValue;
}

/**
 * Of all callers together: 25 at their limit of 20 a second (stages.ts, firewall.ts) before anybody is kept out, and a twentieth of the
 * account's 10,000 a second. A fifth of a second each, it is a tenth of the account's functions at once.
 */
const REQUESTS_PER_SECOND = 500;
/** What may come in one moment: two seconds of that rate. */
const BURST = 1000;

export function createApi(stack: Stack, surroundings: Surroundings): { api: RestApi; accessLog: LogGroup } {
  const { stage, key, handler, homeCertificate, originSecret } = surroundings;
  const logs = new LogGroup(stack, 'ApiAccessLogs', {
    retention: stage.logRetention,
    encryptionKey: key,
    removalPolicy: removalOfTraces(stage),
  });
  const api = new RestApi(stack, 'Gateway', {
    restApiName: stack.stackName, // CloudWatch tells APIs apart by their names
    description: `REST API of ${stack.stackName}`,
    endpointTypes: [EndpointType.REGIONAL],
    disableExecuteApiEndpoint: true,
    // Access logs need a role that is one per account and region. Another deployment may rely on it: it stays.
    cloudWatchRole: true,
    cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
    deployOptions: {
      stageName: 'live',
      variables: { consoleDomain: originHostOf(stage) }, // there, the caller's address is what CloudFront's function says
      throttlingRateLimit: REQUESTS_PER_SECOND,
      throttlingBurstLimit: BURST,
      accessLogDestination: new LogGroupLogDestination(logs),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      tracingEnabled: true,
    },
  });
  requireModernTls(api);
  answerInItsPlace(api);
  const options = {
    defaultIntegration: new LambdaIntegration(handler, { allowTestInvoke: false }),
    defaultMethodOptions: { authorizationType: AuthorizationType.NONE },
  };
  referByAttribute(api.root.addProxy(options)); // /api/… is REST, /<operation> is RPC
  nameApi(stack, stage, api, homeCertificate);
  const firewall = createApiFirewall(stack, { host: originHostOf(stage), secret: originSecret });
  new CfnWebACLAssociation(stack, 'FirewallOfApi', {
    webAclArn: firewall.attrArn,
    resourceArn: api.deploymentStage.stageArn,
  });
  return { api, accessLog: logs };
}

/**
 * In each data center's zone the names that the vendor's SDKs call, behind one wildcard domain; and the one that the console's
 * distribution calls. All with an empty base path: a signature covers the whole path.
 */
function nameApi(stack: Stack, stage: Stage, api: RestApi, homeCertificate: ICertificate): void {
  const dataCenters = sdkHostsOf(stage);
  const zones = dataCenters.map(({ host, zoneId }): [string, IHostedZone] => [
    `*.${host}`,
    zoneNamed(stack, zoneId, host),
  ]);
  const [domainName = '', ...subjectAlternativeNames] = zones.map(([name]) => name);
  const validation = CertificateValidation.fromDnsMultiZone(Object.fromEntries(zones));
  const certificate = new Certificate(stack, 'ApiCertificate', { domainName, subjectAlternativeNames, validation });
  for (const { host, zoneId, names } of dataCenters) {
    const target = new ApiGatewayDomain(createDomain(stack, api, `*.${host}`, certificate));
    for (const name of names) pointTo(stack, zoneNamed(stack, zoneId, host), name, target);
  }
  const origin = originHostOf(stage);
  const target = new ApiGatewayDomain(createDomain(stack, api, origin, homeCertificate));
  pointTo(stack, zoneNamed(stack, stage.zone.id, stage.zone.name), origin, target);
}

function createDomain(stack: Stack, api: RestApi, domainName: string, certificate: ICertificate): DomainName {
  const id = domainName.replace('*', 'any').replaceAll('.', '-');
  const domain = new DomainName(stack, `Domain-${id}`, {
    domainName,
    certificate,
    endpointType: EndpointType.REGIONAL,
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  new CfnBasePathMapping(stack, `Mapping-${id}`, {
    domainName: domain.domainName,
    restApiId: api.restApiId,
    stage: api.deploymentStage.stageName,
  });
  return domain;
}

/** TLS 1.2 or 1.3 with forward secrecy, and only for the host that the handshake named. */
function requireModernTls(api: RestApi): void {
  const resource = api.node.defaultChild as CfnRestApi;
  resource.securityPolicy = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
  resource.endpointAccessMode = 'STRICT';
}

/**
 * And not by Ref: a change set that looks at what there is (`cdk deploy --revert-drift`) takes the Ref of an API's resource for the API
 * itself, and would put its method elsewhere (aws-cloudformation/cloudformation-coverage-roadmap, issue 2505).
 */
function referByAttribute(proxy: ProxyResource): void {
  const method = proxy.anyMethod?.node.defaultChild as CfnMethod;
  method.resourceId = (proxy.node.defaultChild as CfnResource).attrResourceId;
}

/** What the gateway answers without the function. Which type is what: developer guide, supported-gateway-response-types. */
const ANSWERS: readonly [type: ResponseType, answer: GatewayAnswer][] = [
  [ResponseType.THROTTLED, 'TooManyCalls'],
  [ResponseType.REQUEST_TOO_LARGE, 'BodyTooLarge'],
  [ResponseType.DEFAULT_4XX, 'NotForwarded'], // no method of that path, a firewall's rule without an answer of its own
  [ResponseType.DEFAULT_5XX, 'NoAnswer'],
];

function answerInItsPlace(api: RestApi): void {
  for (const [type, answer] of ANSWERS) {
    const problem = gatewayProblem(answer, '$context.requestId'); // as the function calls a call
    api.addGatewayResponse(answer, {
      type,
      statusCode: String(problem.status),
      responseHeaders: { 'Content-Type': "'application/problem+json'" },
      templates: { 'application/json': JSON.stringify(problem) },
    });
  }
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
