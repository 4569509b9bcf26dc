import { OPERATIONS } from '../../../../core/api/operations.ts';
import { ERRORS, type ErrorCode, ServiceError } from '../../../../core/errors.ts';
import { ENVELOPE_FIELDS, errorEnvelope, successEnvelope } from '../../../../lambdas/api/envelope.ts';
import { openApi } from '../../../../lambdas/api/open-api.ts';
import { problemOf } from '../../../../lambdas/api/problem.ts';

const TIME = new Date('2026-11-21T09:00:00Z');

it('holds the answer beside code, call id and time', () => {
  expect(successEnvelope({ looking: true }, { callId: 'call-1', time: TIME })).toEqual({
    callId: 'call-1',
    errorCode: 0,
    apiVersion: 2,
    statusCode: 200,
    statusReason: 'OK',
    time: '2026-11-21T09:00:00.000Z',
    looking: true,
  });
});

it('tells a problem in the vendor’s words, and each field of it', () => {
  const fields = [{ field: 'prefix', problem: 'is required' }];
  const error = new ServiceError('InvalidParameter', { problems: 'prefix is required' }, { details: { fields } });
  expect(errorEnvelope(problemOf(error, 'call-1'), TIME)).toEqual({
    callId: 'call-1',
    errorCode: 400006,
    apiVersion: 2,
    statusCode: 400,
    statusReason: 'Bad Request',
    time: '2026-11-21T09:00:00.000Z',
    errorMessage: 'The request is not valid: prefix is required',
    errorDetails: 'Correct the named fields and send it again.',
    code: 'InvalidParameter',
    validationErrors: [{ errorCode: 400006, fieldName: 'prefix', message: 'is required' }],
  });
});

it('has a reason phrase for every status of the catalogue', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[]) {
    const problem = { ...problemOf(new Error(code), 'call-1'), errorCode: ERRORS[code].errorCode };
    expect(errorEnvelope(problem, TIME).statusReason).not.toBe('Error');
  }
});

it('says 403 where the vendor does, though the REST face says 429', () => {
  const error = new ServiceError('TooManyCalls', { limit: '50', until: '2026-11-21T09:01:00.000Z' });
  const problem = problemOf(error, 'call-1');
  expect(problem.status).toBe(429);
  expect(errorEnvelope(problem, TIME)).toMatchObject({ errorCode: 403048, statusCode: 403, statusReason: 'Forbidden' });
});

it('tells nothing of a bug but its call id', () => {
  expect(errorEnvelope(problemOf(new Error('secret detail'), 'call-1'), TIME)).toEqual({
    callId: 'call-1',
    errorCode: 500001,
    apiVersion: 2,
    statusCode: 500,
    statusReason: 'Internal Server Error',
    time: '2026-11-21T09:00:00.000Z',
    errorMessage: 'Something went wrong on our side.',
    errorDetails: 'Try again; if it stays so, tell us the call id.',
    code: 'InternalError',
  });
});

it('shares no name with an answer of an operation', () => {
  const { paths, components } = JSON.parse(JSON.stringify(openApi()));
  const shared = Object.values(OPERATIONS).flatMap(({ path, method, success }) => {
    const { schema } = paths[path][method.toLowerCase()].responses[success].content['application/json'];
    const forms: { $ref?: string }[] = schema.anyOf ?? [schema];
    const names = forms.flatMap((form) =>
      Object.keys((form.$ref ? components.schemas[form.$ref.split('/').at(-1) ?? ''] : form).properties),
    );
    return names.filter((name) => ENVELOPE_FIELDS.includes(name));
  });
  expect(shared).toEqual([]);
});
