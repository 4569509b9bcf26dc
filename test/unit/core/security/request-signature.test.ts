import type { Parameter } from '../../../../core/security/parameter.ts';
import { requestBaseString, signRequest } from '../../../../core/security/request-signature.ts';
import { APPLICATION } from './invented-secrets.ts';

const url = 'https://certs.example.test/certs.list';
const one: Parameter[] = [['a', '1']];

it('signs as OAuth 1.0 does: sorted, encoded twice, an empty value kept, sig left out', () => {
  const parameters: Parameter[] = [
    ['siteId', 'acme'],
    ['note', 'a b+c&d=e~*'],
    ['empty', ''],
    ['sig', 'of another call'],
    ['apiKey', '3_site'],
    ['userKey', 'AKey_1'],
    ['timestamp', '1431496000'],
    ['nonce', 'n-1'],
  ];
  expect(signRequest({ method: 'post', url, parameters }, APPLICATION)).toEqual({
    valid: true,
    baseString:
      'POST&https%3A%2F%2Fcerts.example.test%2Fcerts.list&apiKey%3D3_site%26empty%3D%26nonce%3Dn-1%26note%3Da%2520b%252Bc%2526d%253De~%252A%26siteId%3Dacme%26timestamp%3D1431496000%26userKey%3DAKey_1',
    sig: 'DqKmGVQbPGC2BTphZ0C6RToRkas=',
  });
});

it.each([
  [
    'scheme and host in lower case, the path as it is',
    'HTTPS://Certs.Example.TEST/Certs.List',
    'https%3A%2F%2Fcerts.example.test%2FCerts.List',
  ],
  ['no default port', 'https://a.test:443/x', 'https%3A%2F%2Fa.test%2Fx'],
  ['no default port of http', 'http://a.test:80/x', 'http%3A%2F%2Fa.test%2Fx'],
  ['any other port', 'https://a.test:4543/x', 'https%3A%2F%2Fa.test%3A4543%2Fx'],
  ["the other scheme's port", 'http://a.test:443/x', 'http%3A%2F%2Fa.test%3A443%2Fx'],
  ['escapes of the path, encoded again', 'https://a.test/a%20b', 'https%3A%2F%2Fa.test%2Fa%2520b'],
  ['an empty path', 'https://a.test', 'https%3A%2F%2Fa.test'],
])('signs %s', (_, address, encoded) => {
  expect(requestBaseString({ method: 'GET', url: address, parameters: one })).toEqual({
    valid: true,
    baseString: `GET&${encoded}&a%3D1`,
  });
});

it.each([
  'https://a.test/x?already=there',
  'https://a.test/x#part',
  'https://[::1]:8080/x',
  'https://user@a.test/x',
  'https://exämple.test/x',
  'ftp://a.test/x',
  '//a.test/x',
  'https:///x',
  '',
])('refuses the URL %j', (address) => {
  expect(requestBaseString({ method: 'GET', url: address, parameters: one })).toEqual({
    valid: false,
    reason: 'unsignableUrl',
    errorCode: 400006,
  });
});

it.each(['a b', 'a=b', 'a&b', 'ﬀ', '😀', '10', '9', '.5', '-1', '', 'a%41', 'a+b'])('refuses the name %j', (name) => {
  expect(requestBaseString({ method: 'GET', url, parameters: [[name, '1']] })).toEqual({
    valid: false,
    reason: 'unsignableName',
    errorCode: 400006,
    parameters: [name],
  });
});

it('refuses a name that comes twice, were it with the same value or sig', () => {
  for (const name of ['a', 'sig'])
    expect(
      requestBaseString({
        method: 'GET',
        url,
        parameters: [
          [name, '1'],
          ['b', '2'],
          [name, '1'],
        ],
      }),
    ).toMatchObject({
      reason: 'duplicateParameter',
      parameters: [name],
    });
});

it('refuses a value that UTF-8 cannot carry', () => {
  expect(requestBaseString({ method: 'GET', url, parameters: [['a', '\ud83d']] })).toMatchObject({
    reason: 'unsignableValue',
    parameters: ['a'],
  });
});

it('keeps names apart that differ in case, and names that begin alike', () => {
  const parameters: Parameter[] = [
    ['q1', 'c'],
    ['q', 'b'],
    ['Q', 'a'],
  ];
  expect(requestBaseString({ method: 'GET', url, parameters })).toMatchObject({
    baseString: 'GET&https%3A%2F%2Fcerts.example.test%2Fcerts.list&Q%3Da%26q%3Db%26q1%3Dc',
  });
});
