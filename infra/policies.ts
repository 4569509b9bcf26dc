/**
 * Gives every function's role the policy of its row of permissions.ts, and what tells of the function itself. A function waits for its
 * policy, so that code that needs one right more never runs before it has it.
 */
import type { Stack } from 'aws-cdk-lib';
import { Policy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { FunctionName } from '../core/topology.ts';
import type { Functions } from './functions.ts';
import { type Deployed, type Grant, grantsOf, type Place } from './permissions.ts';

/** Their policies name the machines that invoke them: a machine comes after its functions, and so do these policies. */
const OF_THEIR_OWN_MACHINE: readonly string[] = ['FinishRetirement'] satisfies FunctionName[];

export function permit(stack: Stack, functions: Functions, deployed: Deployed): void {
  for (const [name, { role, lambda }] of Object.entries(functions)) {
    const statements = grantsOf(name).map((grant) => statementOf(grant, { ...deployed, stack }));
    const policy = new Policy(stack, `${name}Policy`, { roles: [role], statements });
    if (!OF_THEIR_OWN_MACHINE.includes(name)) lambda.node.addDependency(policy);
  }
}

/**
 * Logs into the function's own group, and traces; X-Ray knows no resources. A part of the role and not of its policy, which may come
 * when the function is already there: Lambda makes no function that traces with a role that may not write traces.
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
