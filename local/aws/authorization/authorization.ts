/**
 * May this caller do that? Functions, state machines and event rules may do what the role of their name allows, and nothing else;
 * people of our account may do everything, and other accounts answer for themselves. A refusal names action and resource, in the
 * words of the service that was asked.
 */
import { OUR_ACCOUNT } from '../../world.ts';
import { awsError } from '../service.ts';
import { type Asked, demandsOf, invocationOf } from './demands.ts';
import { createPolicy, type Policy, type Statement } from './policy.ts';

export interface Authorization {
  /** Undefined: it may. `service` as in local/aws; `input` as the wire has read it. */
  refusal(caller: Principal, service: string, operation: string, input: object): Refusal | undefined;
  /** The same for a function that a state machine or a rule invokes. */
  invocationRefusal(role: string, functionArn: string): Error | undefined;
  /** From now on the role lacks the action, as if its row in infra/permissions.ts had never named it. Gives it back. */
  take(role: string, action: string): () => void;
}

/** The access key says who calls: a function's is its name. */
interface Principal {
  account: string;
  principal: string;
}

export interface Refusal {
  error: Error;
  status: number;
}

/** Tags of what an ARN names; undefined when there is no such thing. */
export type TagsOf = (arn: string) => Readonly<Record<string, string>> | undefined;

export function createAuthorization(roles: ReadonlyMap<string, readonly Statement[]>, tagsOf: TagsOf): Authorization {
  const policies = new Map([...roles].map(([name, statements]) => [name, createPolicy(statements)]));
  const taken = new Set<string>();

  function refused(role: string, policy: Policy, asked: readonly Asked[]): Asked | undefined {
    return asked.find(({ action, resource, context }) => {
      const valuesOf = (key: string) => tagValue(key, resource, tagsOf) ?? context?.[key];
      return taken.has(`${role} ${action}`) || !policy.allows({ action, resource, valuesOf });
    });
  }

  return {
    refusal({ account, principal }, service, operation, input) {
      const policy = account === OUR_ACCOUNT ? policies.get(principal) : undefined;
      const missing = policy && refused(principal, policy, demandsOf(service, operation, input));
      return missing && wordedBy(service, principal, missing);
    },
    invocationRefusal(role, functionArn) {
      const policy = policies.get(role);
      const missing = policy && refused(role, policy, [invocationOf(functionArn)]);
      return missing && awsError('AccessDeniedException', sentence(role, missing));
    },
    take(role, action) {
      const key = `${role} ${action}`;
      taken.add(key);
      return () => void taken.delete(key);
    },
  };
}

const RESOURCE_TAG = 'aws:ResourceTag/';

function tagValue(key: string, resource: string, tagsOf: TagsOf): string[] | undefined {
  if (!key.startsWith(RESOURCE_TAG)) return undefined;
  const value = tagsOf(resource)?.[key.slice(RESOURCE_TAG.length)];
  return value === undefined ? undefined : [value];
}

/** REST-XML services say AccessDenied; JSON ones answer with 400, as they do with all that is the caller's fault. */
const [REST_XML, REST_JSON] = [
  ['cloudfront', 'route53'],
  ['lambda', 'ses'],
];

function wordedBy(service: string, role: string, asked: Asked): Refusal {
  const code = REST_XML.includes(service) ? 'AccessDenied' : 'AccessDeniedException';
  const status = REST_XML.includes(service) || REST_JSON.includes(service) ? 403 : 400;
  const message = service === 'ses' ? sentenceOfSes(role, asked) : sentence(role, asked);
  return { error: awsError(code, message), status };
}

/** As reported of ACM, CloudFront, Lambda and DynamoDB (field): without a resource, none is named. */
function sentence(role: string, { action, resource }: Asked): string {
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  return `User: ${sessionArn(role)} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`;
}

/** SES quotes in its own way (field). */
function sentenceOfSes(role: string, { action, resource }: Asked): string {
  return `User \`${sessionArn(role)}' is not authorized to perform \`${action}' on resource \`${resource}'`;
}

/** Lambda names a session after its function. */
function sessionArn(role: string): string {
  return `arn:aws:sts::${OUR_ACCOUNT}:assumed-role/${role}/${role}`;
}
