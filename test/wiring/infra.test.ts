/**
 * Does what is deployed agree with core/topology.ts, with the state machines' files and with what the sources really call?
 * Each check gathers its complaints as sentences, so that a failure names what is missing and where.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import {
  arnPlaceholder,
  EVENT_RULES,
  FUNCTIONS,
  type FunctionName,
  type FunctionRow,
  LOCAL_VARIABLES,
  SCHEDULES,
  STATE_MACHINES,
} from '../../core/topology.ts';
import { PERMISSIONS } from '../../infra/permissions.ts';
import { synthesize } from '../unit/infra/synthesized.ts';

const ROOT = join(import.meta.dirname, '../..');
const ROWS = Object.entries(FUNCTIONS) as [FunctionName, FunctionRow][];

describe('infra/permissions.ts', () => {
  it('has a row for every function, and no other', () => {
    const complaints = [
      ...ROWS.filter(([name]) => !PERMISSIONS[name]).map(
        ([name]) => `the function ${name} has no row in infra/permissions.ts`,
      ),
      ...Object.keys(PERMISSIONS)
        .filter((name) => !(name in FUNCTIONS))
        .map((name) => `the row ${name} of infra/permissions.ts has no function`),
    ];
    expect(complaints).toEqual([]);
  });

  it('permits every function what the methods of AWS that it calls need', () => {
    const complaints = ROWS.flatMap(([name, { entry }]) =>
      callsOf(entry).flatMap(({ client, method, actions }) =>
        actions
          .filter((action) => !permitted(name).includes(action))
          .map((action) => `${name} calls ${method} of ${client}, but may not do ${action}`),
      ),
    );
    expect(complaints).toEqual([]);
  });

  it('permits a function nothing that it never calls', () => {
    const complaints = ROWS.flatMap(([name, { entry }]) => {
      const needed = callsOf(entry).flatMap(({ actions }) => actions);
      return permitted(name)
        .filter((action) => serviceOf(action) !== 'dynamodb' && action !== BY_LAMBDA_ITSELF && !needed.includes(action))
        .map((action) => `${name} may do ${action}, but ${entry} calls nothing that needs it`);
    });
    expect(complaints).toEqual([]);
  });

  it('permits every function to read the table, and only what the table’s client can do', () => {
    const able = [...methodsOf(TABLE_CLIENT).values()].flat();
    const complaints = ROWS.flatMap(([name]) => {
      const tables = permitted(name).filter((action) => serviceOf(action) === 'dynamodb');
      return [
        ...(tables.includes('dynamodb:GetItem') ? [] : [`${name} may not read the table`]),
        ...tables
          .filter((action) => !able.includes(action))
          .map((action) => `${name} may do ${action}, which ${TABLE_CLIENT} never does`),
      ];
    });
    expect(complaints).toEqual([]);
  });
});

describe.each(['test', 'production'] as const)('the stack of %s', (stage) => {
  let template: Template;
  beforeAll(() => {
    template = synthesize(stage);
  });

  function lambda(entry: string) {
    return Object.values(template.findResources('AWS::Lambda::Function', { Properties: { Description: entry } }))[0]
      ?.Properties;
  }

  it('has every function with its entry, its time-out and exactly its variables', () => {
    const complaints = ROWS.flatMap(([name, { entry, timeout, variables }]) => {
      const deployed = lambda(entry);
      if (!deployed) return [`the function ${name} is not in the template`];
      const set = Object.keys(deployed.Environment?.Variables ?? {});
      return [
        ...(existsSync(join(ROOT, entry)) ? [] : [`the function ${name} has no file ${entry}`]),
        ...(deployed.Timeout === timeout ? [] : [`the function ${name} has ${deployed.Timeout} s, not ${timeout} s`]),
        ...variables.filter((one) => !set.includes(one)).map((one) => `the function ${name} lacks the variable ${one}`),
        ...set
          .filter((one) => !variables.some((known) => known === one))
          .map((one) => `the function ${name} is not to have the variable ${one}`),
      ];
    });
    expect(complaints).toEqual([]);
    expect(Object.keys(template.findResources('AWS::Lambda::Function'))).toHaveLength(ROWS.length);
  });

  it('sets no variable that belongs to local mode', () => {
    const text = JSON.stringify(template.toJSON());
    expect(LOCAL_VARIABLES.filter((variable) => text.includes(variable))).toEqual([]);
  });

  it('gives every placeholder of a state machine the ARN of its function', () => {
    const complaints = Object.keys(STATE_MACHINES).flatMap((name) => {
      const file = `state-machines/${name}.asl.json`;
      const text = readFileSync(join(ROOT, file), 'utf8');
      const machines = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
      const machine = machines.find(({ Properties }) => Properties.DefinitionString === text)?.Properties;
      if (!machine) return [`the state machine ${name} is not in the template as ${file} has it`];
      return placeholdersOf(text).flatMap((placeholder) => {
        const [logicalId] = machine.DefinitionSubstitutions[placeholder]?.['Fn::GetAtt'] ?? [];
        const row = ROWS.find(([functionName]) => arnPlaceholder(functionName) === placeholder);
        const same = template.toJSON().Resources[logicalId]?.Properties.Description === row?.[1].entry;
        return row && same ? [] : [`\${${placeholder}} in ${file} does not become the ARN of its function`];
      });
    });
    expect(complaints).toEqual([]);
  });

  it('has every schedule and every event rule, each with its target', () => {
    const rules = Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
    const calls = (rule: (typeof rules)[number] | undefined, target: FunctionName) => {
      const [logicalId] = rule?.Targets[0].Arn['Fn::GetAtt'] ?? [];
      return template.toJSON().Resources[logicalId]?.Properties.Description === FUNCTIONS[target].entry;
    };
    const missing = [
      ...(Object.keys(SCHEDULES) as (keyof typeof SCHEDULES)[])
        .filter(
          (name) =>
            !rules.some((rule) => rule.ScheduleExpression === EVERY[SCHEDULES[name].rateMinutes] && calls(rule, name)),
        )
        .map((name) => `the schedule of ${name} is not in the template`),
      ...Object.entries(EVENT_RULES)
        .filter(([, { target, source, detailType }]) => {
          const rule = rules.find(
            ({ EventPattern }) => EventPattern?.source[0] === source && EventPattern['detail-type'][0] === detailType,
          );
          return !calls(rule, target);
        })
        .map(([name]) => `the event rule ${name} is not in the template`),
    ];
    expect(missing).toEqual([]);
    expect(rules).toHaveLength(6);
  });
});

const EVERY: Readonly<Record<number, string>> = { 1: 'rate(1 minute)' };

function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ''))];
}

function permitted(name: FunctionName): string[] {
  return (PERMISSIONS[name] ?? []).flatMap(({ actions }) => actions);
}

function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}

// What the sources ask for: an entry's modules → the methods of clients that they call → commands → actions of IAM. The table is
// asked through records, which need other actions method by method; there the rows are written by hand.

/** Lambda writes dead letters in the function's name; no client does. */
const BY_LAMBDA_ITSELF = 'sqs:SendMessage';
const TABLE_CLIENT = 'lambdas/clients/table.ts';

interface ClientCall {
  client: string;
  method: string;
  actions: readonly string[];
}

/** `cloudFront.addAliases(` in a module of the entry is a call of the method `addAliases` of clients/cloudfront.ts. */
function callsOf(entry: string): ClientCall[] {
  const modules = modulesOf(entry);
  const text = modules
    .filter((module) => !isClient(module))
    .map(read)
    .join('\n');
  return modules
    .filter((module) => isClient(module) && module !== TABLE_CLIENT)
    .flatMap((client) => {
      const receiver = basename(client, '.ts').replaceAll('-', '');
      const called = [...text.matchAll(new RegExp(`\\b${receiver}\\.(\\w+)\\(`, 'gi'))].map((match) => match[1] ?? '');
      const methods = methodsOf(client);
      return [...new Set(called)].map((method) => ({ client, method, actions: methods.get(method) ?? [] }));
    });
}

/** The modules of lambdas/ that an entry reaches by imports of more than types, itself included. */
function modulesOf(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry) || !entry.startsWith('lambdas/')) return [];
  seen.add(entry);
  const imports = read(entry).matchAll(/^import (?!type )[^;]*?from '(\.[^']+)'/gm);
  return [entry, ...[...imports].flatMap((match) => modulesOf(join(dirname(entry), match[1] ?? ''), seen))];
}

function isClient(module: string): boolean {
  return module.startsWith('lambdas/clients/');
}

/** A client's functions and methods with the actions behind the commands that they send, directly or by one another. */
function methodsOf(client: string): Map<string, string[]> {
  const text = read(client);
  const service = Object.keys(SERVICES).find((name) => text.includes(`from '@aws-sdk/${name}'`));
  const starts = [...text.matchAll(/^ {0,4}(?:export |async |function )*(\w+)(?:\(|: \()/gm)];
  const bodies = new Map(
    starts.map((start, index) => [start[1] ?? '', text.slice(start.index + start[0].length, starts[index + 1]?.index)]),
  );
  const reach = (name: string, seen: Set<string>): string[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const body = bodies.get(name) ?? '';
    const others = [...bodies.keys()].filter((other) => new RegExp(`(?<![.\\w])${other}\\(`).test(body));
    const operations = [...body.matchAll(/new (\w+)Command\(|paginate(\w+)\(/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    return [
      ...operations.flatMap((operation) => actionsBehind(SERVICES[service ?? ''] ?? '', operation)),
      ...others.flatMap((other) => reach(other, seen)),
    ];
  };
  return new Map([...bodies.keys()].map((name) => [name, reach(name, new Set())]));
}

/** IAM's prefix of the service that an SDK package talks to. */
const SERVICES: Readonly<Record<string, string>> = {
  'client-acm': 'acm',
  'client-cloudfront': 'cloudfront',
  'client-eventbridge': 'events',
  'client-kms': 'kms',
  'client-route-53': 'route53',
  'client-service-quotas': 'servicequotas',
  'client-sesv2': 'ses',
  'client-sfn': 'states',
  'client-ssm': 'ssm',
  'lib-dynamodb': 'dynamodb',
};

/** Operations that need actions of other names. Source: Service Authorization Reference, "API operations defined by". */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'acm:RequestCertificate': ['acm:RequestCertificate', 'acm:AddTagsToCertificate'],
  'cloudfront:CreateDistributionWithTags': ['cloudfront:CreateDistribution', 'cloudfront:TagResource'],
  'cloudfront:ListDomainConflicts': ['cloudfront:ListDomainConflicts', 'cloudfront:GetDistribution'],
  'cloudfront:UpdateDomainAssociation': ['cloudfront:UpdateDomainAssociation', 'cloudfront:UpdateDistribution'],
  'dynamodb:BatchWrite': ['dynamodb:BatchWriteItem'],
  'dynamodb:Delete': ['dynamodb:DeleteItem'],
  'dynamodb:Get': ['dynamodb:GetItem'],
  'dynamodb:Put': ['dynamodb:PutItem'],
  'dynamodb:TransactWrite': ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
  'dynamodb:Update': ['dynamodb:UpdateItem'],
  'ssm:CreateOpsItem': ['ssm:CreateOpsItem', 'ssm:AddTagsToResource'],
};

function actionsBehind(service: string, operation: string): readonly string[] {
  return ACTIONS[`${service}:${operation}`] ?? [`${service}:${operation}`];
}

function read(module: string): string {
  return readFileSync(join(ROOT, module), 'utf8');
}
