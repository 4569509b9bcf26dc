import { createSession } from '../../../../../lambdas/api/operations/create-session.ts';
import { deleteSession } from '../../../../../lambdas/api/operations/delete-session.ts';
import { getSession } from '../../../../../lambdas/api/operations/get-session.ts';
import {
  ACME,
  CONSOLE,
  CONSOLE_API_KEY,
  cookieHeader,
  doorScene,
  NOW,
  operate,
} from '../../../../support/unit/door.ts';

const scene = doorScene();

async function signIn() {
  const secret = await scene.givenOwner(ACME);
  const member = { UID: 'ann', partnerId: ACME.partnerId, role: 'customer-reader', sites: '*' } as const;
  await scene.tools.members.put({ ...member, setAt: NOW, setBy: 'tester' });
  const cookies = new Map<string, string>();
  const input = { apiKey: ACME.apiKey, ...scene.handOver(secret, 'ann') };
  const request = scene.request({ method: 'POST' });
  const answer = await operate('sessions.create', createSession(scene.tools), input, { request, cookies });
  return { answer, cookie: cookieHeader(cookies), input };
}
const get = (Cookie: string, cookies = new Map<string, string>()) =>
  operate('sessions.get', getSession(scene.tools), {}, { request: scene.request({ headers: { Cookie } }), cookies });
const leave = (headers: Record<string, string>, cookies = new Map<string, string>()) => {
  const request = scene.request({ method: 'DELETE', headers });
  return operate('sessions.delete', deleteSession(scene.tools), {}, { request, cookies });
};

const SHOWN = {
  UID: 'ann',
  apiKey: ACME.apiKey,
  partnerId: ACME.partnerId,
  sites: '*',
  permissions: ['sites.read', 'certificates.read'],
  loggedInAt: NOW,
  expiresAt: '2026-11-21T10:30:00.000Z',
  endsAt: '2026-11-21T22:00:00.000Z',
};

it('begins, tells where to go on, and shows no token', async () => {
  const { answer, cookie } = await signIn();
  expect(answer).toEqual({ ...SHOWN, location: CONSOLE });
  const token = /glt_\w+=(\w+)/.exec(cookie)?.[1] ?? 'none';
  expect(JSON.stringify(answer)).not.toContain(token);
});

it('tells who is signed in, and slides', async () => {
  const { cookie } = await signIn();
  scene.pass(60);
  const cookies = new Map<string, string>();
  expect(await get(cookie, cookies)).toEqual({ ...SHOWN, expiresAt: '2026-11-21T10:31:00.000Z' });
  expect([...cookies.keys()]).toEqual([`gltexp_${CONSOLE_API_KEY}`]);
});

it('says so where there is none, and when it has ended', async () => {
  const { cookie, input } = await signIn();
  expect(await get('')).toEqual({ signedIn: false });
  scene.pass(1800);
  expect(await get(cookie)).toEqual({ signedIn: false });
  const again = operate('sessions.create', createSession(scene.tools), input, { request: scene.request() });
  await expect(again).rejects.toMatchObject({ name: 'SignatureExpired' });
});

it('ends here and in the browser, and to end it again is harmless', async () => {
  const { cookie } = await signIn();
  const cookies = new Map<string, string>();
  expect(await leave({ Cookie: cookie, Origin: CONSOLE }, cookies)).toEqual({ signedIn: false });
  expect([...cookies.values()].every((each) => each.includes('Max-Age=0'))).toBe(true);
  expect(await get(cookie)).toEqual({ signedIn: false });
  expect(await leave({ Cookie: cookie, Origin: CONSOLE })).toEqual({ signedIn: false });
});

it('is ended by no other page', async () => {
  const { cookie } = await signIn();
  await expect(leave({ Cookie: cookie, Origin: 'https://evil.example' })).rejects.toMatchObject({
    name: 'ForeignOrigin',
  });
  expect(await get(cookie)).toMatchObject({ UID: 'ann' });
});
