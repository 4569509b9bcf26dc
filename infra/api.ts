/**
 * The API: a regional REST API whose every method demands a signature of IAM before the function is called. What a path and a
 * body may be is the function's own business (core/operations.ts).
 */
import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  type CfnRestApi,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { removalOf } from './keys.ts';
import type { Stage } from './stages.ts';

interface Surroundings {
  stage: Stage;
  key: Key;
  handler: Lambda;
}

/** An open page asks every few seconds, a script a few times at once: hundreds of pages, far below the account's 10,000 a second. */
const REQUESTS_PER_SECOND = 50;
const BURST = 100;

export function createApi(stack: Stack, { stage, key, handler }: Surroundings): RestApi {
  const logs = new LogGroup(stack, 'ApiAccessLogs', {
    retention: stage.logRetention,
    encryptionKey: key,
    removalPolicy: removalOf(stage),
  });
  const api = new RestApi(stack, 'Gateway', {
    description: `REST API of ${stack.stackName}`,
    endpointTypes: [EndpointType.REGIONAL],
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
  api.root.addResource('api').addProxy({
    defaultIntegration: new LambdaIntegration(handler, { allowTestInvoke: false }),
    defaultMethodOptions: { authorizationType: AuthorizationType.IAM },
  });
  return api;
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
  caller: AccessLogField.contextIdentityUserArn(),
  sourceIp: AccessLogField.contextIdentitySourceIp(),
  method: AccessLogField.contextHttpMethod(),
  path: AccessLogField.contextPath(),
  status: AccessLogField.contextStatus(),
  latencyMs: AccessLogField.contextResponseLatency(),
  integrationMs: AccessLogField.contextIntegrationLatency(),
  refusal: AccessLogField.contextErrorResponseType(),
  integrationError: AccessLogField.contextIntegrationErrorMessage(),
};
