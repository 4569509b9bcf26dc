import { readCookie, writeCookie } from '../../../../core/security/cookie.ts';

it.each([
  ['among others', 'other=1; glt_k=abc; x=2', 'abc'],
  ['percent-encoded, with a plus that stays', 'glt_k=st2.s.Ab+C/d_E%3D%3D%7CUUID%3Dff', 'st2.s.Ab+C/d_E==|UUID=ff'],
  ['with an equals sign', 'glt_k=YWI=', 'YWI='],
  ['twice with one value', 'glt_k=abc; glt_k=abc', 'abc'],
  ['twice with two', 'glt_k=abc; glt_k=evil', undefined],
  ['empty', 'glt_k=', undefined],
  ['absent', 'glt_kk=abc; xglt_k=1', undefined],
  ['undecodable', 'glt_k=%zz', undefined],
  ['nowhere', '', undefined],
])('reads a cookie that is %s', (_, header, value) => {
  expect(readCookie(header, 'glt_k')).toBe(value);
});

it('writes a cookie for the base domain, for TLS and for no script', () => {
  expect(writeCookie({ name: 'gltexp_k', value: '1_a+/=', domain: 'example.com', maxAge: 300 })).toBe(
    'gltexp_k=1_a+/=; Path=/; Domain=example.com; Max-Age=300; Secure; HttpOnly; SameSite=Lax',
  );
  expect(writeCookie({ name: 'glt_k', value: 'abc' })).toBe('glt_k=abc; Path=/; Secure; HttpOnly; SameSite=Lax');
});

it.each(['a;b', 'a b', 'a,b', 'a\r\nSet-Cookie: x=y', 'é', '"a"'])('writes no cookie with the value %j', (value) => {
  expect(() => writeCookie({ name: 'glt_k', value })).toThrow('no cookie can carry the value of "glt_k"');
});
