/** Gives every function's role the policy of its row of permissions.ts, and what tells of the function itself. */
import type { Stack } from 'aws-cdk-lib';
import { Policy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { FunctionName } from '../core/topology.ts';
import type { Functions } from './functions.ts';
import { type Deployed, type Grant, grantsOf, type Place } from './permissions.ts';

export type Policies = Readonly<Record<FunctionName, Policy>>;

export function permit(stack: Stack, functions: Functions, deployed: Deployed): Policies {
  const policies = Object.entries(functions).map(([name, { role }]) => {
    const statements = grantsOf(name).map((grant) => statementOf(grant, { ...deployed, stack }));
    return [name, new Policy(stack, `${name}Policy`, { roles: [role], statements })];
  });
  return Object.fromEntries(policies) as Policies;
}

/**
 * Logs into the function's own group, and traces; X-Ray knows no resources. A part of the role and not of its policy, which comes when the
 * function is already there: Lambda makes no function that traces with a role that may not write traces.
 */
export function telemetry({ logGroupArn }: LogGroup): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] }),
      new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] }),
    ],
  });
}

function statementOf({ actions, on, when }: Grant, place: Place): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: [...on(place)],
    ...(when ? { conditions: when(place) } : {}),
  });
}
