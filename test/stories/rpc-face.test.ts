/** The vendor's SDKs as clients: the same wire format, over TLS and through the proxy that local mode has for them. */
import { SITE } from '../../local/scenery.ts';
import { openSdkProxy, type SdkProxy } from '../../local/sdk-proxy.ts';
import { ask } from '../support/stories/https.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { callAsSdk, type SdkClient, signed } from '../support/stories/sdk.ts';

let story: Story;
let proxy: SdkProxy;
let owner: SdkClient;
let application: SdkClient;
beforeAll(async () => {
  story = await beginStory();
  proxy = await openSdkProxy(0, story.ports.api);
  const { apiKey, partnerId } = SITE;
  const proxyPort = proxy.port;
  const signing = await story
    .call<{ secret: string }>('POST', '/applications', { kind: 'signing', name: 'Owner', partnerId })
    .catch(() => story.call<{ secret: string }>('POST', `/applications/partner_${partnerId}/rotate`));
  owner = { apiKey, secret: signing.secret, proxyPort };
  const permissions = ['sites.read', 'certificates.read', 'certificates.write', 'applications'];
  const made = await story.call<{ userKey: string; secret: string }>('POST', '/applications', {
    name: 'Nightly job',
    partnerId,
    permissions,
  });
  application = { apiKey, userKey: made.userKey, secret: made.secret, proxyPort };
});
afterAll(async () => {
  proxy.close();
  await story.stop();
});

const form = (parameters: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(parameters).toString(),
});

it.each(['python', 'php'] as const)('takes calls that are signed and written as the %s SDK does it', async (writes) => {
  for (const client of [owner, application]) {
    const { status, body } = await callAsSdk(story, { ...client, writes }, 'sites.listTrustedDomains', {
      prefix: 'login',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ errorCode: 0, statusCode: 200, statusReason: 'OK', apiVersion: 2 });
    expect(body.cnameTarget).toBe('acme.sslproxy.us1.gigya.com');
  }
});

it('answers in the vendor’s envelope what the REST face answers', async () => {
  const { body } = await callAsSdk(story, application, 'certificates.list');
  const rest = await story.call<object>('GET', `/sites/${SITE.siteId}/certificates`);
  const { callId, errorCode, apiVersion, statusCode, statusReason, time, ...answer } = body;
  expect(answer).toEqual(rest);
  expect({ errorCode, apiVersion, statusCode, statusReason }).toEqual({
    errorCode: 0,
    apiVersion: 2,
    statusCode: 200,
    statusReason: 'OK',
  });
  expect(callId).toMatch(/^[0-9a-f-]{36}$/);
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

it('starts a request for the site of the API key, and tells a second one which is running', async () => {
  const first = await callAsSdk(story, owner, 'certificates.generate', { prefix: 'login', onFindings: 'wait' });
  expect(first.body).toMatchObject({ errorCode: 0, siteId: 'acme', prefix: 'login', status: 'PENDING' });
  const second = await callAsSdk(story, owner, 'certificates.generate', { prefix: 'login', onFindings: 'wait' });
  expect(second.status).toBe(200);
  expect(second.body).toMatchObject({
    errorCode: 409003,
    statusCode: 409,
    statusReason: 'Conflict',
    errorMessage: `Request ${first.body.requestId} of this site is still running.`,
    errorDetails: 'Wait for it, or cancel it: that works at any time, also where it has stood still for long.',
    code: 'RequestRunning',
    requestId: first.body.requestId,
  });
});

it('names all problems of all parameters at once, unknown ones too', async () => {
  const { body } = await callAsSdk(story, application, 'certificates.generate', { prefix: 'No', colour: 'red' });
  expect(body).toMatchObject({
    errorCode: 400006,
    statusReason: 'Bad Request',
    validationErrors: [
      {
        errorCode: 400006,
        fieldName: 'prefix',
        message: 'must consist of lower-case letters, digits and inner hyphens',
      },
      { errorCode: 400006, fieldName: 'colour', message: 'is not a parameter of this operation' },
    ],
  });
});

it('reads numbers as text and lists as JSON text', async () => {
  const made = await callAsSdk(story, application, 'applications.create', {
    name: 'täst & co ~ + *',
    permissions: '["sites.read", "certificates.read"]',
    sites: '["acme"]',
  });
  expect(made.body).toMatchObject({
    name: 'täst & co ~ + *',
    permissions: ['sites.read', 'certificates.read'],
    sites: ['acme'],
  });
  const few = await callAsSdk(story, application, 'applications.list', { limit: '1' });
  expect(few.body.applications).toHaveLength(1);
  const rest = await callAsSdk(story, application, 'applications.list', { cursor: few.body.nextCursor });
  expect(rest.body.applications.length).toBeGreaterThan(0);
  const wrong = await callAsSdk(story, application, 'applications.list', { limit: 'many' });
  expect(wrong.body.validationErrors).toEqual([{ errorCode: 400006, fieldName: 'limit', message: 'must be a number' }]);
});

it('refuses a wrong signature, an old one and a repeated one by their codes, and says the time', async () => {
  const url = 'https://certificates.us1.gigya.com/certificates.list';
  const send = (parameters: Record<string, string>) =>
    ask(story, {
      ...form(parameters),
      path: '/certificates.list',
      as: null,
      by: { host: 'certificates.us1.gigya.com', proxyPort: proxy.port },
    });
  const good = signed(application, url, {});
  expect((await send({ ...good, sig: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' })).body.errorCode).toBe(403003);
  expect((await send(good)).body.errorCode).toBe(0);
  expect((await send(good)).body.errorCode).toBe(403004);
  const old = await send(signed({ ...application, timestamp: Math.floor(Date.now() / 1000) - 130 }, url, {}));
  expect(old.body.errorCode).toBe(403002);
  expect(Math.abs(Date.parse(old.headers.date ?? '') - Date.now())).toBeLessThan(5000);
});

it('takes user key and secret too, and Basic with an API key', async () => {
  const { apiKey, userKey = '', secret } = application;
  const byForm = await ask(story, { ...form({ apiKey, userKey, secret }), path: '/sites.get', as: null });
  expect(byForm.body).toMatchObject({ errorCode: 0, siteId: 'acme' });
  const byBasic = await ask(story, { ...form({ apiKey }), path: '/sites.get', as: { userKey, secret } });
  expect(byBasic.body).toMatchObject({ errorCode: 0, siteId: 'acme' });
  const unknown = await ask(story, { ...form({ apiKey: 'no-such-key' }), path: '/sites.get', as: { userKey, secret } });
  expect(unknown.body).toMatchObject({ errorCode: 400093, code: 'ApiKeyUnknown' });
  const other = await ask(story, { ...form({ apiKey, siteId: 'shop' }), path: '/sites.get', as: { userKey, secret } });
  expect(other.body.validationErrors).toEqual([
    { errorCode: 400006, fieldName: 'siteId', message: 'is not the site of apiKey' },
  ]);
});

it('lets HTTP say how it went for who wants that', async () => {
  const path = '/certificates.get';
  const asked = { siteId: 'acme', requestId: 'req-none' };
  expect((await ask(story, { ...form(asked), path })).status).toBe(200);
  const told = await ask(story, { ...form({ ...asked, httpStatusCodes: 'true' }), path });
  expect(told.status).toBe(404);
  expect(told.body).toMatchObject({ errorCode: 404002, statusCode: 404, statusReason: 'Not Found' });
});

it('registers a site, whose own API key is siteApiKey here', async () => {
  const site = {
    siteId: 'shop',
    siteApiKey: '3_key-of-the-shop',
    partnerId: 'acme-stores',
    name: 'Shop',
    dataCenter: 'us1',
  };
  const parameters = { ...site, trustedSiteUrls: '["https://www.example.org"]' };
  const { body } = await ask(story, { ...form(parameters), path: '/sites.register' });
  expect(body).toMatchObject({ errorCode: 0, siteId: 'shop', apiKey: '3_key-of-the-shop' });
});

it.each([
  ['GET', '/certificates.list', {}, 405001],
  ['PUT', '/certificates.list', {}, 405001],
  ['POST', '/certificates.lost', form({}), 404000],
  ['POST', '/certificates.list', { headers: { 'content-type': 'application/json' }, body: '{}' }, 400001],
  ['POST', '/certificates.list', { ...form({}), body: 'apiKey=%ff' }, 400001],
  ['POST', '/certificates.list', { ...form({}), body: 'siteId=acme&siteId=shop' }, 400006],
  ['POST', '/sites.get', form({ siteId: 'acme', format: 'xml' }), 400006],
  ['POST', '/sites.get', form({}), 400006],
] as const)('refuses %s %s as it must be (%#)', async (method, path, rest, errorCode) => {
  const { status, headers, body } = await ask(story, { ...rest, method, path });
  expect([status, body.errorCode]).toEqual([200, errorCode]);
  if (errorCode === 405001) expect(headers.allow).toBe('POST');
});

it.each(['www.example.com', 'audit.us1.gigya.com'])('leads SDKs to the https door only, not to %s', async (host) => {
  const by = { host, proxyPort: proxy.port };
  await expect(ask(story, { path: '/', by })).rejects.toThrow('the proxy says 403');
});
