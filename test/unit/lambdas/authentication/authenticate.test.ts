import { revealSecret, secretOf } from '../../../../core/security/secret.ts';
import { authenticate } from '../../../../lambdas/authentication/authenticate.ts';
import { errorOf } from '../../../../lambdas/authentication/refusal.ts';
import type { DoorRequest } from '../../../../lambdas/authentication/request.ts';
import { ACME, basic, CONSOLE_API_KEY, doorScene, OTHER } from '../../../support/unit/door.ts';

const scene = doorScene();
const KEY = 'a'.repeat(24);
const call = (request: DoorRequest) => authenticate(scene.tools, request);
const byBasic = (userKey: string, secret: string, fields = {}) =>
  call(scene.request({ headers: basic(userKey, secret), ...fields }));
const WRONG = secretOf(Buffer.alloc(32, 'wrong'));

/** Reason for the audit, then what the caller reads. */
async function refusal(answer: ReturnType<typeof call>): Promise<[string, string, number] | string> {
  const outcome = await answer;
  if (outcome.valid) return 'let in';
  const error = errorOf(outcome);
  const { ERRORS } = await import('../../../../core/errors.ts');
  return [outcome.reason, error.name, ERRORS[error.name].errorCode];
}

describe('user key and secret', () => {
  it('lets an application in as what it is', async () => {
    const secret = await scene.givenApplication(KEY, { partnerId: 'acme-stores', permissions: ['sites.read'] });
    expect(await byBasic(KEY, revealSecret(secret))).toEqual({
      valid: true,
      by: 'secret',
      principal: { kind: 'application', id: KEY, partnerId: 'acme-stores', sites: '*', permissions: ['sites.read'] },
      cookies: new Map(),
    });
  });

  it('lets it in by form parameters too, about the site of the API key', async () => {
    await scene.givenOwner(ACME);
    const secret = revealSecret(await scene.givenApplication(KEY));
    const form = new URLSearchParams({ apiKey: ACME.apiKey, userKey: KEY, secret }).toString();
    expect(await call(scene.request({ method: 'POST', form }))).toMatchObject({
      valid: true,
      by: 'secret',
      site: { siteId: 'acme', partnerId: 'acme-stores' },
    });
  });

  it('says the same of a wrong secret, of none, and of a key that there is not', async () => {
    await scene.givenApplication(KEY);
    expect(await refusal(byBasic(KEY, revealSecret(WRONG)))).toEqual(['wrongSecret', 'WrongSecret', 403010]);
    expect(await refusal(byBasic(KEY, 'not even BASE64'))).toEqual(['wrongSecret', 'WrongSecret', 403010]);
    expect(await refusal(byBasic('b'.repeat(24), revealSecret(WRONG)))).toEqual(['unknownKey', 'WrongSecret', 403010]);
    expect(await refusal(byBasic(KEY, ''))).toEqual(['wrongSecret', 'WrongSecret', 403010]);
  });

  it.each(['x'.repeat(1400), 'ключ', ' ', '\u0000'])(
    'looks for no key that cannot be one, as if it could: %#',
    async (userKey) => {
      expect(await refusal(byBasic(userKey, revealSecret(WRONG)))).toEqual(['unknownKey', 'WrongSecret', 403010]);
      const long = userKey.repeat(100);
      for (const named of [{ apiKey: ACME.apiKey, userKey: long }, { apiKey: long, userKey: KEY }, { apiKey: long }]) {
        expect(await refusal(call(scene.signed(WRONG, named)))).toEqual(['unknownKey', 'WrongSignature', 403003]);
      }
    },
  );

  it('does not take the secret of nobody for one, though it is known', async () => {
    const zeros = Buffer.alloc(32).toString('base64');
    await scene.givenApplication(KEY);
    expect(await refusal(byBasic(KEY, zeros))).toEqual(['wrongSecret', 'WrongSecret', 403010]);
    expect(await refusal(byBasic('none', zeros))).toEqual(['unknownKey', 'WrongSecret', 403010]);
  });

  it('refuses a deleted application at once', async () => {
    const secret = revealSecret(await scene.givenApplication(KEY));
    expect(await refusal(byBasic(KEY, secret))).toBe('let in');
    await scene.tools.applications.change(KEY, async ({ sealedSecrets: _, ...rest }) => ({ ...rest, deletedAt: 't' }));
    expect(await refusal(byBasic(KEY, secret))).toEqual(['unknownKey', 'WrongSecret', 403010]);
  });

  it('takes the secret before the last while its overlap lasts', async () => {
    const old = await scene.givenApplication(KEY);
    const fresh = secretOf(Buffer.alloc(32, 'fresh'));
    const sealedSecrets = await scene.tools.vault.seal(KEY, [fresh, old]);
    const previousUntil = '2026-11-21T11:00:00.000Z';
    await scene.tools.applications.change(KEY, async (present) => ({ ...present, sealedSecrets, previousUntil }));
    expect(await refusal(byBasic(KEY, revealSecret(old)))).toBe('let in');
    expect(await refusal(byBasic(KEY, revealSecret(fresh)))).toBe('let in');
    scene.pass(3600);
    expect(await refusal(byBasic(KEY, revealSecret(old)))).toEqual(['wrongSecret', 'WrongSecret', 403010]);
    expect(await refusal(byBasic(KEY, revealSecret(fresh)))).toBe('let in');
  });

  it.each([
    'Bearer abc',
    'Basic',
    'Basic !!!',
    `Basic ${Buffer.from('no colon').toString('base64')}`,
    'Basic YTpi, Basic YTpi',
  ])('cannot read %s', async (header) => {
    const request = scene.request({ headers: { Authorization: header } });
    expect(await refusal(call(request))).toEqual(['unreadableAuthorization', 'RequestUnreadable', 400001]);
  });
});

describe('a secret without TLS', () => {
  const TOLD = ['secretOverHttp', 'SecretOverHttp', 403006];

  it.each(['localhost:4500', 'evil.example'])('is refused before anything else: %s', async (domain) => {
    const secret = revealSecret(await scene.givenApplication(KEY));
    expect(await refusal(byBasic(KEY, secret, { domain }))).toEqual(TOLD);
    const forms = ['secret=x', 'Secret=', 'client_secret=x', 'secret=x&secret=y', 'secret=x&sig=y', 'secret=%E0%A4%A'];
    for (const form of forms)
      expect(await refusal(call(scene.request({ method: 'POST', form, domain })))).toEqual(TOLD);
    expect(await refusal(call(scene.request({ query: { secret: ['x'] }, domain })))).toEqual(TOLD);
  });
});

describe('a signed request', () => {
  const signed = (parameters = {}) => ({ apiKey: ACME.apiKey, userKey: KEY, ...parameters });

  it('lets an application in, once', async () => {
    await scene.givenOwner(ACME);
    const secret = await scene.givenApplication(KEY);
    const request = scene.signed(secret, signed());
    expect(await call(request)).toMatchObject({
      valid: true,
      by: 'signature',
      principal: { id: KEY },
      site: { siteId: 'acme' },
    });
    expect(await refusal(call(request))).toEqual(['replayed', 'Replayed', 403004]);
  });

  it('lets nobody in while its nonce cannot be remembered', async () => {
    await scene.givenOwner(ACME);
    const request = scene.signed(await scene.givenApplication(KEY), signed());
    const remember = () => Promise.reject(new Error('the table does not answer'));
    await expect(authenticate({ ...scene.tools, nonces: { remember } }, request)).rejects.toThrow('does not answer');
    expect(await refusal(call(request))).toBe('let in');
  });

  it('lets a partner in by its own secret, without a user key', async () => {
    const secret = await scene.givenOwner(ACME);
    expect(await call(scene.signed(secret, { apiKey: ACME.apiKey }))).toMatchObject({
      valid: true,
      principal: { id: 'partner_acme-stores', partnerId: 'acme-stores' },
    });
  });

  it('says the same of a bad signature and of a key that there is not', async () => {
    await scene.givenOwner(ACME);
    await scene.givenApplication(KEY);
    const told = ['WrongSignature', 403003];
    expect(await refusal(call(scene.signed(WRONG, signed())))).toEqual(['wrongSignature', ...told]);
    expect(await refusal(call(scene.signed(WRONG, signed({ userKey: 'none' }))))).toEqual(['unknownKey', ...told]);
    expect(await refusal(call(scene.signed(WRONG, { apiKey: ACME.apiKey })))).toEqual(['wrongSignature', ...told]);
    expect(await refusal(call(scene.signed(WRONG, { apiKey: '3_UnknownKey' })))).toEqual(['unknownKey', ...told]);
  });

  it('does not remember the nonce of a call that it refused', async () => {
    await scene.givenOwner(ACME);
    const secret = await scene.givenApplication(KEY);
    await refusal(call(scene.signed(WRONG, signed({ nonce: 'same' }))));
    expect(await refusal(call(scene.signed(secret, signed({ nonce: 'same' }))))).toBe('let in');
  });

  it('counts for the address and path that it was signed for, and no other', async () => {
    await scene.givenOwner(ACME);
    const secret = await scene.givenApplication(KEY);
    const request = scene.signed(secret, signed());
    for (const url of [
      'https://certificates.us1.example.com/certificates.generate',
      'https://other.example.com/certificates.list',
    ]) {
      expect(await refusal(call({ ...request, url }))).toEqual(['wrongSignature', 'WrongSignature', 403003]);
    }
    expect(await refusal(call({ ...request, url: 'unlisted:/certificates.list' }))).toEqual([
      'unsignableUrl',
      'RequestUnreadable',
      400001,
    ]);
  });

  it('is refused two minutes and a second off our clock, either way', async () => {
    await scene.givenOwner(ACME);
    const secret = await scene.givenApplication(KEY);
    const [old, older] = [scene.signed(secret, signed()), scene.signed(secret, signed())];
    scene.pass(120);
    expect(await refusal(call(old))).toBe('let in');
    scene.pass(1);
    expect(await refusal(call(older))).toEqual(['requestExpired', 'RequestExpired', 403002]);
    expect(await call(older)).toMatchObject({ claimed: KEY });
    const ahead = scene.signed(secret, signed());
    scene.pass(-121);
    expect(await refusal(call(ahead))).toEqual(['requestExpired', 'RequestExpired', 403002]);
  });

  it.each([
    ['sig=x&userKey=k', 'missingParameter', 'MissingParameter', 400002],
    ['apiKey=a&apiKey=b&sig=x', 'duplicateParameter', 'InvalidParameter', 400006],
    ['apiKey=a&timestamp=1.5&nonce=n&sig=x', 'invalidTimestamp', 'InvalidParameter', 400006],
    ['apiKey=a&timestamp=1&nonce=%00&sig=x', 'invalidNonce', 'InvalidParameter', 400006],
    ['apiKey=a&timestamp=1&nonce=n&sig=x&secret=y', 'twoCredentials', 'InvalidParameter', 400006],
    ['apiKey=a&timestamp=1&nonce=n&sig=x&b%20c=1', 'unsignableName', 'InvalidParameter', 400006],
    ['apiKey=%E0%A4%A&sig=x', 'malformedRequest', 'RequestUnreadable', 400001],
  ])('is read before anybody is asked who it is: %s', async (form, ...told) => {
    expect(await refusal(call(scene.request({ method: 'POST', form })))).toEqual(told);
  });

  it('is no second credential beside a header', async () => {
    const request = { ...scene.signed(WRONG, signed()), authorization: 'Basic YTpi' };
    expect(await refusal(call(request))).toEqual(['twoCredentials', 'InvalidParameter', 400006]);
  });
});

describe('the site of the API key', () => {
  it('does not exist for who may not see it, like one that there is not', async () => {
    await scene.givenOwner(ACME);
    await scene.givenOwner(OTHER);
    const secret = await scene.givenApplication(KEY, { partnerId: 'acme-stores', sites: ['acme'] });
    for (const apiKey of [OTHER.apiKey, '3_UnknownKey', CONSOLE_API_KEY]) {
      const answer = call(scene.signed(secret, { apiKey, userKey: KEY }));
      expect(await refusal(answer)).toEqual(['unknownApiKey', 'ApiKeyUnknown', 400093]);
    }
  });

  it('is none where the vendor calls about none', async () => {
    const secret = await scene.givenApplication(KEY);
    const answer = await call(scene.signed(secret, { apiKey: CONSOLE_API_KEY, userKey: KEY }));
    expect(answer).toMatchObject({ valid: true, principal: { partnerId: null } });
    expect(answer).not.toHaveProperty('site');
  });
});

it('says who is missing when nobody calls', async () => {
  expect(await refusal(call(scene.request()))).toEqual(['notSignedIn', 'NotSignedIn', 403035]);
});

it('locks out after ten wrong secrets, the right one too, and only from there', async () => {
  const secret = revealSecret(await scene.givenApplication(KEY));
  for (let n = 0; n < 10; n++) expect(await refusal(byBasic(KEY, 'wrong'))).toContain('wrongSecret');
  expect(await refusal(byBasic(KEY, secret))).toEqual(['lockedOut', 'LockedOut', 403120]);
  expect(await byBasic(KEY, secret)).toMatchObject({ facts: { until: '2026-11-21T10:15:00.000Z' }, claimed: KEY });
  expect(await refusal(byBasic(KEY, secret, { source: '198.51.100.1' }))).toBe('let in');
  scene.pass(900);
  expect(await refusal(byBasic(KEY, secret))).toBe('let in');
});

describe('what other pages have a browser send', () => {
  const query = { apiKey: [ACME.apiKey], userKey: [KEY], secret: ['wrong'] };
  const wrong = (headers: Record<string, string>, method = 'POST') =>
    refusal(call(scene.request({ method, headers, query })));

  it.each([
    ['a form', 'POST', { Origin: 'https://evil.example' }],
    ['a form of a page without a name', 'POST', { Origin: 'null' }],
    ['an image', 'GET', { 'Sec-Fetch-Site': 'cross-site' }],
  ])('locks no program out: %s', async (_, method, headers) => {
    const secret = revealSecret(await scene.givenApplication(KEY));
    for (let n = 0; n < 10; n++) expect(await wrong(headers, method)).toContain('wrongSecret');
    expect(await wrong(headers, method)).toContain('lockedOut');
    expect(await refusal(byBasic(KEY, secret))).toBe('let in');
  });

  it('is locked out as one, whatever page a program claims to be', async () => {
    await scene.givenApplication(KEY);
    for (let n = 0; n < 10; n++) expect(await wrong({ Origin: `https://page-${n}.example` })).toContain('wrongSecret');
    expect(await wrong({ Origin: 'https://page-10.example' })).toContain('lockedOut');
    expect(await wrong({ 'Sec-Fetch-Site': 'cross-site' }, 'GET')).toContain('lockedOut');
  });
});

it('locks an unknown key out as a known one', async () => {
  for (let n = 0; n < 10; n++) expect(await refusal(byBasic('none', 'wrong'))).toContain('unknownKey');
  expect(await refusal(byBasic('none', 'wrong'))).toEqual(['lockedOut', 'LockedOut', 403120]);
});

it('lets a caller call fifty times a minute', async () => {
  const secret = revealSecret(await scene.givenApplication(KEY));
  for (let n = 0; n < 50; n++) expect(await refusal(byBasic(KEY, secret))).toBe('let in');
  const answer = await byBasic(KEY, secret);
  const facts = { limit: '50', until: '2026-11-21T10:01:00.000Z' };
  expect(answer).toMatchObject({ reason: 'tooManyCalls', facts, principal: { id: KEY } });
  scene.pass(60);
  expect(await refusal(byBasic(KEY, secret))).toBe('let in');
});

it('shows no secret of a call in its refusal', async () => {
  const secret = revealSecret(WRONG);
  const outcome = await byBasic(KEY, secret);
  expect(JSON.stringify(outcome)).not.toContain(secret);
  if (!outcome.valid) expect(JSON.stringify([errorOf(outcome).message, errorOf(outcome).remedy])).not.toContain(KEY);
});
