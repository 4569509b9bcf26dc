/** The one place where errors become answers: RFC 9457 problem details with the catalogue's words, a fixed text for bugs. */
import * as z from 'zod';
import { ErrorDetails } from '../../core/api/answers-certificates.ts';
import { ERRORS, type ErrorCode, httpStatusOf, ServiceError, UNKNOWN_ERROR } from '../../core/errors.ts';
import { placesIn } from '../../core/text.ts';

export const ProblemDetails = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What was found, for the caller to read'),
    code: z.string().describe('Name of the error'),
    errorCode: z.int().describe('Response code of the vendor’s catalogue'),
    remedy: z.string().describe('What to do'),
    callId: z.string().describe('Names the call in our logs and in the audit'),
    ...ErrorDetails.shape,
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type Problem = z.infer<typeof ProblemDetails>;

export function problemOf(error: unknown, callId: string): Problem {
  if (!(error instanceof ServiceError)) {
    const { http, errorCode, publicText, remedy } = UNKNOWN_ERROR;
    return {
      type: 'about:blank',
      title: 'InternalError',
      status: http,
      detail: publicText,
      code: 'InternalError',
      errorCode,
      remedy,
      callId,
    };
  }
  return {
    type: `urn:certificates:error:${error.name}`,
    title: error.name,
    status: httpStatusOf(error.name),
    detail: error.message,
    code: error.name,
    errorCode: ERRORS[error.name].errorCode,
    remedy: error.remedy,
    callId,
    ...error.details,
  };
}

/**
 * What a refusal knows besides, as RFC 9110 has it: `Retry-After` (section 10.2.3), a date by our clock, which `Date` tells; `Allow`
 * (section 10.2.1).
 */
export function headersOf(error: unknown): Record<string, string> {
  const { until, allowed } = error instanceof ServiceError ? error.facts : {};
  return {
    ...(until && { 'retry-after': new Date(Math.ceil(Date.parse(until) / 1000) * 1000).toUTCString() }),
    ...(allowed && { allow: allowed }),
  };
}

/** Has a refusal of this code a `Retry-After`? */
export function isForATime(code: ErrorCode): boolean {
  const { publicText, remedy } = ERRORS[code];
  return [...placesIn(publicText), ...placesIn(remedy)].includes('until');
}
