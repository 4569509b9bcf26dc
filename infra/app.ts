/**
 * The CDK app that cdk.json names: one stack per stage; functions and page are built once for all of them. Run it through npx or npm run,
 * which put Node 24 first: `npx cdk synth`, `npx cdk deploy certificates-test`. Synthesis needs neither account nor network,
 * and fails on every finding of cdk-nag and of CloudFormation's own rules that acknowledged.ts does not give a reason for.
 */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { buildOf } from './build.ts';
import { bundleFunctions } from './bundles.ts';
import { buildPage } from './page.ts';
import { createServiceStack } from './service-stack.ts';
import { STAGES } from './stages.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
const { codeOf } = await bundleFunctions();
const page = buildPage();
const build = buildOf(process.env.BUILD);
for (const [name, stage] of Object.entries(STAGES)) createServiceStack(app, name, { stage, codeOf, page, build });
