/**
 * What may go wrong with each call of ours: the operations that `lambdas/clients` uses, each throttled, failing, without an answer
 * after its effect, answered twice; and functions that die before, in the middle of, or after their work.
 */
import * as fc from 'fast-check';
import { FUNCTIONS } from '../core/topology.ts';
import type { Fault, FaultRule } from '../local/aws/faults.ts';

export type SoakFault = FaultRule;

/** By the services' folders under local/aws: how each says "slower", and the operations that we use; a wiring test finds one that is missing. */
const SERVICES = {
  acm: {
    throttled: 'ThrottlingException',
    operations: [
      'DeleteCertificate',
      'DescribeCertificate',
      'ListCertificateDomainValidations',
      'ListCertificates',
      'ListTagsForCertificate',
      'RequestCertificate',
      'ResendValidationEmail',
      'UpdateCertificateOptions',
    ],
  },
  cloudfront: {
    throttled: 'Throttling',
    operations: [
      'CreateDistributionWithTags',
      'DeleteDistribution',
      'GetDistribution',
      'GetDistributionConfig',
      'ListDistributions',
      'ListDomainConflicts',
      'ListTagsForResource',
      'UpdateDistribution',
      'UpdateDomainAssociation',
    ],
  },
  dynamodb: {
    throttled: 'ProvisionedThroughputExceededException',
    operations: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'TransactWriteItems', 'BatchWriteItem'],
  },
  eventbridge: { throttled: 'ThrottlingException', operations: ['PutEvents'] },
  kms: { throttled: 'ThrottlingException', operations: ['Decrypt', 'Encrypt'] },
  route53: { throttled: 'Throttling', operations: ['ChangeResourceRecordSets', 'ListResourceRecordSets'] },
  servicequotas: {
    throttled: 'TooManyRequestsException',
    operations: ['GetServiceQuota', 'GetAWSDefaultServiceQuota'],
  },
  ses: { throttled: 'TooManyRequestsException', operations: ['SendEmail'] },
  ssm: { throttled: 'ThrottlingException', operations: ['CreateOpsItem', 'GetOpsItem', 'UpdateOpsItem'] },
  states: {
    throttled: 'ThrottlingException',
    operations: [
      'DescribeExecution',
      'GetExecutionHistory',
      'ListExecutions',
      'RedriveExecution',
      'SendTaskSuccess',
      'StartExecution',
    ],
  },
} as const;

export const KINDS = ['throttled', 'fails', 'unheard', 'twice', 'killed before', 'killed after'] as const;
export type Kind = (typeof KINDS)[number];

export function faultOf(service: string, kind: Kind): Fault {
  switch (kind) {
    case 'throttled':
      return { kind: 'refuse', error: SERVICES[service as keyof typeof SERVICES].throttled, message: 'Rate exceeded' };
    case 'fails':
      return { kind: 'refuse', error: 'InternalFailure', message: 'Internal failure', status: 500 };
    case 'unheard':
      return { kind: 'lose' };
    case 'twice':
      return { kind: 'repeat' };
    case 'killed before':
      return { kind: 'kill', when: 'before' };
    case 'killed after':
      return { kind: 'kill', when: 'after' };
  }
}

export const CALLS = Object.entries(SERVICES).flatMap(([service, { operations }]) =>
  operations.map((operation) => ({ service, operation })),
);

/** More in a row than the SDK tries (3) reach our code, up to what a step tries (8) brings it to a stop. */
const times = fc.constantFrom(1, 1, 2, 4, 12, 40);

const ofCalls = fc.record({ call: fc.constantFrom(...CALLS), kind: fc.constantFrom(...KINDS), times }).map(
  ({ call, kind, times: most }): SoakFault => ({
    ...call,
    ...faultOf(call.service, kind),
    // A function that dies again and again is on-call's.
    times: kind.startsWith('killed') ? 1 : most,
  }),
);

const LAMBDA_FAULTS: Fault[] = [
  { kind: 'drop' },
  { kind: 'lose' },
  { kind: 'repeat' },
  { kind: 'kill', when: 'before' },
  { kind: 'kill', when: 'after' },
  { kind: 'refuse', error: 'Lambda.TooManyRequestsException', message: 'Rate exceeded' },
];
const ofFunctions = fc
  .record({
    operation: fc.constantFrom(...Object.keys(FUNCTIONS)),
    fault: fc.constantFrom(...LAMBDA_FAULTS),
    times: fc.constantFrom(1, 2),
  })
  .map(({ operation, fault, times: most }): SoakFault => ({ service: 'lambda', operation, ...fault, times: most }));

/**
 * Milliseconds from a call to its answer, so that of two functions at one moment either may run ahead. What people do meanwhile comes in the
 * middle of their work. A step makes some fifteen calls, and has sixty seconds: Lambda's own end of a function is not simulated.
 */
const SLOW_MS = [20, 300, 1000, 2000];
/** Nobody's call waits for these: people would wait in world time, which passes only between their acts. */
const BEHIND_THE_DOOR = Object.keys(FUNCTIONS).filter((name) => name !== 'Api');

/** The table is slow for all functions behind the door, for each in its own way. `shift` turns who is how slow. */
export function slowTable({ shift, calls }: { shift: number; calls: number }): SoakFault[] {
  return BEHIND_THE_DOOR.map((principal, index) => ({
    service: 'dynamodb',
    operation: '*',
    principal,
    kind: 'delay',
    ms: SLOW_MS[(index + shift) % SLOW_MS.length] ?? 0,
    times: calls,
  }));
}

export const FAULTS = fc.oneof({ weight: 4, arbitrary: ofCalls }, { weight: 1, arbitrary: ofFunctions });
