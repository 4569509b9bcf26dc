/** One deployment of the service, in the order of core/topology.ts: what is kept, what runs, what wakes it, who may call it. */
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { createApi } from './api.ts';
import { type CodeOf, createFunctions, giveVariables } from './functions.ts';
import { createKey } from './keys.ts';
import { permit } from './permissions.ts';
import { createDeadLetters, createSchedules } from './schedules.ts';
import { apiDomainsOf, REGION, type Stage } from './stages.ts';
import { createTable } from './tables.ts';
import { createWorkflows } from './workflows.ts';

export interface ServiceProps {
  stage: Stage;
  /** The deployed code of a function: its bundle, or a stand-in where nobody will run it. */
  codeOf: CodeOf;
}

export function createServiceStack(app: App, stageName: string, { stage, codeOf }: ServiceProps): Stack {
  const stack = new Stack(app, `certificates-${stageName}`, {
    description: `First-party certificates, stage ${stageName}`,
    env: { region: REGION },
    tags: { service: 'certificates', stage: stageName },
    terminationProtection: !stage.removable,
  });

  const key = createKey(stack, stage);
  const table = createTable(stack, stage, key);
  const functions = createFunctions(stack, { stage, key, codeOf });
  const workflows = createWorkflows(stack, { stage, key, functions });
  const deadLetters = createDeadLetters(stack);

  giveVariables(functions, {
    TABLE_NAME: table.tableName,
    DATA_CENTERS: JSON.stringify(stage.dataCenters),
    PROVISION_CERTIFICATE_ARN: workflows['provision-certificate'].stateMachineArn,
    MOVE_OWNERSHIP_ARN: workflows['move-ownership'].stateMachineArn,
    RETIRE_SITE_ARN: workflows['retire-site'].stateMachineArn,
    WILDCARD_OVERLAP: stage.wildcardOverlap,
    MAIL_FROM: stage.mailFrom,
    CONSOLE_URL: stage.consoleUrl,
    CONSOLE_API_KEY: stage.consoleApiKey,
    KEY_ARN: key.keyArn,
    API_DOMAINS: apiDomainsOf(stage).join(','),
    CALLS_PER_MINUTE: String(stage.callsPerMinute),
  });
  permit(stack, functions, { stage, key, table, workflows, deadLetters });

  createSchedules(stack, { functions, workflows, deadLetters });
  createApi(stack, { stage, key, handler: functions.Api.lambda });

  new CfnOutput(stack, 'ApiUrls', {
    value: apiDomainsOf(stage)
      .map((domain) => `https://${domain}/api`)
      .join(' '),
  });
  new CfnOutput(stack, 'BootstrapFunction', { value: functions.Bootstrap.lambda.functionName });
  new CfnOutput(stack, 'TableName', { value: table.tableName });
  new CfnOutput(stack, 'ProvisionCertificateArn', { value: workflows['provision-certificate'].stateMachineArn });
  return stack;
}
