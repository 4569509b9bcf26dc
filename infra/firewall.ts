/**
 * The firewalls (AWS WAF): one before the console's distribution, one before the API. They are the second line behind the function's
 * own limits, which only count callers that it knows. No managed rule groups: they judge by words in parameters, and signatures, names
 * and texts of customers are any words.
 */
import { Duration, type SecretValue, type Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { type GatewayAnswer, gatewayProblem } from '../core/gateway.ts';

/** Of one address in five minutes: 20 a second, 4 % of what the API lets through. An office behind one address needs less. */
const FLOOD = 6000;
const FLOOD_SECONDS = Duration.minutes(5).toSeconds();

/** Header by which the API knows that a call comes through the console's distribution. */
export const ORIGIN_HEADER = 'x-console-origin';

/**
 * Above 262,144 bytes, the function's own limit (lambdas/api/input.ts), by the header that every client sends with a body: AWS WAF
 * looks at no more than the first 64 kB of one. A body without a length meets the function's limit.
 */
const TOO_LARGE =
  '^(26214[5-9]|2621[5-9][0-9]|262[2-9][0-9]{2}|26[3-9][0-9]{3}|2[7-9][0-9]{4}|[3-9][0-9]{5}|[0-9]{7,})$';

export function createConsoleFirewall(stack: Stack): CfnWebACL {
  return createFirewall(stack, 'ConsoleFirewall', 'CLOUDFRONT', [flood(), largeBody()]);
}

/** Calls under the origin's host come through the console's firewall and under its secret, or not at all. */
export function createApiFirewall(stack: Stack, origin: { host: string; secret: SecretValue }): CfnWebACL {
  const underOrigin = matches('host', origin.host);
  const fromConsole = matches(ORIGIN_HEADER, origin.secret.unsafeUnwrap()); // a reference that CloudFormation resolves
  return createFirewall(stack, 'Firewall', 'REGIONAL', [
    {
      name: 'OriginByConsoleOnly',
      action: { block: {} },
      statement: { andStatement: { statements: [underOrigin, { notStatement: { statement: fromConsole } }] } },
    },
    flood({ notStatement: { statement: underOrigin } }), // there, an address is CloudFront's
    largeBody(),
  ]);
}

/** Bodies of refusals. AWS WAF lets nobody say another content type than application/json. */
const BODIES: readonly GatewayAnswer[] = ['TooManyCalls', 'BodyTooLarge'];

function block(answer: GatewayAnswer) {
  const { status } = gatewayProblem(answer);
  return { block: { customResponse: { responseCode: status, customResponseBodyKey: answer } } };
}

function bodyOf(answer: GatewayAnswer): CfnWebACL.CustomResponseBodyProperty {
  return { contentType: 'APPLICATION_JSON', content: JSON.stringify(gatewayProblem(answer)) };
}

type Rule = Pick<CfnWebACL.RuleProperty, 'name' | 'action' | 'statement'>;

function flood(scopeDownStatement?: CfnWebACL.StatementProperty): Rule {
  const limit = { aggregateKeyType: 'IP', limit: FLOOD, evaluationWindowSec: FLOOD_SECONDS };
  const rateBasedStatement = { ...limit, ...(scopeDownStatement ? { scopeDownStatement } : {}) };
  return {
    name: 'Flood',
    action: block('TooManyCalls'),
    statement: { rateBasedStatement },
  };
}

function largeBody(): Rule {
  return {
    name: 'LargeBody',
    action: block('BodyTooLarge'),
    statement: {
      regexMatchStatement: {
        fieldToMatch: { singleHeader: { Name: 'content-length' } },
        regexString: TOO_LARGE,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    },
  };
}

function matches(header: string, searchString: string): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { singleHeader: { Name: header } },
      positionalConstraint: 'EXACTLY',
      searchString,
      textTransformations: [{ priority: 0, type: header === 'host' ? 'LOWERCASE' : 'NONE' }],
    },
  };
}

function createFirewall(stack: Stack, id: string, scope: string, rules: readonly Rule[]): CfnWebACL {
  const visibility = (metricName: string) => ({
    cloudWatchMetricsEnabled: true,
    metricName,
    sampledRequestsEnabled: false, // samples would hold headers
  });
  return new CfnWebACL(stack, id, {
    scope,
    defaultAction: { allow: {} },
    visibilityConfig: visibility(id),
    customResponseBodies: Object.fromEntries(BODIES.map((answer) => [answer, bodyOf(answer)])),
    rules: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) })),
  });
}
