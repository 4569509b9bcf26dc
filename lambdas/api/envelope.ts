/**
 * The vendor's response envelope, which its SDKs read: code, call id and time of every answer, then the answer itself. HTTP says
 * 200 to whatever happened, unless the caller wants HTTP statuses (`httpStatusCodes=true`).
 */
import * as z from 'zod';
import { ErrorDetails } from '../../core/api/answers-certificates.ts';
import { rpcStatusOf } from '../../core/errors.ts';
import type { Problem } from './problem.ts';

/** Version of the envelope, as newer answers of the vendor carry it. */
const API_VERSION = 2;

const fields = {
  callId: z.string().describe('Names the call in our logs and in the audit'),
  errorCode: z.int().describe('0: it went well'),
  apiVersion: z.literal(API_VERSION),
  statusCode: z.int().describe('HTTP’s, whatever HTTP itself said'),
  statusReason: z.string(),
  time: z.iso.datetime(),
};

/** Names that no answer of an operation may have on its first level. */
export const ENVELOPE_FIELDS: readonly string[] = Object.keys(fields);

export const SuccessEnvelope = z
  .looseObject({ ...fields, errorCode: z.literal(0), statusCode: z.literal(200), statusReason: z.literal('OK') })
  .meta({ id: 'SuccessEnvelope', description: 'The fields of the operation’s answer stand beside these' });

export const ErrorEnvelope = z
  .strictObject({
    ...fields,
    errorMessage: z.string(),
    errorDetails: z.string().describe('What to do'),
    code: z.string().describe('Name of the error, as in problem details'),
    validationErrors: z
      .array(z.strictObject({ errorCode: z.int(), fieldName: z.string(), message: z.string() }))
      .optional(),
    ...ErrorDetails.omit({ fields: true }).shape,
  })
  .meta({ id: 'ErrorEnvelope' });

/** RFC 9110, section 15; of the statuses that the catalogue has. */
const REASON_PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

interface Answered {
  callId: string;
  /** The door's time: clients set their clocks by it. */
  time: Date;
}

export function successEnvelope(answer: object, { callId, time }: Answered): z.infer<typeof SuccessEnvelope> {
  const status = { errorCode: 0, apiVersion: API_VERSION, statusCode: 200, statusReason: 'OK' } as const;
  return { callId, ...status, time: time.toISOString(), ...answer };
}

/** The same problem as on the REST face, in the envelope's words. What problem details add (findings, requestId) it has too. */
export function errorEnvelope(problem: Problem, time: Date): z.infer<typeof ErrorEnvelope> {
  const {
    type: _,
    title: __,
    status: ___,
    detail,
    remedy,
    callId,
    errorCode,
    code,
    fields: problems,
    ...details
  } = problem;
  const statusCode = rpcStatusOf(errorCode);
  return {
    callId,
    errorCode,
    apiVersion: API_VERSION,
    statusCode,
    statusReason: REASON_PHRASES[statusCode] ?? 'Error',
    time: time.toISOString(),
    errorMessage: detail,
    errorDetails: remedy,
    code,
    ...(problems && {
      validationErrors: problems.map(({ field, problem: message }) => ({ errorCode, fieldName: field, message })),
    }),
    ...details,
  };
}
