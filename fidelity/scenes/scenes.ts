/** All scenes. */
import type { Scene } from '../scene.ts';
import { ACM } from './acm.ts';
import { CLOUDFRONT } from './cloudfront.ts';
import { DYNAMODB } from './dynamodb.ts';
import { EVENTS, KMS, LAMBDA, SES } from './others.ts';
import { ROUTE53 } from './route53.ts';
import { SERVICE_QUOTAS } from './service-quotas.ts';
import { SSM } from './ssm.ts';
import { STEP_FUNCTIONS } from './stepfunctions.ts';

export const SCENES: readonly Scene[] = [
  ACM,
  CLOUDFRONT,
  ROUTE53,
  STEP_FUNCTIONS,
  DYNAMODB,
  SSM,
  SERVICE_QUOTAS,
  SES,
  EVENTS,
  KMS,
  LAMBDA,
];
