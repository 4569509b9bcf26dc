import { WorldClock } from '../../../local/clock.ts';
import { throughGateway } from '../../../local/gateway.ts';
import type { Lambdas } from '../../../local/lambda.ts';
import { openStore } from '../../../local/store.ts';
import { createWorld } from '../../../local/world.ts';

function scene(answer: object) {
  const world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), openStore(), 'gateway');
  const calls: { arn: string; event: Record<string, unknown> }[] = [];
  const lambdas: Lambdas = {
    async invoke(arn, event) {
      calls.push({ arn, event: event as Record<string, unknown> });
      return answer;
    },
    kill: () => undefined,
    onInvoked: () => undefined,
  };
  return {
    calls,
    send: (request: Request) => throughGateway(world, lambdas, request, { domainName: 'localhost:4543' }),
  };
}
const OK = { statusCode: 200, body: '{}' };

it('makes of a request the proxy event of the Api function', async () => {
  const { calls, send } = scene(OK);
  await send(
    new Request('http://localhost/api/sites/acme?prefix=login&prefix=sso', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"Acme"}',
    }),
  );
  expect(calls[0]?.arn).toBe('arn:aws:lambda:us-east-1:111122223333:function:Api');
  expect(calls[0]?.event).toMatchObject({
    path: '/api/sites/acme',
    httpMethod: 'PUT',
    headers: { 'content-type': 'application/json' },
    multiValueHeaders: { 'content-type': ['application/json'] },
    queryStringParameters: { prefix: 'sso' },
    multiValueQueryStringParameters: { prefix: ['login', 'sso'] },
    requestContext: {
      requestTimeEpoch: 1_795_251_600_000,
      domainName: 'localhost:4543',
      identity: { sourceIp: '127.0.0.1' },
    },
    body: '{"name":"Acme"}',
    isBase64Encoded: false,
  });
});

it('hands over no body where there is none, and an id of its own to each call', async () => {
  const { calls, send } = scene(OK);
  await send(new Request('http://localhost/api/sites'));
  await send(new Request('http://localhost/api/sites'));
  expect(calls[0]?.event.body).toBeNull();
  const ids = calls.map(({ event }) => (event.requestContext as { requestId: string }).requestId);
  expect(ids[0]).not.toBe(ids[1]);
});

it("never takes the caller's word for where it came in", async () => {
  const { calls, send } = scene(OK);
  const headers = { 'x-forwarded-host': 'certificates.example.com', 'x-forwarded-for': '192.0.2.1' };
  await send(new Request('http://evil.example/api/sites', { headers }));
  expect(calls[0]?.event.requestContext).toMatchObject({
    domainName: 'localhost:4543',
    identity: { sourceIp: '127.0.0.1' },
  });
});

it('makes of the answer a response, with headers of many values', async () => {
  const { send } = scene({
    statusCode: 202,
    headers: { location: '/api/x' },
    multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
    body: '{"ok":true}',
  });
  const response = await send(new Request('http://localhost/api/x'));
  expect([response.status, response.headers.get('location'), response.headers.getSetCookie()]).toEqual([
    202,
    '/api/x',
    ['a=1', 'b=2'],
  ]);
  expect(await response.json()).toEqual({ ok: true });
});

it('decodes a body in base64', async () => {
  const { send } = scene({ statusCode: 200, body: 'aGVsbG8=', isBase64Encoded: true });
  expect(await (await send(new Request('http://localhost/api/x'))).text()).toBe('hello');
});

it('answers for a function that failed, under the id of the call, and keeps the reason for itself', async () => {
  jest.spyOn(console, 'error').mockReturnValue();
  const world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), openStore(), 'gateway');
  let callId: string | undefined;
  const invoke: Lambdas['invoke'] = async (_, event) => {
    callId = (event as { requestContext: { requestId: string } }).requestContext.requestId;
    throw new Error('the reason');
  };
  const request = new Request('http://localhost/api/x');
  const response = await throughGateway(world, { invoke }, request, { domainName: 'localhost:4543' });
  expect([response.status, response.headers.get('content-type')]).toEqual([504, 'application/problem+json']);
  const problem = await response.json();
  expect(problem).toMatchObject({ code: 'NoAnswer', errorCode: 504001, status: 504, callId });
  expect(JSON.stringify(problem)).not.toContain('the reason');
  jest.restoreAllMocks();
});
