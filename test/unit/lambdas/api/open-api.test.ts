import { Validator } from '@seriousme/openapi-schema-validator';
import * as z from 'zod';
import { OPERATIONS, type Operation } from '../../../../core/api/operations.ts';
import { httpStatusOf } from '../../../../core/errors.ts';
import { errorEnvelope } from '../../../../lambdas/api/envelope.ts';
import { codesOf, openApi } from '../../../../lambdas/api/open-api.ts';
import { breaches, DOCUMENT } from '../../../support/open-api.ts';

type OperationObject = (typeof DOCUMENT)['paths'][string][string];
const operationOf = ({ path, method }: { path: string; method: string }) =>
  DOCUMENT.paths[path]?.[method.toLowerCase()] as OperationObject & Record<string, unknown>;

it('is a valid document of OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(DOCUMENT)));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

it('lets answers gain fields', () => {
  const { paths, components } = openApi();
  const answers = Object.values(paths).flatMap((methods) =>
    Object.values(methods as Record<string, { responses: object }>),
  );
  const said = JSON.stringify([components, answers.map(({ responses }) => responses)]);
  expect(said).not.toContain('"additionalProperties":false');
});

it('offers an Idempotency-Key for no answer that holds a secret, and a session to nobody who cannot use one', () => {
  const keyed = (row: (typeof OPERATIONS)[keyof typeof OPERATIONS]) =>
    operationOf(row).parameters.some(({ name }) => name === 'Idempotency-Key');
  expect(keyed(OPERATIONS['sites.setPrefix'])).toBe(false); // a PUT
  expect(keyed(OPERATIONS['certificates.generate'])).toBe(true);
  expect(keyed(OPERATIONS['applications.create'])).toBe(false);
  expect(operationOf(OPERATIONS['security.validateUserSignature']).security).toEqual([{ application: [] }]);
});

it('describes the form by which a browser begins its session, and where that leads it', () => {
  const { requestBody, responses, parameters } = operationOf(OPERATIONS['sessions.create']);
  const { 'application/json': json, 'application/x-www-form-urlencoded': form } = requestBody?.content ?? {};
  expect(parameters.filter(({ in: where }) => where !== 'header')).toEqual([]);
  expect(form).toEqual(json);
  expect(form?.schema.required).toEqual(['apiKey', 'UID', 'UIDSignature', 'signatureTimestamp']);
  expect(responses[303]).toMatchObject({ headers: { Location: {} } });
  const others = Object.values<Operation>(OPERATIONS).filter(({ takesForm }) => !takesForm);
  for (const row of others) {
    expect(Object.keys(operationOf(row).requestBody?.content ?? {})).not.toContain('application/x-www-form-urlencoded');
    expect(operationOf(row).responses[303]).toBeUndefined();
  }
});

describe.each(Object.entries<Operation>(OPERATIONS))('%s', (name, row) => {
  const { input, output, success, permission } = row;
  const operation = operationOf(row);

  it('has examples that are what they are examples of', () => {
    const answer = operation.responses[success]?.content?.['application/json'] as unknown as { example: unknown };
    expect(z.safeParse(output, answer.example).error).toBeUndefined();
    const body = operation.requestBody?.content['application/json'] as unknown as { example: object } | undefined;
    const addressed = operation.parameters.filter(({ in: where, required }) => where !== 'header' && required);
    const address = Object.fromEntries(addressed.map((one) => [one.name, (one.schema.examples as unknown[])?.[0]]));
    expect(input.safeParse({ ...address, ...body?.example }).error).toBeUndefined();
  });

  it('says who may call, and all the problems that it can end in', () => {
    expect(operation['x-permission']).toBe(permission);
    const told = Object.entries(operation.responses).flatMap(([status, { description }]) =>
      Number(status) >= 400 ? description.split(', ') : [],
    );
    const codes = codesOf(row);
    expect(told.sort()).toEqual([...codes, 'InternalError'].sort());
    for (const code of codes) expect(operation.responses[httpStatusOf(code)]?.description).toContain(code);
    expect(operation.operationId).toBe(name);
  });
});

describe('as a judge of an exchange', () => {
  const call = { httpMethod: 'GET', path: '/api/health', body: null };
  const WELL = { status: 'ok', table: 'ok', build: '6f1c2a9' };
  it.each([
    ['allows what the document says', call, 200, WELL, 0],
    ['sees a field that is missing', call, 200, { status: 'ok' }, 1],
    ['sees a field too many', call, 200, { ...WELL, more: 1 }, 1],
    ['sees a status that is not told', call, 201, WELL, 1],
    ['sees a problem that is none', { ...call, path: '/api/sites' }, 403, { code: 'NotSignedIn' }, 1],
  ])('%s', (_, exchange, statusCode, body, wrong) => {
    const found = breaches(exchange, { statusCode, body: JSON.stringify(body) });
    expect(found.length > 0).toBe(wrong > 0);
  });

  const problem = {
    type: 'urn:certificates:error:NotSignedIn',
    title: 'NotSignedIn',
    status: 403,
    detail: '…',
    code: 'NotSignedIn',
    errorCode: 403035,
    remedy: '…',
    callId: '…',
  };
  it.each([
    ['allows', problem, []],
    ['sees a field too many of', { ...problem, answer: 'secret' }, ['sites.list → 403 : Unrecognized key: "answer"']],
  ])('%s a refusal', (_, body, found) => {
    const answer = { statusCode: 403, body: JSON.stringify(body) };
    expect(breaches({ ...call, path: '/api/sites' }, answer)).toEqual(found);
  });

  it('sees a field too many of a refusal in the envelope', () => {
    const time = new Date('2026-11-21T09:00:00.000Z');
    const said = (more: object) => ({
      statusCode: 200,
      body: JSON.stringify({ ...errorEnvelope(problem, time), ...more }),
    });
    const rpc = { httpMethod: 'POST', path: '/sites.list', body: null };
    expect(breaches(rpc, said({}))).toEqual([]);
    expect(breaches(rpc, said({ answer: 'secret' }))).toEqual(['RPC sites.list → 200 : Unrecognized key: "answer"']);
  });

  it('sees a form that the API took and the document does not allow', () => {
    const form = { apiKey: '3_acme-example-key', UID: 'ann', UIDSignature: 'abc', signatureTimestamp: '1795251600' };
    const found = (path: string, fields: Record<string, string>) =>
      breaches(
        { httpMethod: 'POST', path, body: new URLSearchParams(fields).toString() },
        { statusCode: 303, body: '' },
      );
    expect(found('/api/session', form)).toEqual([]);
    expect(found('/api/session', { ...form, button: 'Go' })).toEqual([
      'sessions.create was sent a form : Unrecognized key: "button"',
    ]);
    expect(found('/api/sites/acme/preflight', { prefix: 'login' })).toEqual([
      'certificates.preflight → 303: no such answer',
    ]);
  });

  it('sees a request that the API took and the document does not allow', () => {
    const body = JSON.stringify({ prefix: 'login', onFindings: 'perhaps' });
    const path = '/api/sites/acme/preflight';
    const [first] = breaches({ httpMethod: 'POST', path, body }, { statusCode: 200, body: '{}' }).slice(-1);
    expect(first).toMatch('certificates.preflight was sent');
  });
});
