import type { Member } from '../../../../core/member.ts';
import { authenticate } from '../../../../lambdas/authentication/authenticate.ts';
import type { Refused } from '../../../../lambdas/authentication/refusal.ts';
import { logIn, logOut, type Signed } from '../../../../lambdas/authentication/session.ts';
import { ACME, CONSOLE, CONSOLE_API_KEY, cookieHeader, doorScene, NOW, OTHER } from '../../../support/unit/door.ts';

const scene = doorScene();
const ANN: Member = {
  UID: 'ann',
  partnerId: 'acme-stores',
  role: 'customer-admin',
  sites: '*',
  setAt: NOW,
  setBy: 'tester',
};

async function given() {
  await scene.tools.members.put(ANN);
  return scene.givenOwner(ACME);
}

async function signIn(fields = {}): Promise<Signed> {
  const secret = await given();
  const signed = await logIn(scene.tools, scene.request(fields), {
    apiKey: ACME.apiKey,
    ...scene.handOver(secret, 'ann'),
  });
  if (!signed.valid) throw new Error(signed.reason);
  return signed;
}

const withCookie = (cookie: string, fields = {}) =>
  authenticate(scene.tools, scene.request({ headers: { Cookie: cookie }, ...fields }));
const reasonOf = (outcome: Refused | { valid: true }) => (outcome.valid ? 'let in' : outcome.reason);
const carriedBy = (cookie: string) => ({ headers: { Cookie: cookie } });

describe('signing in', () => {
  it('takes a UID that its owner has signed, and answers two cookies that no script reads', async () => {
    const { principal, cookies, expiresAt, session } = await signIn();
    expect(principal).toMatchObject({ kind: 'member', id: 'ann', partnerId: 'acme-stores' });
    expect([...cookies.keys()]).toEqual(['glt_3_VendorConsoleKey', 'gltexp_3_VendorConsoleKey']);
    expect(cookies.get('glt_3_VendorConsoleKey')).toMatch(
      /^glt_3_VendorConsoleKey=\d{64}; Path=\/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax$/,
    );
    expect(cookies.get('gltexp_3_VendorConsoleKey')).toMatch(
      /^gltexp_3_VendorConsoleKey=1795257000_[\w+/]{27}=; Path=\/; Max-Age=1800;/,
    );
    expect(new Date(expiresAt * 1000).toISOString()).toBe('2026-11-21T10:30:00.000Z');
    expect(new Date(session.endsAt * 1000).toISOString()).toBe('2026-11-21T22:00:00.000Z');
  });

  it('takes each signature once', async () => {
    const secret = await given();
    const handed = { apiKey: ACME.apiKey, ...scene.handOver(secret, 'ann') };
    expect(reasonOf(await logIn(scene.tools, scene.request(), handed))).toBe('let in');
    expect(reasonOf(await logIn(scene.tools, scene.request(), handed))).toBe('replayed');
  });

  it('takes a signature once, whichever API key of its owner it is handed over with', async () => {
    const secret = await given();
    await scene.tools.apiKeys.claim('3_AcmeSecondKey', { siteId: 'acme-2', partnerId: 'acme-stores' });
    const handed = scene.handOver(secret, 'ann');
    const hand = (apiKey: string) => logIn(scene.tools, scene.request(), { apiKey, ...handed }).then(reasonOf);
    expect([await hand(ACME.apiKey), await hand('3_AcmeSecondKey')]).toEqual(['let in', 'replayed']);
  });

  it('refuses what is old, signed by another, or of nobody here', async () => {
    const secret = await given();
    const others = await scene.givenOwner(OTHER);
    const hand = (handed: object, apiKey = ACME.apiKey) =>
      logIn(scene.tools, scene.request(), { apiKey, ...scene.handOver(secret, 'ann'), ...handed }).then(reasonOf);
    const old = scene.handOver(secret, 'ann');
    scene.pass(181);
    expect(await hand(old)).toBe('signatureExpired');
    expect(await hand({ signatureTimestamp: 'x' })).toBe('invalidTimestamp');
    expect(await hand({ UID: 'bob' })).toBe('wrongSignature');
    expect(await hand(scene.handOver(others, 'ann'))).toBe('wrongSignature');
    expect(await hand({}, '3_UnknownKey')).toBe('wrongSignature');
    expect(await hand(scene.handOver(secret, 'bob'))).toBe('notAMember');
    expect(await hand(scene.handOver(others, 'ann'), OTHER.apiKey)).toBe('notAMember');
  });

  it('takes the vendor’s own people by the key of the console', async () => {
    const secret = await scene.givenOwner(null);
    await scene.tools.members.put({ ...ANN, UID: 'olga', partnerId: null, role: 'on-call' });
    const handed = { apiKey: CONSOLE_API_KEY, ...scene.handOver(secret, 'olga') };
    const signed = await logIn(scene.tools, scene.request(), handed);
    expect(signed).toMatchObject({ valid: true, principal: { id: 'olga', partnerId: null } });
  });

  it('locks out after ten wrong signatures', async () => {
    const secret = await given();
    const wrong = { apiKey: ACME.apiKey, ...scene.handOver(secret, 'ann'), UIDSignature: 'wrong' };
    for (let n = 0; n < 10; n++)
      expect(reasonOf(await logIn(scene.tools, scene.request(), wrong))).toBe('wrongSignature');
    const right = { apiKey: ACME.apiKey, ...scene.handOver(secret, 'ann') };
    expect(reasonOf(await logIn(scene.tools, scene.request(), right))).toBe('lockedOut');
  });

  it('locks nobody out by what another page has the same browser hand over', async () => {
    const secret = await given();
    const hand = (Origin: string, wrong = {}) =>
      logIn(scene.tools, scene.request({ method: 'POST', headers: { Origin } }), {
        apiKey: ACME.apiKey,
        ...scene.handOver(secret, 'ann'),
        ...wrong,
      }).then(reasonOf);
    for (let n = 0; n < 10; n++) await hand('https://evil.example', { UIDSignature: 'wrong' });
    expect(await hand('https://evil.example')).toBe('lockedOut');
    expect(await hand('https://portal.example.com')).toBe('let in');
  });

  it('ends the session that the browser had', async () => {
    const first = cookieHeader((await signIn()).cookies);
    scene.pass(1);
    const { cookies } = await signIn(carriedBy(first));
    expect(reasonOf(await withCookie(first))).toBe('invalidSession');
    expect(reasonOf(await withCookie(cookieHeader(cookies)))).toBe('let in');
  });
});

describe('a browser that has a session of one site', () => {
  it('has that of another site after its portal’s cross-site POST, to which it adds no cookie', async () => {
    const jar = new Map<string, string>();
    const keep = ({ cookies }: Signed) => {
      for (const [name, cookie] of cookies) jar.set(name, cookie);
    };
    const sent = () => withCookie(cookieHeader(jar));
    keep(await signIn());
    expect(await sent()).toMatchObject({ principal: { partnerId: 'acme-stores' } });

    await scene.tools.members.put({ ...ANN, UID: 'bob', partnerId: OTHER.partnerId });
    const handed = { apiKey: OTHER.apiKey, ...scene.handOver(await scene.givenOwner(OTHER), 'bob') };
    const signed = await logIn(scene.tools, scene.request({ method: 'POST' }), handed);
    if (!signed.valid) throw new Error(signed.reason);
    keep(signed);

    expect(await sent()).toMatchObject({ principal: { id: 'bob', partnerId: 'other-shop' } });
    expect(jar.size).toBe(2);
  });
});

describe('a session', () => {
  it('slides: every answer carries the next expiry', async () => {
    let cookie = cookieHeader((await signIn()).cookies);
    for (let n = 0; n < 3; n++) {
      scene.pass(1799);
      const outcome = await withCookie(cookie);
      if (!outcome.valid) throw new Error(outcome.reason);
      expect([...outcome.cookies.keys()]).toEqual(['gltexp_3_VendorConsoleKey']);
      cookie = `${cookie.split('; ')[0]}; ${cookieHeader(outcome.cookies)}`;
    }
    scene.pass(1800);
    expect(reasonOf(await withCookie(cookie))).toBe('sessionExpired');
  });

  it('slides from when the call was judged, however long that took', async () => {
    const { cookies, expiresAt } = await signIn();
    const find = scene.tools.members.find.bind(scene.tools.members);
    jest.spyOn(scene.tools.members, 'find').mockImplementationOnce((...member) => {
      scene.pass(3600);
      return find(...member);
    });
    scene.pass(60);
    expect(await withCookie(cookieHeader(cookies))).toMatchObject({ valid: true, expiresAt: expiresAt + 60 });
  });

  it('is not revived by an expired or a forged expiry', async () => {
    const { cookies } = await signIn();
    const [login = '', expiry = ''] = cookieHeader(cookies).split('; ');
    expect(reasonOf(await withCookie(login))).toBe('sessionExpired');
    expect(reasonOf(await withCookie(`${login}; ${expiry.replace('1795257000', '1795257001')}`))).toBe(
      'invalidSession',
    );
    expect(reasonOf(await withCookie(`${login}; gltexp_3_VendorConsoleKey=x`))).toBe('invalidSession');
    expect(reasonOf(await withCookie(expiry))).toBe('notSignedIn');
    expect(reasonOf(await withCookie(`glt_3_VendorConsoleKey=${'9'.repeat(64)}; ${expiry}`))).toBe('invalidSession');
  });

  it('is over at the end of the day, however busy it was', async () => {
    let cookie = cookieHeader((await signIn()).cookies);
    for (let n = 0; n < 24; n++) {
      scene.pass(n === 23 ? 1799 : 1800 - 1);
      const outcome = await withCookie(cookie);
      if (!outcome.valid) throw new Error(outcome.reason);
      cookie = `${cookie.split('; ')[0]}; ${cookieHeader(outcome.cookies)}`;
    }
    expect(cookie).toContain('gltexp_3_VendorConsoleKey=1795298400_');
    scene.pass(24);
    expect(reasonOf(await withCookie(cookie))).toBe('invalidSession');
  });

  it('ends with its membership, with a role that changes at once', async () => {
    const cookie = cookieHeader((await signIn()).cookies);
    await scene.tools.members.put({ ...ANN, role: 'customer-reader' });
    expect(await withCookie(cookie)).toMatchObject({
      valid: true,
      principal: { permissions: ['sites.read', 'certificates.read'] },
    });
    await scene.tools.members.remove('acme-stores', 'ann');
    expect(reasonOf(await withCookie(cookie))).toBe('notAMember');
  });

  it('ends with the signing key of its owner', async () => {
    const cookie = cookieHeader((await signIn()).cookies);
    await scene.tools.applications.change('partner_acme-stores', async ({ sealedSecrets: _, ...rest }) => ({
      ...rest,
      deletedAt: NOW,
    }));
    expect(reasonOf(await withCookie(cookie))).toBe('invalidSession');
  });

  it('ends at logout, in every copy of its cookies', async () => {
    const cookie = cookieHeader((await signIn()).cookies);
    const cleared = await logOut(scene.tools, scene.request(carriedBy(cookie)));
    expect([...cleared.values()]).toEqual([
      'glt_3_VendorConsoleKey=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
      'gltexp_3_VendorConsoleKey=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
    ]);
    expect(reasonOf(await withCookie(cookie))).toBe('invalidSession');
    expect(await logOut(scene.tools, scene.request())).toEqual(cleared);
  });

  it('is the console’s: cookies of other API keys are none, and two of its own name are none', async () => {
    const [login = '', expiry = ''] = cookieHeader((await signIn()).cookies).split('; ');
    const renamed = `${login}; ${expiry}`.replaceAll('3_VendorConsoleKey', OTHER.apiKey);
    expect(reasonOf(await withCookie(renamed))).toBe('notSignedIn');
    expect(reasonOf(await withCookie(`${login}; ${expiry}; glt_${OTHER.apiKey}=planted`))).toBe('let in');
    expect(reasonOf(await withCookie(`${login}; ${expiry}; glt_3_VendorConsoleKey=planted`))).toBe('notSignedIn');
  });
});

describe('a call by cookie that changes something', () => {
  it.each([
    [CONSOLE, 'let in'],
    ['https://evil.example', 'foreignOrigin'],
    ['https://console.example.com.evil.example', 'foreignOrigin'],
    ['null', 'foreignOrigin'],
    [undefined, 'foreignOrigin'],
  ])('comes from the console’s own page: %s', async (origin, expected) => {
    const Cookie = cookieHeader((await signIn()).cookies);
    const headers = origin === undefined ? { Cookie } : { Cookie, Origin: origin };
    for (const method of ['POST', 'PUT', 'DELETE']) {
      expect(reasonOf(await authenticate(scene.tools, scene.request({ method, headers })))).toBe(expected);
    }
    expect(reasonOf(await authenticate(scene.tools, scene.request({ method: 'GET', headers })))).toBe('let in');
  });
});
