/** A stage's template as `cdk synth` makes it, feature flags of cdk.json included, but with a stand-in for each bundle. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { createServiceStack } from '../../../infra/service-stack.ts';
import { STAGES, type Stage } from '../../../infra/stages.ts';

const CDK_JSON = join(import.meta.dirname, '../../../cdk.json');

/** Of a stage of infra/stages.ts, or of another one under its name. */
export function synthesize(name: 'test' | 'production', stage = STAGES[name] as Stage): Template {
  const { context } = JSON.parse(readFileSync(CDK_JSON, 'utf8')) as { context: Record<string, unknown> };
  const app = new App({ context }); // writes its 20 MB into a temporary folder
  const stack = createServiceStack(app, name, {
    stage,
    codeOf: () => Code.fromInline('export const handler = () => {};'),
    page: Source.data('index.html', '<!doctype html>'),
    build: 'build-1',
  });
  try {
    return Template.fromStack(stack);
  } finally {
    rmSync(app.outdir, { recursive: true });
  }
}

export interface Statement {
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

/** The statements of the one policy whose logical id begins with `name`. */
export function statementsOf(template: Template, name: string): Statement[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(name));
  return policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);
}

export function actionsOf({ Action }: Statement): string[] {
  return Array.isArray(Action) ? Action : [Action];
}
