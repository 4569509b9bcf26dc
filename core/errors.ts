/**
 * The catalogue of known failures: one row a code, in core/errors by what they are about, and the one error class that carries it.
 * `error.name` is the code, so that Step Functions retries by name and the API edge finds the row. Outcomes that are not failures are
 * return values, never thrown.
 */
import type { ErrorDetails } from './api/answers-certificates.ts';
import type { Facts } from './condition.ts';
import { ACCESS_ERRORS } from './errors/access.ts';
import { CALL_ERRORS } from './errors/call.ts';
import { CERTIFICATES_ERRORS } from './errors/certificates.ts';
import { NOTIFY_ERRORS } from './errors/notify.ts';
import { ON_CALL_ERRORS } from './errors/on-call.ts';
import { SITES_ERRORS } from './errors/sites.ts';
import { WORLD_ERRORS } from './errors/world.ts';
import { fill } from './text.ts';

export interface Failure {
  /** Gigya response code of the RPC dialect; its first three digits are its HTTP status. Source: the vendor's error code list. */
  errorCode: number;
  /** Status of the REST face, where RFC 9110 and its kin have a better one. */
  http?: number;
  /** Worth trying again unchanged: Step Functions does (a wiring test compares), a client may. */
  retry: boolean;
  /** Whose matter it is; the caller's unless it says so. */
  owner?: 'dependency' | 'us';
  /** May have places for the error's facts, `{siteId}`; so may the remedy. */
  publicText: string;
  remedy: string;
}

export const ERRORS = {
  ...CALL_ERRORS,
  ...SITES_ERRORS,
  ...CERTIFICATES_ERRORS,
  ...ON_CALL_ERRORS,
  ...NOTIFY_ERRORS,
  ...ACCESS_ERRORS,
  ...WORLD_ERRORS,
} as const satisfies Record<string, Failure>;

export type ErrorCode = keyof typeof ERRORS;

/** Of the REST face. */
export function httpStatusOf(code: ErrorCode): number {
  const { http, errorCode }: Failure = ERRORS[code];
  return http ?? rpcStatusOf(errorCode);
}

/** Of the RPC face: the vendor's rule. */
export function rpcStatusOf(errorCode: number): number {
  return Math.floor(errorCode / 1000);
}

/** The text of a bug at the edge: fixed, so that no detail leaks. Code 500001 is Gigya's "General Server Error". */
export const UNKNOWN_ERROR = {
  errorCode: 500001,
  http: 500,
  publicText: 'Something went wrong on our side.',
  remedy: 'Try again; if it stays so, tell us the call id.',
} as const;

/** One problem of one field, by its path in the request: `trustedSiteUrls[2]`. */
export interface FieldProblem {
  field: string;
  problem: string;
}

export class ServiceError extends Error {
  override readonly name: ErrorCode;
  readonly facts: Facts;
  /** For the edge to show as they are: nothing that a caller may not read. */
  readonly details: Readonly<ErrorDetails>;

  /** `cause`: for the log alone. */
  constructor(code: ErrorCode, facts: Facts = {}, options: { cause?: unknown; details?: Readonly<ErrorDetails> } = {}) {
    super(fill(ERRORS[code].publicText, facts), options.cause === undefined ? {} : { cause: options.cause });
    this.name = code;
    this.facts = facts;
    this.details = options.details ?? {};
  }

  get remedy(): string {
    return fill(ERRORS[this.name].remedy, this.facts);
  }
}
