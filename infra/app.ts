/**
 * The CDK app that cdk.json names: one stack per stage, functions bundled once for all of them. Run it through npx or npm run,
 * which put Node 24 first: `npx cdk synth`, `npx cdk deploy certificates-test`. Synthesis needs neither account nor network.
 */
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from './bundles.ts';
import { createServiceStack } from './service-stack.ts';
import { STAGES } from './stages.ts';

const app = new App();
const { codeOf } = await bundleFunctions();
for (const [name, stage] of Object.entries(STAGES)) createServiceStack(app, name, { stage, codeOf });
