import { OPERATIONS } from '../../../../core/api/operations.ts';
import { create } from '../../../../lambdas/api/api.ts';
import { readInput } from '../../../../lambdas/api/input.ts';
import { type ApiCall, callApi, useApiScene } from '../../../support/unit/api.ts';

const scene = useApiScene();
const call = (target: string, rest?: ApiCall, env = {}) => callApi(scene.made(create, env), target, rest);

const GOOD_SITE = {
  apiKey: '3_AcmeStoresKey',
  partnerId: 'acme-stores',
  name: 'Acme Stores',
  dataCenter: 'us1',
  trustedSiteUrls: ['https://example.com'],
};

it('describes every operation', async () => {
  const { status, body } = await call('GET /openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toBe('3.1.0');
  const described = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
    (path) => Object.values(path).map(({ operationId }) => operationId),
  );
  expect(described.sort()).toEqual([...Object.keys(OPERATIONS), 'rpc'].sort());
  expect(body.paths['/sites/{siteId}/certificates'].post).toMatchObject({
    parameters: [{ name: 'siteId', in: 'path', required: true }, { name: 'Idempotency-Key' }],
    requestBody: { content: { 'application/json': { schema: { required: ['prefix'], additionalProperties: false } } } },
    responses: { 202: {} },
  });
});

it('is well when its table answers', async () => {
  expect(await call('GET /health')).toMatchObject({
    status: 200,
    body: { status: 'ok', table: 'ok', build: 'build-1' },
  });
});

describe('a refused input', () => {
  it('tells all field problems at once, each by its name', async () => {
    const { status, headers, body } = await call('PUT /sites/acme', {
      body: { dataCenter: 'us1', trustedSiteUrls: ['https://example.com', ''], contacts: ['nobody'], colour: 'red' },
    });
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({
      type: 'urn:certificates:error:InvalidParameter',
      title: 'InvalidParameter',
      status: 400,
      code: 'InvalidParameter',
      errorCode: 400006,
      remedy: 'Correct the named fields and send it again.',
      callId: 'call-1',
    });
    expect(body.fields.map(({ field }: { field: string }) => field).sort()).toEqual([
      'apiKey',
      'colour',
      'contacts[0]',
      'name',
      'trustedSiteUrls[1]',
    ]);
    expect(body.fields).toContainEqual({ field: 'name', problem: 'is required' });
    expect(body.fields).toContainEqual({ field: 'colour', problem: 'is not a parameter of this operation' });
  });

  it.each([
    ['a site id that is no label', 'GET /sites/Acme_1', {}, 'siteId'],
    ['an unknown query parameter', 'GET /sites/acme', { query: { verbose: '1' } }, 'verbose'],
    ['a prefix of two labels', 'POST /sites/acme/certificates', { body: { prefix: 'a.b' } }, 'prefix'],
    [
      'a name given in the address and in the body',
      'PUT /sites/acme',
      { body: { ...GOOD_SITE, siteId: 'x' } },
      'siteId',
    ],
  ])('names %s', async (_, target, rest, field) => {
    const { status, body } = await call(target, rest);
    expect([status, body.fields[0]?.field]).toEqual([400, field]);
  });

  it.each([
    ['ends in the middle', '{"prefix":', 'it ends too early'],
    ['breaks off', '{"prefix":"my-secret', 'look at line 1, column 21'],
    ['lacks a comma', '{\n"prefix": "my-secret" "x": 1}', 'look at line 2, column 23'],
    ['has a bare word', '{"prefix": my-secret}', 'one of its values is none of JSON'],
    ['is no object', '["my-secret"]', 'it is no object'],
  ])('says that the body %s, and nothing of what it holds', async (_, text, problem) => {
    const { status, body } = await call('POST /sites/acme/certificates', { body: text });
    expect([status, body.code]).toEqual([400, 'MalformedBody']);
    expect(body.detail).toBe(`The request body is not JSON: ${problem}`);
  });

  it('gives nothing of an unreadable body to the log', () => {
    const parts = { path: {}, query: {}, body: '{"secret": my-secret}' };
    let refusal: unknown;
    try {
      readInput(OPERATIONS['sites.list'].input, parts);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ name: 'MalformedBody', message: expect.not.stringContaining('secret') });
    expect(refusal).not.toHaveProperty('cause');
  });

  it.each([
    ['by its declared length', { 'content-length': '262145', 'content-type': 'application/json' }],
    ['by its bytes', { 'content-type': 'application/json' }],
  ])('is too large %s', async (_, headers) => {
    const { status, body } = await call('PUT /sites/acme', { body: `{"name":"${'a'.repeat(256 * 1024)}"}`, headers });
    expect([status, body.code, body.detail]).toEqual([
      413,
      'BodyTooLarge',
      'The request body is larger than 262144 bytes.',
    ]);
  });
});

it.each(['GET /nothing', 'GET /sites/acme/certificates/req-1/nothing'])(
  'knows no %s, and says where the operations stand',
  async (target) => {
    const { status, headers, body } = await call(target);
    expect([status, body.code, body.errorCode]).toEqual([404, 'OperationUnknown', 404000]);
    expect(body.detail).toBe(`There is no ${target.replace(' /', ' /api/')}.`);
    expect(body.remedy).toBe('See GET /api/openapi.json for the operations.');
    expect(headers['content-type']).toBe('application/problem+json');
  },
);

it.each([
  ['DELETE /sites', '/api/sites', 'GET, HEAD'],
  ['PATCH /sites/acme', '/api/sites/acme', 'PUT, GET, HEAD'],
  ['OPTIONS /sites/acme/certificates/req-1/cancel', '/api/sites/acme/certificates/req-1/cancel', 'POST'],
  ['POST /openapi.json', '/api/openapi.json', 'GET, HEAD'],
])('says of %s which methods the address has', async (target, path, allowed) => {
  const { status, headers, body } = await call(target);
  expect([status, body.code, body.errorCode, headers.allow]).toEqual([405, 'MethodNotAllowed', 405001, allowed]);
  expect(body.detail).toBe(`${path} is called by ${allowed}, not by ${target.split(' ')[0]}.`);
});

it('tells nothing of an unknown error but a fixed text and the call id', async () => {
  const { status, headers, body } = await call('GET /sites/acme', {}, { TABLE_NAME: 'not-there' });
  expect(status).toBe(500);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(body).toEqual({
    type: 'about:blank',
    title: 'InternalError',
    status: 500,
    detail: 'Something went wrong on our side.',
    code: 'InternalError',
    errorCode: 500001,
    remedy: 'Try again; if it stays so, tell us the call id.',
    callId: 'call-1',
  });
});

it.each(['DATA_CENTERS', 'PROVISION_CERTIFICATE_ARN', 'TABLE_NAME', 'KEY_ARN', 'API_DOMAINS', 'CONSOLE_API_KEY'])(
  'does not start without %s',
  (name) => {
    expect(() => create({ ...scene.env, [name]: undefined })).toThrow(`the variable ${name} is not set`);
  },
);
