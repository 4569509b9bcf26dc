/** Values of every variable that a function may have, for loading a bundle: none of them is called. A missing one is a type error. */
import type { FunctionName, Variable } from '../core/topology.ts';
import { TABLE_NAME } from '../local/aws/aws.ts';

const machine = (name: string) => `arn:aws:states:us-east-1:111122223333:stateMachine:${name}`;

const VARIABLES: Readonly<Record<Variable, string>> = {
  TABLE_NAME: 'table',
  DATA_CENTERS: JSON.stringify({
    us1: { host: 'us1.example.com', zoneId: 'Z1' },
    eu1: { host: 'eu1.example.com', zoneId: 'Z2' },
    au1: { host: 'au1.example.com', zoneId: 'Z3' },
  }),
  WILDCARD_OVERLAP: 'warn',
  MOVE_OWNERSHIP_ARN: machine('move-ownership'),
  PROVISION_CERTIFICATE_ARN: machine('provision-certificate'),
  RETIRE_SITE_ARN: machine('retire-site'),
  RENEW_CERTIFICATE_ARN: machine('renew-certificate'),
  MIGRATE_VALIDATION_ARN: machine('migrate-validation'),
  CONCLUDE_REQUEST_ARN: machine('conclude-request'),
  MAIL_FROM: 'certificates@example.com',
  CONSOLE_URL: 'https://console.example.com',
  CONSOLE_API_KEY: '3_ConsoleKey',
  KEY_ARN: 'arn:aws:kms:us-east-1:111122223333:key/example',
  API_DOMAINS: 'certificates.us1.example.com',
  CALLS_PER_MINUTE: '1200',
  BUILD: 'bench',
};

/** What Lambda and topology set together. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  ...VARIABLES,
};

/** Of that function over the table of a product that runs: the access key says which it is, and what it may do. */
export function environmentOf(name: FunctionName, awsPort: number): Record<string, string> {
  const aws = { TABLE_NAME, AWS_ENDPOINT_URL: `http://127.0.0.1:${awsPort}`, AWS_ACCESS_KEY_ID: name };
  return { ...ENVIRONMENT, ...aws, LOG_LEVEL: 'SILENT' };
}
