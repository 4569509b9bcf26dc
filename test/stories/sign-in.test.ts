/** People come from the vendor's portal: one click there, and the console knows who they are, what they may do, and until when. */
import { SITE } from '../../local/scenery.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
let now: Date;
beforeEach(async () => {
  now = new Date('2026-11-21T09:00:00Z');
  story = await beginStory({ doorTime: () => now });
});
afterEach(() => story.stop());

const origin = () => `http://localhost:${story.ports.console}`;

/** A browser that has pressed the button; answers how it asks from then on. */
async function signIn(name: string) {
  const page = await (await fetch(`${origin()}/portal`)).text();
  const form = page.split('<form').find((text) => text.includes(`Sign in as ${name}<`)) ?? '';
  const fields = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, field = '', value = '']) => [
    field,
    value,
  ]);
  const body = new URLSearchParams(Object.fromEntries(fields));
  const begun = await fetch(`${origin()}/api/session`, { method: 'POST', body, redirect: 'manual' });
  let cookie = begun.headers
    .getSetCookie()
    .map((header) => header.split(';', 1)[0])
    .join('; ');
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with literals
  async function ask(target: string, input?: object, from = origin()): Promise<{ status: number; body: any }> {
    const [method = '', path = ''] = target.split(' ');
    const headers = { cookie, origin: from, 'content-type': 'application/json' };
    const answer = await fetch(`${origin()}/api${path}`, {
      method,
      headers,
      ...(input && { body: JSON.stringify(input) }),
    });
    for (const header of answer.headers.getSetCookie()) {
      const [pair = ''] = header.split(';', 1);
      const others = cookie.split('; ').filter((one) => !one.startsWith(`${pair.split('=', 1)[0]}=`));
      cookie = [...others, pair].join('; ');
    }
    return { status: answer.status, body: await answer.json() };
  }
  return { begun, body, ask };
}

const sitesOf = ({ body }: { body: { sites: { siteId: string }[] } }) => body.sites.map(({ siteId }) => siteId);

it('shows each person what is theirs, and lets each do what its role may', async () => {
  const ann = await signIn('Ann');
  expect([ann.begun.status, ann.begun.headers.get('location')]).toEqual([303, origin()]);
  for (const header of ann.begun.headers.getSetCookie()) expect(header).toMatch(/; Secure; HttpOnly; SameSite=Lax/);
  expect((await ann.ask('GET /session')).body).toMatchObject({ UID: 'ann', partnerId: SITE.partnerId });
  expect(sitesOf(await ann.ask('GET /sites'))).toEqual([SITE.siteId]);
  expect((await ann.ask('GET /sites/globex-shop')).body.code).toBe('SiteUnknown');
  expect((await ann.ask('GET /tickets')).body.code).toBe('PermissionDenied');

  const rob = await signIn('Rob');
  expect(sitesOf(await rob.ask('GET /sites'))).toEqual([SITE.siteId]);
  expect((await rob.ask('DELETE /sites/acme/prefix')).body.code).toBe('PermissionDenied');

  const gil = await signIn('Gil');
  expect(sitesOf(await gil.ask('GET /sites'))).toEqual(['globex-shop']);
  expect((await gil.ask('GET /sites/acme/certificates')).body.code).toBe('SiteUnknown');

  const olga = await signIn('Olga');
  expect(sitesOf(await olga.ask('GET /sites'))).toEqual([SITE.siteId, 'globex-shop']);
  expect((await olga.ask('GET /tickets')).status).toBe(200);
  expect((await olga.ask('GET /members')).body.code).toBe('PermissionDenied');

  const pat = await signIn('Pat');
  const { body } = await pat.ask('GET /members?partnerId=acme-stores');
  expect(body.members.map(({ UID }: { UID: string }) => UID)).toEqual(['ann', 'rob']);
});

it('takes each hand-over once, and no change from another page', async () => {
  const { body, ask } = await signIn('Ann');
  const again = await fetch(`${origin()}/api/session`, { method: 'POST', body, redirect: 'manual' });
  expect([again.status, again.headers.get('location')]).toEqual([303, `${origin()}/#/sign-in?refused=Replayed`]);
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const program = await fetch(`${origin()}/api/session`, { ...json, body: JSON.stringify(Object.fromEntries(body)) });
  expect(await program.json()).toMatchObject({ code: 'Replayed', errorCode: 403004 });
  expect((await ask('POST /sites/acme/preflight', { prefix: 'login' }, 'https://evil.example')).body.code).toBe(
    'ForeignOrigin',
  );
  expect((await ask('POST /sites/acme/preflight', { prefix: 'login' })).status).toBe(200);
});

it('ends half an hour after the last call, by the clock of the door and not by the world’s', async () => {
  const { ask } = await signIn('Ann');
  await story.hours(24);
  expect((await ask('GET /session')).status).toBe(200);
  now = new Date(now.getTime() + 29 * 60_000);
  expect((await ask('GET /session')).status).toBe(200);
  now = new Date(now.getTime() + 29 * 60_000);
  expect((await ask('GET /session')).status).toBe(200);
  now = new Date(now.getTime() + 31 * 60_000);
  expect((await ask('GET /sites')).body).toMatchObject({ code: 'SessionEnded', errorCode: 403011 });
});

it('ends with the logout, also for who has copied the cookie, and with the membership', async () => {
  const ann = await signIn('Ann');
  const gil = await signIn('Gil');
  expect((await ann.ask('DELETE /session')).body).toEqual({ signedIn: false });
  expect((await ann.ask('GET /sites')).body.code).toBe('NotSignedIn');
  await story.call('DELETE', '/members', { UID: 'gil', partnerId: 'globex' });
  expect((await gil.ask('GET /sites')).body.code).toBe('NotAMember');
});

it('tells each partner in its audit what was called, by whom, and how it ended', async () => {
  const gil = await signIn('Gil');
  await story.hours(1); // entries of one moment have no order
  await gil.ask('GET /sites/acme');
  await story.hours(1);
  const { body } = await gil.ask('GET /audit');
  expect(body.entries[0]).toMatchObject({
    operation: 'sites.get',
    outcome: 'SiteUnknown',
    principal: { kind: 'member', id: 'gil', partnerId: 'globex' },
    sourceIp: '127.0.0.1',
    siteId: 'acme',
  });
  const operations = body.entries.map(({ operation }: { operation: string }) => operation);
  expect(operations).toEqual(expect.arrayContaining(['sessions.create', 'sites.register', 'members.set']));
});
