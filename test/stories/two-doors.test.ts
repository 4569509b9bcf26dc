/** The two doors: no secret is ever taken over http, the API is there over https, and nothing is open beyond this machine. */
import { request } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.stop());

describe('over http', () => {
  const SECRET = 'c2VjcmV0';
  const sent = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${story.ports.console}/api${path}`, init);

  it.each([
    ['in the query', () => sent(`/sites?secret=${SECRET}`)],
    ['in the query of an operation that there is not', () => sent(`/nothing?secret=${SECRET}`)],
    ['in a form', () => sent('/sites', { method: 'POST', body: new URLSearchParams({ apiKey: 'k', secret: SECRET }) })],
    ['in JSON', () => sent('/sites/acme', { method: 'PUT', body: JSON.stringify({ name: 'Acme', secret: SECRET }) })],
    ['in JSON that is not valid', () => sent('/sites/acme', { method: 'PUT', body: `{"secret": "${SECRET}"` })],
    ['of an SDK that was told not to use https', () => sent(`/../certificates.list?apiKey=k&secret=${SECRET}`)],
    ['in a header', () => sent('/sites', { headers: { authorization: `Basic ${SECRET}` } })],
  ])('refuses a secret %s before anything looks at it', async (_, send) => {
    const invoked: string[] = [];
    story.onInvoked((name) => invoked.push(name));
    const answer = await send();
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'application/problem+json']);
    expect(JSON.parse(text)).toMatchObject({
      errorCode: 403006,
      code: 'SecretOverHttp',
      detail: 'Secrets are accepted over HTTPS only.',
      remedy: 'Use the https:// address. Treat the secret just sent as disclosed: rotate it.',
    });
    expect(text).not.toContain(SECRET);
    expect(invoked).toEqual([]);
  });

  it('answers what holds no secret', async () => {
    expect((await sent('/health')).status).toBe(200);
  });
});

describe('over https', () => {
  function ask(ca?: string): Promise<{ status: number | undefined; body: string }> {
    return new Promise((resolve, reject) => {
      const url = `https://localhost:${story.ports.api}/api/sites/acme`;
      const auth = `${story.operator.userKey}:${story.operator.secret}`;
      const asking = request(url, { family: 4, auth, ...(ca && { ca }) }, (answer) => {
        let body = '';
        answer.on('data', (chunk) => {
          body += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, body }));
      });
      asking.on('error', reject).end();
    });
  }

  it('answers those who trust the local CA', async () => {
    const { status, body } = await ask(story.rootPem);
    expect([status, JSON.parse(body).siteId]).toEqual([200, 'acme']);
  });

  it('is not trusted by anybody else', async () => {
    await expect(ask()).rejects.toThrow(/certificate/);
  });
});

it('listens on loopback only', async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
  const reached = (port: number) =>
    new Promise<boolean>((resolve) => {
      const socket = connect({ host: outside ?? '', port }, () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
    });
  const open = outside ? await Promise.all(Object.values(story.ports).map(reached)) : [];
  expect(open.filter(Boolean)).toEqual([]);
});
