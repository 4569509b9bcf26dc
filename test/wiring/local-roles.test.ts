/** Are the roles that local mode enforces those that are synthesized for AWS? Compared action by action, with all conditions. */
import type { Template } from 'aws-cdk-lib/assertions';
import {
  EVENT_RULES,
  FUNCTIONS,
  type FunctionName,
  SCHEDULES,
  STATE_MACHINES,
  type StateMachineName,
} from '../../core/topology.ts';
import { STAGES, type Stage } from '../../infra/stages.ts';
import { demandsOf } from '../../local/aws/authorization/demands.ts';
import type { Statement } from '../../local/aws/authorization/policy.ts';
import { rolesOfDeployment, scheduleRule } from '../../local/aws/authorization/roles.ts';
import { stateMachineArn, TABLE_NAME } from '../../local/aws/aws.ts';
import { KEY_ARN } from '../../local/aws/kms/service.ts';
import { functionArn } from '../../local/lambda.ts';
import { DATA_CENTERS, MAIL_ADDRESS } from '../../local/scenery.ts';
import { OUR_ACCOUNT, REGION } from '../../local/world.ts';
import { statementsOf, synthesize } from '../unit/infra/synthesized.ts';

let template: Template;
let roles: ReadonlyMap<string, readonly Statement[]>;
beforeAll(() => {
  template = synthesize('test', { ...(STAGES.test as Stage), dataCenters: DATA_CENTERS, mailFrom: MAIL_ADDRESS });
  roles = rolesOfDeployment({ tableName: TABLE_NAME, stateMachineArn });
});

/** One line for each action, resource and condition: however statements are grouped, they allow the same. */
function lines(statements: readonly Statement[]): string[] {
  const all = statements.flatMap(({ actions, resources, conditions = {} }) =>
    actions.flatMap((action) => resources.map((resource) => [action, resource, sorted(conditions)].join(' '))),
  );
  return [...new Set(all)].sort();
}

function sorted(conditions: NonNullable<Statement['conditions']>): string {
  const parts = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} ${[values].flat().map(resolve).sort()}`),
  );
  return parts.sort().join('; ');
}

const enforced = (role: string) => lines(roles.get(role) ?? []);

function synthesized(policy: string, of: (action: string) => boolean = () => true): string[] {
  return lines(
    statementsOf(template, policy).map(({ Action, Resource, Condition }) => ({
      actions: [Action].flat().filter(of),
      resources: [Resource].flat().map(resolve),
      ...(Condition && { conditions: Condition as NonNullable<Statement['conditions']> }),
    })),
  );
}

/** An intrinsic function of CloudFormation, as it comes out on this machine. */
function resolve(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (join) return (join as [string, unknown[]])[1].map(resolve).join((join as [string, unknown[]])[0]);
  const [id, member] = (attribute as [string, string] | undefined) ?? [Ref as string, 'Ref'];
  return PSEUDO[id] ?? ofResource(id, member);
}

const PSEUDO: Readonly<Record<string, string>> = { 'AWS::Partition': 'aws', 'AWS::AccountId': OUR_ACCOUNT };
const MACHINES = Object.keys(STATE_MACHINES) as StateMachineName[];

function ofResource(id: string, member: string): string {
  const { Type, Properties } = template.toJSON().Resources[id];
  const machine = MACHINES.find((name) => id.startsWith(pascal(name)));
  const [name] = Object.entries(FUNCTIONS).find(([, { entry }]) => entry === Properties?.Description) ?? [];
  if (Type === 'AWS::StepFunctions::StateMachine' && machine)
    return member === 'Name' ? machine : stateMachineArn(machine);
  if (Type === 'AWS::DynamoDB::GlobalTable' && member === 'Ref') return TABLE_NAME;
  if (Type === 'AWS::DynamoDB::GlobalTable') return `arn:aws:dynamodb:${REGION}:${OUR_ACCOUNT}:table/${TABLE_NAME}`;
  if (Type === 'AWS::KMS::Key') return KEY_ARN;
  if (Type === 'AWS::SQS::Queue') return `arn:aws:sqs:${REGION}:${OUR_ACCOUNT}:dead-letters`;
  if (Type === 'AWS::SES::ConfigurationSet') return 'certificates';
  if (Type === 'AWS::Logs::LogGroup')
    return `arn:aws:logs:${REGION}:${OUR_ACCOUNT}:log-group:${/^(.*)Logs/.exec(id)?.[1]}`;
  if (Type === 'AWS::Lambda::Function' && name) return functionArn(name as FunctionName);
  throw new Error(`${Type} ${id} ${member} has no counterpart on this machine`);
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

it.each(Object.keys(FUNCTIONS))('enforces the policy of the function %s', (name) => {
  expect(enforced(name)).toEqual(synthesized(`${name}Policy`));
  expect(enforced(name).length).toBeGreaterThan(0);
});

it.each(MACHINES)('lets the machine %s invoke what its role may, and nothing else', (name) => {
  expect(enforced(name)).toEqual(synthesized(`${pascal(name)}Role`, (action) => action.startsWith('lambda:')));
});

it('lets every rule invoke the function that permits it, and no other', () => {
  const permissions = Object.values(template.findResources('AWS::Lambda::Permission'))
    .map(({ Properties }) => Properties)
    .filter(({ Principal }) => Principal === 'events.amazonaws.com')
    .map(({ SourceArn, FunctionName }) => [SourceArn['Fn::GetAtt'][0], resolve(FunctionName)]);
  const rules = [
    ...Object.keys(EVENT_RULES),
    ...(Object.keys(SCHEDULES) as (keyof typeof SCHEDULES)[]).map(scheduleRule),
  ];
  const permitted = rules.map((rule) => permissions.filter(([id]) => id.startsWith(rule)).map(([, arn]) => arn));
  expect(permitted).toEqual(rules.map((rule) => roles.get(rule)?.[0]?.resources));
  expect(permissions).toHaveLength(rules.length);
});

it('knows what calls ask for of every service that a row names', () => {
  const prefixes = [...roles.values()]
    .flat()
    .flatMap(({ actions }) => actions.map((action) => action.split(':')[0] ?? ''));
  const asked = SERVICES.map((service) => demandsOf(service, 'Any', { Entries: [{}] })[0]?.action.split(':')[0]);
  const without = ['logs', 'xray', 'sqs']; // not simulated: Lambda itself asks these
  expect([...new Set(prefixes)].filter((prefix) => !without.includes(prefix) && !asked.includes(prefix))).toEqual([]);
});

/** As the folders of local/aws are called. */
const SERVICES = [
  'acm',
  'cloudfront',
  'dynamodb',
  'eventbridge',
  'kms',
  'lambda',
  'route53',
  'servicequotas',
  'ses',
  'ssm',
  'states',
];
