/**
 * Does what is deployed agree with core/topology.ts, with the state machines' files and with what the sources really call?
 * Each check gathers its complaints as sentences, so that a failure names what is missing and where.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
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

  it('permits a function nothing that its sources never ask for', () => {
    const complaints = ROWS.flatMap(([name, { entry }]) => {
      const asked = clientsOf(entry).flatMap(actionsIn);
      return permitted(name)
        .filter((action) => !asked.includes(action) && action !== BY_LAMBDA_ITSELF)
        .map((action) => `${name} may do ${action}, but ${entry} reaches no client that sends such a command`);
    });
    expect(complaints).toEqual([]);
  });

  it('permits every function something of each service whose client it reaches', () => {
    const complaints = ROWS.flatMap(([name, { entry }]) => {
      const services = permitted(name).map(serviceOf);
      return clientsOf(entry)
        .filter((client) => actionsIn(client).length > 0)
        .filter(
          (client) =>
            !actionsIn(client)
              .map(serviceOf)
              .some((service) => services.includes(service)),
        )
        .map((client) => `${name} reaches ${client}, but may do nothing of its service`);
    });
    expect(complaints).toEqual([]);
  });

  it('permits each command that a client sends to some function that reaches the client', () => {
    const reached = ROWS.flatMap(([name, { entry }]) => clientsOf(entry).map((client) => ({ name, client })));
    const complaints = [...new Set(reached.map(({ client }) => client))].flatMap((client) => {
      const may = reached.filter((one) => one.client === client).flatMap(({ name }) => permitted(name));
      return actionsIn(client)
        .filter((action) => !may.includes(action))
        .map((action) => `${client} needs ${action}, which no function may do`);
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
    expect(rules).toHaveLength(4);
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

// What the sources ask for: entry → imports → clients → commands → actions of IAM

/** Lambda writes dead letters in the function's name; no client does. */
const BY_LAMBDA_ITSELF = 'sqs:SendMessage';

/** The clients that a module reaches by imports of more than types. */
function clientsOf(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry) || !entry.startsWith('lambdas/')) return [];
  seen.add(entry);
  const imports = readFileSync(join(ROOT, entry), 'utf8').matchAll(/^import (?!type )[^;]*?from '(\.[^']+)'/gm);
  const reached = [...imports].flatMap((match) =>
    clientsOf(relative(ROOT, join(ROOT, dirname(entry), match[1] ?? '')), seen),
  );
  return entry.startsWith('lambdas/clients/') ? [entry, ...reached] : reached;
}

/** IAM's prefix of the service that an SDK package talks to. */
const SERVICES: Readonly<Record<string, string>> = {
  'client-acm': 'acm',
  'client-cloudfront': 'cloudfront',
  'client-eventbridge': 'events',
  'client-route-53': 'route53',
  'client-sesv2': 'ses',
  'client-sfn': 'states',
  'lib-dynamodb': 'dynamodb',
};

/** Operations that need actions of other names. Source: Service Authorization Reference, "API operations defined by". */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'acm:RequestCertificate': ['acm:RequestCertificate', 'acm:AddTagsToCertificate'],
  'cloudfront:CreateDistributionWithTags': ['cloudfront:CreateDistribution', 'cloudfront:TagResource'],
  'cloudfront:ListDomainConflicts': ['cloudfront:ListDomainConflicts', 'cloudfront:GetDistribution'],
  'dynamodb:BatchWrite': ['dynamodb:BatchWriteItem'],
  'dynamodb:Delete': ['dynamodb:DeleteItem'],
  'dynamodb:Get': ['dynamodb:GetItem'],
  'dynamodb:Put': ['dynamodb:PutItem'],
  'dynamodb:TransactWrite': ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
  'dynamodb:Update': ['dynamodb:UpdateItem'],
};

/** The actions behind the commands and paginators that a client's source makes. */
function actionsIn(client: string): string[] {
  const text = readFileSync(join(ROOT, client), 'utf8');
  const packages = [...text.matchAll(/from '@aws-sdk\/([\w-]+)'/g)].map((match) => match[1] ?? '');
  const service = packages.map((one) => SERVICES[one]).find((known) => known !== undefined);
  const operations = [...text.matchAll(/new (\w+)Command\(|paginate(\w+)\(/g)].map(
    (match) => `${service}:${match[1] ?? match[2]}`,
  );
  return [...new Set(operations.flatMap((operation) => ACTIONS[operation] ?? [operation]))];
}
