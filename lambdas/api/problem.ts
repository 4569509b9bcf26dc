/** The one place where errors become answers: RFC 9457 problem details with the catalogue's words, a fixed text for bugs. */
import { ERRORS, ServiceError, UNKNOWN_ERROR } from '../../core/errors.ts';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errorCode: number;
  remedy: string;
  callId: string;
  [extension: string]: unknown;
}

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
  const { http, errorCode } = ERRORS[error.name];
  return {
    type: `urn:certificates:error:${error.name}`,
    title: error.name,
    status: http,
    detail: error.message,
    code: error.name,
    errorCode,
    remedy: error.remedy,
    callId,
    ...error.details,
  };
}
