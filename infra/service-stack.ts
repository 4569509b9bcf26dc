/** One deployment of the service, in the order of core/topology.ts: what is kept, what runs, what wakes it, who may call it. */
import { type App, CfnOutput, type SecretValue, Stack } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledged.ts';
import { createAlarms } from './alarms.ts';
import { createApi } from './api.ts';
import { createConsole, createHomeCertificate } from './console.ts';
import { createDashboard } from './dashboard.ts';
import { type CodeOf, createFunctions, giveVariables } from './functions.ts';
import { createKey } from './keys.ts';
import { createMail } from './mail.ts';
import { apiHostsOf, apiUrlOf } from './names.ts';
import { permit } from './policies.ts';
import { createDeadLetters, createSchedules } from './schedules.ts';
import { REGION, type Stage } from './stages.ts';
import { createTable } from './tables.ts';
import { createWorkflows, pascal } from './workflows.ts';

export interface ServiceProps {
  stage: Stage;
  /** The deployed code of a function: its bundle, or a stand-in where nobody will run it. */
  codeOf: CodeOf;
  /** The files of the console, or a stand-in. */
  page: ISource;
  /** What the API says it is. */
  build: string;
}

export function createServiceStack(app: App, stageName: string, { stage, codeOf, page, build }: ServiceProps): Stack {
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
  const mail = createMail(stack, stage);

  giveVariables(functions, {
    TABLE_NAME: table.tableName,
    DATA_CENTERS: JSON.stringify(stage.dataCenters),
    PROVISION_CERTIFICATE_ARN: workflows['provision-certificate'].stateMachineArn,
    MOVE_OWNERSHIP_ARN: workflows['move-ownership'].stateMachineArn,
    MIGRATE_VALIDATION_ARN: workflows['migrate-validation'].stateMachineArn,
    CONCLUDE_REQUEST_ARN: workflows['conclude-request'].stateMachineArn,
    RENEW_CERTIFICATE_ARN: workflows['renew-certificate'].stateMachineArn,
    RETIRE_SITE_ARN: workflows['retire-site'].stateMachineArn,
    WILDCARD_OVERLAP: stage.wildcardOverlap,
    MAIL_FROM: stage.mailFrom,
    CONSOLE_URL: stage.consoleUrl,
    CONSOLE_API_KEY: stage.consoleApiKey,
    KEY_ARN: key.keyArn,
    API_DOMAINS: apiHostsOf(stage).join(','),
    CALLS_PER_MINUTE: String(stage.callsPerMinute),
    BUILD: build,
  });
  permit(stack, functions, { stage, key, table, workflows, deadLetters, mail });

  createSchedules(stack, { table, functions, workflows, deadLetters });

  const homeCertificate = createHomeCertificate(stack, stage);
  const originSecret = createOriginSecret(stack, stage, key);
  const { api, accessLog } = createApi(stack, {
    stage,
    key,
    homeCertificate,
    originSecret,
    handler: functions.Api.lambda,
  });
  createConsole(stack, { stage, key, certificate: homeCertificate, originSecret, page });

  const watched = { stage, key, table, functions, workflows, deadLetters, api, mail };
  createDashboard(stack, { ...watched, accessLog }, createAlarms(stack, watched));

  tell(stack, {
    ApiUrl: apiUrlOf(stage), // what `certs profiles set` takes
    ConsoleUrl: stage.consoleUrl,
    BootstrapFunction: functions.Bootstrap.lambda.functionName,
    TableName: table.tableName,
    DeadLettersUrl: deadLetters.queueUrl,
    ...Object.fromEntries(
      Object.entries(workflows).map(([name, { stateMachineArn }]) => [`${pascal(name)}Arn`, stateMachineArn]),
    ),
  });
  acknowledge(stack, workflows);
  return stack;
}

/** Outputs: what the command line's profile, operators and scripts read of a deployment. */
function tell(stack: Stack, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value });
}

/**
 * Known to CloudFront and the firewall, and to nobody else: by it the API knows that a call comes through the console. CloudFormation
 * reads a secret only for a resource that it updates, so one with a new value could reach one of the two and not the other. Another
 * secret has another ARN, by which both are updated at once.
 */
function createOriginSecret(stack: Stack, { originSecret }: Stage, encryptionKey: Key): SecretValue {
  const generateSecretString = { passwordLength: 48, excludePunctuation: true };
  const scope = new Construct(stack, 'OriginSecret');
  return new Secret(scope, String(originSecret), { encryptionKey, generateSecretString }).secretValue;
}
