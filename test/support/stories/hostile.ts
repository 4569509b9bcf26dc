/**
 * Calls as nobody means them: an honest call of the API, made from its description, with one thing about it spoilt. What API Gateway
 * hands on is what the caller sent, so a call is the proxy event itself, and not what a polite HTTP client would let through.
 */
import fc from 'fast-check';
import { OPERATIONS, type OperationName } from '../../../core/api/operations.ts';
import { calls, isFromPool, type Made } from './open-api-arbitrary.ts';

/** An event of API Gateway, as far as callers make it. */
export interface HostileCall {
  operation: OperationName;
  /** What is wrong with it, for the failure's text. */
  spoilt: string;
  httpMethod: string;
  path: string;
  query: Record<string, string[]>;
  headers: Record<string, string[]>;
  body: string | null;
  isBase64Encoded: boolean;
}

const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udfffb\ud800',
  '\u202egnp.exe',
  '\u2066x\u2069',
  '\ufeffacme',
  'a\r\nX-Injected: yes',
  '\u001b[2J',
  '😀'.repeat(16),
  'p\u0430ypal',
  'u\u0308ber',
  'xn--',
  'xn--80ak6aa92e.com',
  'acme.',
  '.',
  '..',
  '../../etc/passwd',
  '%00',
  '%zz',
  '%',
  '{{7*7}}',
  '<script>alert(1)</script>',
  `' OR 1=1 --`,
  'constructor',
  '__proto__',
  'a'.repeat(63),
  'a'.repeat(64),
  'a'.repeat(253),
  'a'.repeat(254),
  'a'.repeat(1025),
  'é'.repeat(1024),
  'x'.repeat(100_000),
  '-1',
  '0',
  '1e309',
  '9'.repeat(400),
  'NaN',
  '٣',
  'true',
  'null',
  '[]',
  '{"a":1}',
  'A',
  'AA',
  '_'.repeat(2000),
  'javascript:alert(1)',
  'https://user:secret@hooks.example.com/',
  'https://[::1]/',
  'https://169.254.169.254/latest/',
  `https://${'a'.repeat(64)}.example.com/`,
  'https://пример.рф./',
  'https://exa mple.com/',
  'https://a.example.com:99999/',
  '9999-12-31T23:59:59Z',
  '0000-00-00T00:00:00Z',
  '2026-02-30T00:00:00Z',
];
const OTHERS: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [null],
  [[]],
  [{}],
  ['\ud800'],
  ['x'.repeat(300)],
  Array(101).fill('https://a.example.com'),
  Array(101).fill('login.example.com'),
  JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
  JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`),
];

const CONTENT_TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '',
  '\0',
];
const FORM = 'application/x-www-form-urlencoded';

/** Whole bodies; `FORM` alike. */
const BODIES = [
  '{',
  '[]',
  'null',
  '"text"',
  '1e999',
  '\ufeff{}',
  '{"a":1,"a":2}',
  '{"__proto__":{"permissions":["x"]}}',
  '{"constructor":1,"toString":2,"siteId":"acme"}',
  '['.repeat(100_000),
  `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  `{"name":"${'x'.repeat(262_144)}"}`,
  'x'.repeat(5_000_000),
  'a=1&a=2',
  '%zz=%ff&a=%',
  '\0\x01\x02',
];

/** One spoilt thing about an event. `made` are the parameters that an honest call has. */
type Spoiler = (call: HostileCall, made: Made) => HostileCall;

const spoilers: fc.Arbitrary<Spoiler> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.nat(), fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom(...OTHERS), fc.string({ unit: 'binary' })))
      .map(
        ([pick, value]): Spoiler =>
          (call, made) =>
            withParameter(call, made, pick, value),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...BODIES).map(
      (body): Spoiler =>
        (call) => ({ ...call, body, spoilt: `body ${body.slice(0, 30)}` }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('HEAD', 'OPTIONS', 'PATCH', 'DELETE', 'PUT', 'GET', 'POST', 'TRACE', 'CONNECT', 'BREW')
      .map(
        (httpMethod): Spoiler =>
          (call) => ({ ...call, httpMethod, spoilt: `method ${httpMethod}` }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...CONTENT_TYPES).map(
      (type): Spoiler =>
        (call) => ({ ...call, headers: { ...call.headers, 'Content-Type': [type] }, spoilt: `type ${type}` }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('%zz', '%', '%00', '%2e%2e', '/', '\ud800', 'é', ';a=b', 'x'.repeat(8000)).map(
      (more): Spoiler =>
        (call) => ({ ...call, path: `${call.path}${more}`, spoilt: `path + ${more.slice(0, 20)}` }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<[string, string[]]>(
        ['colour', ['red']],
        ['limit', ['1', '2']],
        ['siteId', ['acme', 'other']],
        ['__proto__', ['1']],
        ['', ['']],
        ['a\0', ['\0']],
        ['constructor', ['1']],
      )
      .map(
        ([name, values]): Spoiler =>
          (call) => ({ ...call, query: { ...call.query, [name]: values }, spoilt: `query ${name}` }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<[string, string]>(
        ['Idempotency-Key', ''],
        ['Idempotency-Key', 'ü'],
        ['Idempotency-Key', 'k'.repeat(256)],
        ['Cookie', 'glt_a=b; glt_c=d'],
        ['X-Odd', 'ü\ud800'],
        ['X-Long', 'x'.repeat(9000)],
        ['Content-Length', '-5'],
        ['Content-Length', '99999999'],
        ['If-None-Match', '*"'],
        ['Origin', 'null'],
      )
      .map(
        ([name, value]): Spoiler =>
          (call) => ({ ...call, headers: { ...call.headers, [name]: [value] }, spoilt: `header ${name}` }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '!!not base64!!', '/////w==', 'AAAA').map(
      (body): Spoiler =>
        (call) => ({ ...call, body, isBase64Encoded: true, spoilt: `binary body ${body}` }),
    ),
  },
);

function withParameter(
  call: HostileCall,
  { inPath, inQuery, input, path }: Made,
  pick: number,
  value: unknown,
): HostileCall {
  const names = Object.keys(input);
  const name = names[pick % Math.max(names.length, 1)] ?? 'colour';
  const spoilt = `${name} = ${JSON.stringify(value)?.slice(0, 60)}`;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (call.headers['Content-Type']?.[0] === FORM) {
    const form = new URLSearchParams(call.body ?? '');
    form.set(name, text);
    return { ...call, body: form.toString(), spoilt };
  }
  if (inPath.includes(name)) return { ...call, path: `/api${pathOf(path, { ...input, [name]: text })}`, spoilt };
  if (inQuery.includes(name) || call.body === null)
    return { ...call, query: { ...call.query, [name]: [text] }, spoilt };
  return { ...call, body: JSON.stringify({ ...(JSON.parse(call.body) as object), [name]: value }), spoilt };
}

function pathOf(template: string, input: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name]).toWellFormed()));
}

/** Of one operation. `known`: ids that there are, by parameter. */
export function hostileCalls(
  operation: OperationName,
  known: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<HostileCall> {
  const others = OPERATION_NAMES.filter((name) => name !== operation);
  return fc.tuple(calls(others), spoilers, fc.boolean()).map(([made, spoil, rest]) => {
    const input = Object.fromEntries(
      Object.entries(made.input).map(([name, value]) => [
        name,
        isFromPool(value) ? (known[value.pool]?.[value.pick % (known[value.pool]?.length || 1)] ?? 'none') : value,
      ]),
    );
    const given = { ...made, input };
    return spoil(rest ? overRest(given) : overRpc(given), given);
  });
}

function overRest({ operation, method, path, input, inPath }: Made): HostileCall {
  const others = Object.entries(input).filter(([name]) => !inPath.includes(name));
  const hasBody = method === 'PUT' || method === 'POST';
  return {
    operation,
    spoilt: 'nothing',
    httpMethod: method,
    path: `/api${pathOf(path, input)}`,
    query: hasBody ? {} : Object.fromEntries(others.map(([name, value]) => [name, [String(value)]])),
    headers: { 'Content-Type': ['application/json'] },
    body: hasBody ? JSON.stringify(Object.fromEntries(others)) : null,
    isBase64Encoded: false,
  };
}

function overRpc({ operation, input }: Made): HostileCall {
  const texts = Object.entries(input).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return {
    operation,
    spoilt: 'nothing',
    httpMethod: 'POST',
    path: `/${operation}`,
    query: {},
    headers: { 'Content-Type': [FORM] },
    body: new URLSearchParams(texts).toString(),
    isBase64Encoded: false,
  };
}

export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];
