/**
 * What the functions are told: the variables that infra sets in AWS, with this machine's values, and besides them the endpoints that
 * point the same code at this machine.
 */
import type { LocalVariable } from '../core/topology.ts';
import { type Aws, stateMachineArn, TABLE_NAME } from './aws/aws.ts';
import { KEY_ARN } from './aws/kms/service.ts';
import type { Variables } from './lambda.ts';
import type { Outside } from './outside.ts';
import { CONSOLE_API_KEY, DATA_CENTERS, MAIL_ADDRESS, SDK_HOSTS } from './scenery.ts';

export interface DoorPorts {
  consolePort: number;
  apiPort: number;
}

export function originOf({ consolePort }: DoorPorts): string {
  return `http://localhost:${consolePort}`;
}

/** Of one caller: benches and stories call as one. */
const CALLS_PER_MINUTE = 100_000;

export function variables(ports: DoorPorts, wildcardOverlap: 'warn' | 'block'): Variables {
  const loopback = ['localhost', '127.0.0.1'];
  const domains = [
    ...SDK_HOSTS,
    ...loopback.map((host) => `${host}:${ports.apiPort}`),
    ...loopback.map((host) => `http://${host}:${ports.consolePort}`),
  ];
  return {
    TABLE_NAME,
    DATA_CENTERS: JSON.stringify(DATA_CENTERS),
    PROVISION_CERTIFICATE_ARN: stateMachineArn('provision-certificate'),
    MOVE_OWNERSHIP_ARN: stateMachineArn('move-ownership'),
    MIGRATE_VALIDATION_ARN: stateMachineArn('migrate-validation'),
    CONCLUDE_REQUEST_ARN: stateMachineArn('conclude-request'),
    RENEW_CERTIFICATE_ARN: stateMachineArn('renew-certificate'),
    RETIRE_SITE_ARN: stateMachineArn('retire-site'),
    WILDCARD_OVERLAP: wildcardOverlap,
    MAIL_FROM: `Certificates <${MAIL_ADDRESS}>`,
    CONSOLE_URL: originOf(ports),
    CONSOLE_API_KEY,
    KEY_ARN,
    API_DOMAINS: domains.join(','),
    CALLS_PER_MINUTE: String(CALLS_PER_MINUTE),
    BUILD: 'local',
  };
}

export function endpoints(
  outside: Outside,
  aws: Aws,
  doors: { tlsPort: number; httpPort: number; webhookPort: number },
): Record<LocalVariable, string> {
  return {
    AWS_ENDPOINT_URL: aws.endpointUrl,
    DNS_RESOLVERS: outside.resolvers.map((address) => `${address}:${outside.dnsPort}`).join(','),
    DNS_PORT: String(outside.dnsPort),
    EDGE_TLS_PORT: String(doors.tlsPort),
    EDGE_HTTP_PORT: String(doors.httpPort),
    WEBHOOK_PORT: String(doors.webhookPort),
    TRUST_ANCHORS: outside.authority.rootPem,
  };
}
