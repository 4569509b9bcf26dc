/** What does not agree between two artefacts, each as a sentence that names what is missing and where. Empty: all agrees. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import type { Alarm } from '../../../core/alarms.ts';
import { FUNCTIONS, type FunctionName, type FunctionRow } from '../../../core/topology.ts';
import type { Grant, Place } from '../../../infra/permissions.ts';
import { missing, ROOT } from '../repository.ts';
import { BY_LAMBDA_ITSELF, needsOf } from './calls-of-aws.ts';
import { reach } from './reach.ts';

const ROWS = Object.entries(FUNCTIONS) as [FunctionName, FunctionRow][];

type Permissions = Readonly<Record<string, readonly Grant[]>>;

/** As `needsOf` names what is needed. */
function permitted(permissions: Permissions, name: string): string[] {
  return (permissions[name] ?? []).flatMap((grant) => grant.actions.flatMap((action) => namesOf(action, grant)));
}

/** An action on the table is one, on each of its indexes another. */
function namesOf(action: string, { on }: Grant): string[] {
  if (!action.startsWith('dynamodb:')) return [action];
  return on(SOMEWHERE).map((arn) => (arn === TABLE_ARN ? action : `${action} of ${basename(arn)}`));
}

const TABLE_ARN = 'table';
/** Grants on the table look at nothing else. */
const SOMEWHERE = { table: { tableArn: TABLE_ARN } } as Place;

/** Functions without a row, rows without a function. */
export function strayRows(permissions: Permissions): string[] {
  return [
    ...ROWS.filter(([name]) => !permissions[name]).map(
      ([name]) => `the function ${name} has no row in infra/permissions.ts`,
    ),
    ...Object.keys(permissions)
      .filter((name) => !(name in FUNCTIONS))
      .map((name) => `the row ${name} of infra/permissions.ts has no function`),
  ];
}

/** What a function's sources need and its row does not permit. */
export function missingPermissions(permissions: Permissions): string[] {
  return ROWS.flatMap(([name, { entry }]) => {
    const may = permitted(permissions, name);
    return needsOf(entry)
      .filter(({ permission }) => !may.includes(permission))
      .map(({ permission, by }) => `${name} may not do ${permission}, which ${by} needs`);
  });
}

/** What a function's row permits and its sources never need. */
export function needlessPermissions(permissions: Permissions): string[] {
  return ROWS.flatMap(([name, { entry }]) => {
    const needed = needsOf(entry).map(({ permission }) => permission);
    return permitted(permissions, name)
      .filter((permission) => permission !== BY_LAMBDA_ITSELF && !needed.includes(permission))
      .map((permission) => `${name} may do ${permission}, but nothing that ${entry} reaches needs it`);
  });
}

/** What a function's sources read of its environment and its row does not set, and the other way round. */
export function strangeVariables(rows: Readonly<Record<string, FunctionRow>>): string[] {
  const known = new Set(Object.values(FUNCTIONS).flatMap(({ variables }): readonly string[] => variables));
  return Object.entries(rows).flatMap(([name, { entry, variables }]) => {
    const read = [...reach(entry, 'create')]
      .flatMap((part) => part.variables)
      .filter((variable) => known.has(variable));
    return [
      ...missing(read, variables).map((variable) => `${name} reads ${variable}, which its row does not name`),
      ...missing(variables, read).map((variable) => `${name} has ${variable}, which nothing that it reaches reads`),
    ];
  });
}

/** Of a synthesized stage: every function with its entry, its time-out and exactly its variables. */
export function strangeFunctions(template: Template): string[] {
  const deployed = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties);
  return ROWS.flatMap(([name, { entry, timeout, variables }]) => {
    const lambda = deployed.find(({ Description }) => Description === entry);
    if (!lambda) return [`the function ${name} is not in the template`];
    const set = Object.keys(lambda.Environment?.Variables ?? {});
    return [
      ...(existsSync(join(ROOT, entry)) ? [] : [`the function ${name} has no file ${entry}`]),
      ...(lambda.Timeout === timeout ? [] : [`the function ${name} has ${lambda.Timeout} s, not ${timeout} s`]),
      ...variables.filter((one) => !set.includes(one)).map((one) => `the function ${name} lacks the variable ${one}`),
      ...set
        .filter((one) => !variables.some((known) => known === one))
        .map((one) => `the function ${name} is not to have the variable ${one}`),
    ];
  });
}

/** Rows of core/alarms.ts whose runbook or story is not there, and alarms that the template has not. */
export function strangeAlarms(alarms: Readonly<Record<string, Alarm>>, template: Template): string[] {
  const deployed = Object.entries(template.findResources('AWS::CloudWatch::Alarm'));
  return Object.entries(alarms).flatMap(([name, { runbook, story }]) => {
    const description = deployed.find(([id]) => id.startsWith(`${name}Alarm`))?.[1].Properties.AlarmDescription ?? '';
    return [
      ...(existsSync(join(ROOT, `runbooks/${runbook}.md`))
        ? []
        : [`${name} names the runbook ${runbook}, which is not there`]),
      ...(isExpectedIn(`test/stories/${story}.test.ts`, name)
        ? []
        : [`${name} names the story ${story}, which is not there or does not expect it to ring`]),
      ...(description.includes(`runbooks/${runbook}.md`)
        ? []
        : [`the alarm ${name} of the template does not name ${runbook}`]),
    ];
  });
}

function isExpectedIn(file: string, alarm: string): boolean {
  return existsSync(join(ROOT, file)) && readFileSync(join(ROOT, file), 'utf8').includes(`'${alarm}'`);
}
