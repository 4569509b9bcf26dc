/**
 * The table of contents as data: what is deployed, and therefore what local mode simulates. Infra makes it, local runs it,
 * wiring tests compare files, states, permissions and tests with it. A field stands here only if both infra and local read it.
 */

/** The machines' ARNs: Api and Watch have all of them. */
const MACHINE_ARNS = [
  'PROVISION_CERTIFICATE_ARN',
  'MOVE_OWNERSHIP_ARN',
  'MIGRATE_VALIDATION_ARN',
  'CONCLUDE_REQUEST_ARN',
  'RENEW_CERTIFICATE_ARN',
  'RETIRE_SITE_ARN',
] as const;

/** Where deployed functions learn their surroundings: infra and local both set exactly these. AWS sets AWS_REGION itself. */
export const VARIABLES = [
  'TABLE_NAME',
  'DATA_CENTERS',
  ...MACHINE_ARNS,
  'WILDCARD_OVERLAP',
  'MAIL_FROM',
  'CONSOLE_URL',
  'CONSOLE_API_KEY',
  'KEY_ARN',
  'API_DOMAINS',
  'CALLS_PER_MINUTE',
  'BUILD',
] as const;
export type Variable = (typeof VARIABLES)[number];

/** Variables that point clients at local endpoints. Infra never sets one; a wiring test says so. */
export const LOCAL_VARIABLES = [
  'AWS_ENDPOINT_URL',
  'DNS_RESOLVERS',
  'DNS_PORT',
  'EDGE_TLS_PORT',
  'EDGE_HTTP_PORT',
  'WEBHOOK_PORT',
  'TRUST_ANCHORS',
] as const;
export type LocalVariable = (typeof LOCAL_VARIABLES)[number];

export interface FunctionRow {
  /** Module that exports `create(env)`, from the project's root. */
  entry: string;
  /** Seconds; a Task state's TimeoutSeconds is this plus 5 for the invocation itself. */
  timeout: number;
  variables: readonly Variable[];
}

/** Time for one step: its few AWS calls take a second or two; the rest is the SDK's own retries under throttling. */
const STEP_SECONDS = 60;
/** API Gateway gives an integration 29 s. */
const API_SECONDS = 29;
/** A receiver has ten seconds, and the DNS before it a few; a second and a third delivery of the same request fit in. */
const NOTIFY_SECONDS = 60;
/** `watch` is called every minute; a tick that takes longer would only overlap with the next. */
const WATCH_SECONDS = 60;

function step(name: string, variables: readonly Variable[] = []): FunctionRow {
  return { entry: `lambdas/steps/${kebab(name)}.ts`, timeout: STEP_SECONDS, variables: ['TABLE_NAME', ...variables] };
}

/** `CheckCnames` is `check-cnames` in file names. */
export function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

/** One row per Task state; the key is the state's name. */
export const STEPS = {
  EnsureTarget: step('EnsureTarget', ['DATA_CENTERS']),
  CheckCnames: step('CheckCnames', ['DATA_CENTERS']),
  CheckCaa: step('CheckCaa'),
  CheckMailRoutes: step('CheckMailRoutes'),
  ProbeConflicts: step('ProbeConflicts'),
  AwaitPreflightFix: step('AwaitPreflightFix', ['MAIL_FROM', 'CONSOLE_URL']),
  ClaimAliases: step('ClaimAliases'),
  RequestCertificate: step('RequestCertificate'),
  AwaitValidationRecords: step('AwaitValidationRecords'),
  AwaitValidation: step('AwaitValidation'),
  AttachCertificate: step('AttachCertificate'),
  DetectConflicts: step('DetectConflicts', ['WILDCARD_OVERLAP']),
  AddAliases: step('AddAliases', ['DATA_CENTERS', 'WILDCARD_OVERLAP']),
  AwaitRelease: step('AwaitRelease', ['MAIL_FROM', 'CONSOLE_URL']),
  StartOwnershipMove: step('StartOwnershipMove', ['MOVE_OWNERSHIP_ARN']),
  AwaitOwnershipMove: step('AwaitOwnershipMove'),
  AwaitDeployment: step('AwaitDeployment'),
  VerifyServing: step('VerifyServing', ['DATA_CENTERS']),
  AwaitServing: step('AwaitServing'),
  FinishRequest: step('FinishRequest', ['MAIL_FROM', 'CONSOLE_URL']),
  FinishReplacement: step('FinishReplacement', ['MAIL_FROM', 'CONSOLE_URL']),
  AwaitReplacedUnused: step('AwaitReplacedUnused'),
  DetachAliases: step('DetachAliases'),
  AwaitUnused: step('AwaitUnused'),
  RecordFailure: step('RecordFailure', ['MAIL_FROM', 'CONSOLE_URL']),
  OpenTicket: step('OpenTicket', ['CONSOLE_URL']),
  AwaitTxtRecords: step('AwaitTxtRecords', ['MAIL_FROM', 'CONSOLE_URL']),
  MoveAliases: step('MoveAliases'),
  AwaitSupport: step('AwaitSupport'),
  FreeAliases: step('FreeAliases'),
  AwaitFreed: step('AwaitFreed'),
  CloseTicket: step('CloseTicket', ['MAIL_FROM', 'CONSOLE_URL']),
  StartMigration: step('StartMigration'),
  AwaitDnsRecords: step('AwaitDnsRecords'),
  AwaitMigration: step('AwaitMigration'),
  FinishMigration: step('FinishMigration', ['MAIL_FROM', 'CONSOLE_URL']),
  NotifyApprovers: step('NotifyApprovers', ['MAIL_FROM', 'CONSOLE_URL']),
  AwaitRenewal: step('AwaitRenewal'),
  EscalateRenewal: step('EscalateRenewal', ['CONSOLE_URL']),
  FinishRenewal: step('FinishRenewal', ['MAIL_FROM', 'CONSOLE_URL']),
  AwaitDnsGone: step('AwaitDnsGone', ['DATA_CENTERS', 'MAIL_FROM', 'CONSOLE_URL']),
  RemoveAliases: step('RemoveAliases'),
  AwaitTakenDown: step('AwaitTakenDown'),
  DeleteDistribution: step('DeleteDistribution', ['DATA_CENTERS']),
  FinishRetirement: step('FinishRetirement', ['MAIL_FROM', 'CONSOLE_URL']),
  RecordOverdue: step('RecordOverdue', ['MAIL_FROM', 'CONSOLE_URL']),
} as const satisfies Record<string, FunctionRow>;

export const FUNCTIONS = {
  ...STEPS,
  Api: {
    entry: 'lambdas/api/api.ts',
    timeout: API_SECONDS,
    variables: [
      'TABLE_NAME',
      'DATA_CENTERS',
      ...MACHINE_ARNS,
      'KEY_ARN',
      'API_DOMAINS',
      'CALLS_PER_MINUTE',
      'CONSOLE_URL',
      'CONSOLE_API_KEY',
      'BUILD',
    ],
  },
  /** Makes the first application; invoked by a person with IAM, once. */
  Bootstrap: {
    entry: 'lambdas/bootstrap/bootstrap.ts',
    timeout: STEP_SECONDS,
    variables: ['TABLE_NAME', 'KEY_ARN'],
  },
  /** Posts what is due to webhooks, so that a slow receiver never slows watch. */
  Notify: {
    entry: 'lambdas/notify/notify.ts',
    timeout: NOTIFY_SECONDS,
    variables: ['TABLE_NAME', 'KEY_ARN'],
  },
  Watch: {
    entry: 'lambdas/watch/watch.ts',
    timeout: WATCH_SECONDS,
    variables: ['TABLE_NAME', 'DATA_CENTERS', 'WILDCARD_OVERLAP', 'MAIL_FROM', 'CONSOLE_URL', ...MACHINE_ARNS],
  },
} as const satisfies Record<string, FunctionRow>;
export type FunctionName = keyof typeof FUNCTIONS;

/** Each machine is `state-machines/<key>.asl.json`; its ARN reaches functions as the variable named here. */
export const STATE_MACHINES = {
  'provision-certificate': { arnVariable: 'PROVISION_CERTIFICATE_ARN' },
  'move-ownership': { arnVariable: 'MOVE_OWNERSHIP_ARN' },
  'migrate-validation': { arnVariable: 'MIGRATE_VALIDATION_ARN' },
  'conclude-request': { arnVariable: 'CONCLUDE_REQUEST_ARN' },
  'renew-certificate': { arnVariable: 'RENEW_CERTIFICATE_ARN' },
  'retire-site': { arnVariable: 'RETIRE_SITE_ARN' },
} as const satisfies Record<string, { arnVariable: Variable }>;
export type StateMachineName = keyof typeof STATE_MACHINES;

/** `${CheckCnamesArn}` in a machine's file stands for the ARN of the function. */
export function arnPlaceholder(name: FunctionName): string {
  return `${name}Arn`;
}

/** The functions that a machine's definition names by their placeholders. Throws a placeholder that stands for none. */
export function functionsNamedBy(definition: string): FunctionName[] {
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  const placeholders = new Set([...definition.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ''));
  return [...placeholders].map((placeholder) => {
    const found = names.find((name) => arnPlaceholder(name) === placeholder);
    if (!found) throw new Error(`\${${placeholder}} stands for no function of core/topology.ts`);
    return found;
  });
}

/**
 * Functions whose state has left a machine, by machine: executions that began under the older definition call them still, and have the
 * rights of the machine as it is now. Such a function stays here, and in STEPS, until no execution is left that began before.
 */
export const FORMERLY_NAMED: Partial<Record<StateMachineName, readonly FunctionName[]>> = {};

/** What a machine may invoke: what its definition names, and what it named formerly. */
export function functionsInvokedBy(machine: StateMachineName, definition: string): FunctionName[] {
  return [...new Set([...functionsNamedBy(definition), ...(FORMERLY_NAMED[machine] ?? [])])];
}

export const SCHEDULES = {
  /** The one schedule of the service. It hands over `{"time": ...}` as EventBridge does. */
  Watch: { rateMinutes: 1 },
} as const satisfies Partial<Record<FunctionName, { rateMinutes: number }>>;

/** Of our own events, notices too. */
export const OUR_SOURCE = 'certificates';

/**
 * EventBridge rules of the default bus: what wakes which function besides its schedule. Our own events name their deployment, and wake no other
 * one's functions.
 */
export const EVENT_RULES = {
  CertificateAvailable: { target: 'Watch', source: 'aws.acm', detailType: 'ACM Certificate Available' },
  ExecutionStatusChanged: {
    target: 'Watch',
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
  },
  OpsItemUpdated: { target: 'Watch', source: 'aws.ssm', detailType: 'OpsItem Update' },
  LookRequested: { target: 'Watch', source: OUR_SOURCE, detailType: 'Look Requested' },
  DeliveryDue: { target: 'Notify', source: OUR_SOURCE, detailType: 'Webhook Delivery Due' },
} as const satisfies Record<string, { target: FunctionName; source: string; detailType: string }>;

/**
 * The tag on what is made outside the stack (certificates, distributions, tickets): which deployment made it, by its table's name. Several
 * may share an account: policies, and who looks for what is his own, ask for this value.
 */
export const DEPLOYMENT_TAG = 'certificates:deployment';

/** The one table. Sort keys and item shapes: lambdas/records. */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds after which an item may go (leases, idempotency records). */
  timeToLive: 'expiresAt',
  indexes: {
    /** Parked waits, resend wishes and deliveries by the time when they are due; before them notices, which are due at once. */
    due: { partitionKey: 'duePk', sortKey: 'dueAt' },
    /** What belongs to a site, newest last. */
    bySite: { partitionKey: 'sitePk', sortKey: 'siteSk' },
  },
} as const;
