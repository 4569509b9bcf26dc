/** Gives every function's role the policy of its row of permissions.ts, and nothing else. */
import type { Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Functions } from './functions.ts';
import { type Deployed, type Grant, grantsOf, type Place } from './permissions.ts';

export function permit(stack: Stack, functions: Functions, deployed: Deployed): void {
  for (const [name, { role, logs }] of Object.entries(functions)) {
    const place = { ...deployed, stack, logGroupArn: logs.logGroupArn };
    const statements = grantsOf(name).map((grant) => statementOf(grant, place));
    new Policy(stack, `${name}Policy`, { roles: [role], statements });
  }
}

function statementOf({ actions, on, when }: Grant, place: Place): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: [...on(place)],
    ...(when ? { conditions: when(place) } : {}),
  });
}
