import { parseDomains, readRequest } from '../../../../lambdas/authentication/request.ts';
import { proxyEvent } from '../../../support/unit/door.ts';

const DOMAINS = parseDomains('certificates.us1.example.com, API.example.com,http://localhost:4500');
const read = (call: Parameters<typeof proxyEvent>[0]) => readRequest(proxyEvent(call), DOMAINS);

it.each([
  ['certificates.us1.example.com', 'https://certificates.us1.example.com/api/sites'],
  ['api.example.com', 'https://API.example.com/api/sites'],
  ['localhost:4500', 'http://localhost:4500/api/sites'],
  ['abc123.execute-api.us-east-1.amazonaws.com', 'unlisted:/api/sites'],
  ['', 'unlisted:/api/sites'],
])('takes the address that API Gateway reports, if it is one of ours: %s', (domain, url) => {
  expect(read({ domain }).url).toBe(url);
});

it('never reads where a header says that the call was sent', () => {
  const headers = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-For': '203.0.113.1' };
  expect(read({ headers: { ...headers, 'X-Forwarded-Proto': 'http', Forwarded: 'host=evil.example' } })).toEqual(
    read({}),
  );
});

it('believes the console’s distribution, and nobody else, whom it saw', () => {
  const headers = { 'X-Console-Viewer': '203.0.113.9' };
  const domain = 'certificates.us1.example.com';
  const under = (consoleDomain: string) =>
    readRequest({ ...proxyEvent({ domain, headers }), stageVariables: { consoleDomain } }, DOMAINS).source;
  expect(under(domain)).toBe('203.0.113.9');
  expect(under('origin.example.com')).toBe('192.0.2.7');
  expect(read({ domain, headers }).source).toBe('192.0.2.7');
});

it('reads query and form together, each decoded once', () => {
  const { form } = read({ method: 'POST', query: { q: ['a%20b'], two: ['1', '2'] }, form: 'UID=a%2Bb+c&empty=' });
  expect(form).toEqual({
    parameters: [
      ['q', 'a%20b'],
      ['two', '1'],
      ['two', '2'],
      ['UID', 'a+b c'],
      ['empty', ''],
    ],
    malformed: false,
  });
  expect(read({ method: 'POST', form: 'UID=%E0%A4%A' }).form.malformed).toBe(true);
});

it('reads a body that API Gateway has coded, and takes JSON for no form', () => {
  const event = { ...proxyEvent({ method: 'POST', form: '' }), body: 'YT0x', isBase64Encoded: true };
  expect(readRequest(event, DOMAINS).form.parameters).toEqual([['a', '1']]);
  const json = { ...proxyEvent({ method: 'POST', headers: { 'content-type': 'application/json' } }), body: '{"a":1}' };
  expect(readRequest(json, DOMAINS).form.parameters).toEqual([]);
});

it('reads headers in any case; two of one name become one that nothing can read', () => {
  const event = {
    ...proxyEvent({}),
    multiValueHeaders: { AUTHORIZATION: ['Basic YTpi', 'Basic Yzpk'], cookie: ['a=1', 'b=2'], origin: ['https://x.y'] },
  };
  expect(readRequest(event, DOMAINS)).toMatchObject({
    authorization: 'Basic YTpi, Basic Yzpk',
    cookie: 'a=1; b=2',
    origin: 'https://x.y',
    source: '192.0.2.7',
  });
});

it.each([
  [{ Origin: 'https://x.y', 'Sec-Fetch-Site': 'cross-site' }, 'https://x.y'],
  [{ 'Sec-Fetch-Site': 'cross-site' }, 'null'],
  [{ 'Sec-Fetch-Site': 'same-site' }, 'null'],
  [{ 'Sec-Fetch-Site': 'same-origin' }, undefined],
  [{}, undefined],
])('knows from which page a browser calls: %j', (headers, origin) => {
  expect(read({ headers }).origin).toBe(origin);
});
