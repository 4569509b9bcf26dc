/** What is wrong with a call itself, whatever it asks for: its form, its door, its Idempotency-Key. */
import type { Failure } from '../errors.ts';

export const CALL_ERRORS = {
  InvalidParameter: {
    errorCode: 400006,
    retry: false,
    publicText: 'The request is not valid: {problems}',
    remedy: 'Correct the named fields and send it again.',
  },
  BodyTooLarge: {
    errorCode: 413001,
    retry: false,
    publicText: 'The request body is larger than {limit} bytes.',
    remedy: 'Send less at once.',
  },
  MalformedBody: {
    errorCode: 400003,
    retry: false,
    publicText: 'The request body is not JSON: {problem}',
    remedy: 'Send a JSON object with Content-Type: application/json.',
  },
  SecretOverHttp: {
    errorCode: 403006,
    retry: false,
    publicText: 'Secrets are accepted over HTTPS only.',
    remedy: 'Use the https:// address. Treat the secret just sent as disclosed: rotate it.',
  },
  OperationUnknown: {
    errorCode: 404000,
    retry: false,
    publicText: 'There is no {method} {path}.',
    remedy: 'See GET /api/openapi.json for the operations.',
  },
  MethodNotAllowed: {
    errorCode: 405001,
    retry: false,
    publicText: '{path} is called by {allowed}, not by {method}.',
    remedy: 'See GET /api/openapi.json for the operations.',
  },
  KeyReused: {
    errorCode: 422001,
    retry: false,
    publicText: 'This Idempotency-Key was used for another call.',
    remedy: 'Use a new key for every call; the same one only to send the same call again.',
  },
  CallRunning: {
    errorCode: 409030,
    retry: false,
    publicText: 'The call with this Idempotency-Key is still being answered.',
    remedy: 'Send it again in a few seconds.',
  },
} as const satisfies Record<string, Failure>;
