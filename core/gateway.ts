/**
 * What stands before the API answers in its place: API Gateway, and the firewalls before it. In the shape of the API's own problems
 * (lambdas/api/problem.ts), so that a client reads one kind of refusal; local mode's gateway answers the same.
 */
import { ERRORS, ServiceError } from './errors.ts';

interface Answer {
  /** Of HTTP. */
  status: number;
  /** The vendor's response code. */
  errorCode: number;
  detail: string;
  remedy: string;
}

const tooLarge = new ServiceError('BodyTooLarge', { limit: '262144' });

const ANSWERS = {
  /** Of all callers together, or of one address. 403048 is the vendor's "Api rate limit exceeded". */
  TooManyCalls: {
    status: 429,
    errorCode: 403048,
    detail: 'More calls come than are taken.',
    remedy: 'Go on in a few minutes, and spread the calls.',
  },
  BodyTooLarge: {
    status: 413,
    errorCode: ERRORS.BodyTooLarge.errorCode,
    detail: tooLarge.message,
    remedy: tooLarge.remedy,
  },
  /** An address that is none of the API's, or a way around the console. 403000 is the vendor's "Forbidden". */
  NotForwarded: {
    status: 403,
    errorCode: 403000,
    detail: 'This call does not reach the service.',
    remedy: 'Call /api/… or /<operation>, under one of the names of the service.',
  },
  /** In 29 seconds, or because the function failed. 504001 is the vendor's code of a time-out. */
  NoAnswer: {
    status: 504,
    errorCode: 504001,
    detail: 'The service did not answer. Whether the call had its effect is not known.',
    remedy: 'Send it again, under the same Idempotency-Key if it had one; if it stays so, tell us the call id.',
  },
} as const satisfies Record<string, Answer>;
export type GatewayAnswer = keyof typeof ANSWERS;

/** A problem of RFC 9457, with its status. A firewall knows no call, and has no id of it. */
export function gatewayProblem(code: GatewayAnswer, callId?: string) {
  const { status, errorCode, detail, remedy } = ANSWERS[code];
  const problem = { type: `urn:certificates:error:${code}`, title: code, status, detail, code, errorCode, remedy };
  return { ...problem, ...(callId === undefined ? {} : { callId }) };
}
