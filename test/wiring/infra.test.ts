/**
 * Does what is deployed agree with core/topology.ts, with the state machines' files and with what the sources really call?
 * Each check gathers its complaints as sentences, so that a failure names what is missing and where.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { ALARMS, type Alarm } from '../../core/alarms.ts';
import {
  arnPlaceholder,
  EVENT_RULES,
  FUNCTIONS,
  type FunctionName,
  type FunctionRow,
  LOCAL_VARIABLES,
  OUR_SOURCE,
  SCHEDULES,
  STATE_MACHINES,
} from '../../core/topology.ts';
import { type Grant, PERMISSIONS } from '../../infra/permissions.ts';
import {
  type Template as CostTemplate,
  emptyMonth,
  OUR_METRICS,
  oneCertificate,
  pricesTable,
  tableOf,
} from '../../scripts/cost-table.ts';
import {
  missingPermissions,
  needlessPermissions,
  strangeAlarms,
  strangeFunctions,
  strangeVariables,
  strayRows,
} from '../support/wiring/agreement.ts';
import { BY_LAMBDA_ITSELF } from '../support/wiring/calls-of-aws.ts';
import { synthesize } from '../unit/infra/synthesized.ts';

const ROOT = join(import.meta.dirname, '../..');
const ROWS = Object.entries(FUNCTIONS) as [FunctionName, FunctionRow][];

describe('infra/permissions.ts', () => {
  it('has a row for every function, and no other', () => {
    expect(strayRows(PERMISSIONS)).toEqual([]);
  });

  it('permits every function what the commands need that its sources construct', () => {
    expect(missingPermissions(PERMISSIONS)).toEqual([]);
  });

  it('permits a function nothing that none of its sources needs', () => {
    expect(needlessPermissions(PERMISSIONS)).toEqual([]);
  });

  it('is complained about when any one action of any row is gone', () => {
    const rows = GRANTS.flatMap(({ name, grants, index }) =>
      (grants[index]?.actions ?? []).map((action) => ({ name, grants, index, action })),
    );
    const unnoticed = rows.filter(({ name, grants, index, action }) => {
      if (action === BY_LAMBDA_ITSELF) return false;
      const less = grants.map((grant, at) =>
        at === index ? { ...grant, actions: grant.actions.filter((one) => one !== action) } : grant,
      );
      const isElsewhere = !action.startsWith('dynamodb:') && less.some(({ actions }) => actions.includes(action));
      return !isElsewhere && missingPermissions({ ...PERMISSIONS, [name]: less }).length === 0;
    });
    expect(unnoticed.map(({ name, action }) => `${name} without ${action}`)).toEqual([]);
  });

  it('is complained about when any one row has an action of any other row', () => {
    const some = new Map(GRANTS.flatMap(({ grants, index }) => grantsByAction(grants[index])));
    const unnoticed = Object.entries(PERMISSIONS).flatMap(([name, row]) =>
      [...some]
        .filter(([action]) => action !== BY_LAMBDA_ITSELF && !row.flatMap(({ actions }) => actions).includes(action))
        .filter(([, grant]) => needlessPermissions({ [name]: [...row, grant] }).length === 0)
        .map(([action]) => `${name} with ${action}`),
    );
    expect(unnoticed).toEqual([]);
  });
});

/** Every grant of every row. */
const GRANTS = Object.entries(PERMISSIONS).flatMap(([name, grants]) =>
  grants.map((_, index) => ({ name, grants: grants as readonly Grant[], index })),
);

function grantsByAction(grant: Grant | undefined): [string, Grant][] {
  return (grant?.actions ?? []).map((action) => [action, { ...(grant as Grant), actions: [action] }]);
}

describe('core/topology.ts', () => {
  it('names for every function the variables that its sources read, and no other', () => {
    expect(strangeVariables(FUNCTIONS)).toEqual([]);
  });

  it('is complained about when any one variable is gone, or one too many', () => {
    const all = [...new Set(ROWS.flatMap(([, { variables }]) => variables))];
    const unnoticed = ROWS.flatMap(([name, row]) =>
      all.filter((variable) => {
        const others = row.variables.filter((one) => one !== variable);
        const variables = others.length < row.variables.length ? others : [...others, variable];
        return strangeVariables({ [name]: { ...row, variables } }).length !== 1;
      }),
    );
    expect(unnoticed).toEqual([]);
  });
});

const templates: Partial<Record<'test' | 'production', Template>> = {};

/** Made once: it takes seconds. */
function templateOf(stage: 'test' | 'production'): Template {
  templates[stage] ??= synthesize(stage);
  return templates[stage];
}

describe.each(['test', 'production'] as const)('the stack of %s', (stage) => {
  let template: Template;
  beforeAll(() => {
    template = templateOf(stage);
  });

  it('has every function with its entry, its time-out and exactly its variables', () => {
    expect(strangeFunctions(template)).toEqual([]);
    const ours = Object.values(template.findResources('AWS::Lambda::Function')).filter(
      (one) => one.Properties.Description,
    );
    expect(ours).toHaveLength(ROWS.length); // CDK's own, which copies the console's files, has no description
  });

  it('is complained about when any one variable is gone', () => {
    const unnoticed = ROWS.flatMap(([name, { entry, variables }]) =>
      variables.filter((variable) => {
        const less = structuredClone(template.toJSON());
        for (const { Properties } of Object.values(less.Resources) as { Properties: Lambda }[])
          if (Properties?.Description === entry) delete Properties.Environment?.Variables[variable];
        return !strangeFunctions(found(less.Resources)).includes(`the function ${name} lacks the variable ${variable}`);
      }),
    );
    expect(unnoticed).toEqual([]);
  });

  it('has every alarm, each with a runbook and a story that there are', () => {
    expect(strangeAlarms(ALARMS, template)).toEqual([]);
    template.resourceCountIs('AWS::CloudWatch::Alarm', Object.keys(ALARMS).length);
  });

  it('is complained about when any one alarm’s runbook or story is gone', () => {
    const unnoticed = Object.entries(ALARMS as Record<string, Alarm>).filter(([name, alarm]) => {
      const noRunbook = strangeAlarms({ [name]: { ...alarm, runbook: 'gone' } }, template);
      const noStory = strangeAlarms({ [name]: { ...alarm, story: 'gone' } }, template);
      return noRunbook.length !== 2 || noStory.length !== 1;
    });
    expect(unnoticed.map(([name]) => name)).toEqual([]);
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
    expect(rules).toHaveLength(Object.keys(SCHEDULES).length + Object.keys(EVENT_RULES).length);
  });

  it("is woken by no other deployment's events", () => {
    const patterns = Object.values(template.findResources('AWS::Events::Rule')).map(
      ({ Properties }) => Properties.EventPattern,
    );
    const ours = patterns.filter((pattern) => pattern?.source[0] === OUR_SOURCE);
    const [table] = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));
    expect(ours.map(({ detail }) => detail)).toEqual(ours.map(() => ({ deployment: [{ Ref: table }] })));
    expect(ours).not.toEqual([]);
  });
});

it('costs what docs/deploy.md says, as `npm run infra:cost` prints it', () => {
  const { Resources } = templateOf('production').toJSON() as CostTemplate;
  const certificate = { transitions: 25, steps: 25 }; // as measured: bench/transitions.ts
  const page = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8');
  expect(page).toContain(tableOf(emptyMonth({ Resources }, OUR_METRICS), 2));
  expect(page).toContain(tableOf(oneCertificate(certificate), 5));
  expect(page).toContain(pricesTable());
});

const EVERY: Readonly<Record<number, string>> = { 1: 'rate(1 minute)' };

function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ''))];
}

interface Lambda {
  Description?: string;
  Environment?: { Variables: Record<string, unknown> };
}

/** A template of which only functions are asked for, changed. */
function found(Resources: Record<string, { Type: string }>): Template {
  const findResources = (type: string) =>
    Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type === type));
  return { findResources } as unknown as Template;
}
