/** What the REST face adds to operations: idempotency keys, pages, ETags, Location, Date; over the https door. */
import { SITE } from '../../local/scenery.ts';
import { type Ask, ask } from '../support/stories/https.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
let door: number;
beforeEach(async () => {
  door = Date.parse('2026-11-21T09:00:00Z');
  story = await beginStory({ doorTime: () => new Date(door) });
});
afterEach(() => story.stop());

const generate = (key: string, input: object = {}, rest: Partial<Ask> = {}) =>
  ask(story, {
    method: 'POST',
    path: '/api/sites/acme/certificates',
    headers: { 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ prefix: 'login', onFindings: 'wait', ...input }),
    ...rest,
  });
const started = async () => {
  const { certificates } = await story.call<{ certificates: { requestId: string }[] }>(
    'GET',
    '/sites/acme/certificates',
  );
  return certificates.map(({ requestId }) => requestId);
};

describe('a call that is sent again under its Idempotency-Key', () => {
  it('does nothing again, and answers what it answered', async () => {
    const first = await generate('k1');
    const second = await generate('k1');
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.text).toBe(first.text);
    expect(second.headers.location).toBe(`/api/sites/acme/certificates/${first.body.requestId}`);
    expect(await started()).toEqual([first.body.requestId]);
  });

  it('gets its refusal again, though it would go well now', async () => {
    const first = await generate('k1', { onFindings: 'refuse' });
    expect(first.body).toMatchObject({ status: 409, code: 'PreflightFailed' });
    const second = await generate('k1', { onFindings: 'refuse' });
    expect(second.body).toEqual({ ...first.body, callId: second.body.callId });
    expect(await started()).toEqual([]);
  });

  it('is refused when it is another call', async () => {
    await generate('k1');
    const other = await generate('k1', { prefix: 'id' });
    expect(other.body).toMatchObject({ status: 422, code: 'KeyReused', errorCode: 422001 });
  });

  it('shares no key with another caller', async () => {
    await generate('k1');
    const permissions = ['certificates.write'];
    const as = await story.call<{ userKey: string; secret: string }>('POST', '/applications', {
      name: 'B',
      permissions,
    });
    expect((await generate('k1', {}, { as })).body.code).toBe('RequestRunning');
  });

  it('runs once when it comes twice at one moment', async () => {
    const both = await Promise.all([generate('k1'), generate('k1')]);
    expect(both.map(({ status }) => status)).toContain(202);
    const other = both.find(({ status }) => status !== 202);
    if (other) expect(other.body).toMatchObject({ code: 'CallRunning', errorCode: 409030 });
    expect(await started()).toHaveLength(1);
  });

  it('goes on where a failure on our side left it', async () => {
    const refusal = { kind: 'refuse', error: 'InternalFailure', message: 'broken', status: 500 } as const;
    story.faults.add({ service: 'states', operation: 'StartExecution', ...refusal });
    const first = await generate('k1');
    expect(first.status).toBeGreaterThanOrEqual(500);
    story.faults.clear();
    const second = await generate('k1');
    expect(second.body).toMatchObject({ siteId: 'acme' });
    expect([second.status, await started()]).toEqual([202, [second.body.requestId]]);
    await story.settle();
    expect((await story.read(second.body.requestId)).step).not.toBe('EnsureTarget');
  });

  it('is forgotten after a day', async () => {
    const first = await generate('k1', { onFindings: 'refuse' });
    door += 24 * 3600 * 1000;
    expect((await generate('k1')).status).toBe(202);
    expect(first.status).toBe(409);
  });

  it('is refused where the answer holds a secret, and with a key that is none', async () => {
    const headers = { 'idempotency-key': 'k1', 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'B', permissions: ['sites.read'] });
    const secret = await ask(story, { method: 'POST', path: '/api/applications', headers, body });
    expect(secret.body.fields).toEqual([
      { field: 'Idempotency-Key', problem: 'cannot be given here: the answer holds a secret, which is not kept' },
    ]);
    expect((await generate('a b')).body.fields).toEqual([
      { field: 'Idempotency-Key', problem: 'must have 1 to 255 visible ASCII characters' },
    ]);
  });
});

it('lists page by page, each entry once, in the list’s order', async () => {
  const { siteId: _, apiKey: __, ...site } = SITE;
  for (const siteId of ['b', 'c', 'd', 'e']) {
    await story.hours(1 / 3600);
    await story.call('PUT', `/sites/${siteId}`, { ...site, apiKey: `3_key-of-${siteId}` });
  }
  const seen: string[][] = [];
  let path = '/sites?limit=2';
  for (;;) {
    const page = await story.call<{ sites: { siteId: string }[]; nextCursor: string | null }>('GET', path);
    seen.push(page.sites.map(({ siteId }) => siteId));
    if (page.nextCursor === null) break;
    path = `/sites?limit=2&cursor=${page.nextCursor}`;
  }
  expect(seen).toEqual([['acme', 'b'], ['c', 'd'], ['e']]);
});

it('refuses a page that cannot be', async () => {
  const { body } = await ask(story, { path: '/api/sites?limit=101&cursor=%20' });
  expect(body.fields).toEqual([
    { field: 'limit', problem: 'must be at most 100' },
    { field: 'cursor', problem: 'must be the nextCursor of a page' },
  ]);
});

it('answers a read that changed nothing with 304, and with its whole when it did', async () => {
  const first = await ask(story, { path: '/api/sites/acme' });
  expect(first.headers.etag).toMatch(/^"[^"]+"$/);
  expect(first.headers['cache-control']).toBe('private, no-cache');
  const headers = { 'if-none-match': String(first.headers.etag) };
  const second = await ask(story, { path: '/api/sites/acme', headers });
  expect([second.status, second.text, second.headers.etag]).toEqual([304, '', first.headers.etag]);
  const { siteId: _, ...site } = SITE;
  await story.call('PUT', '/sites/acme', { ...site, name: 'Acme, renamed' });
  expect((await ask(story, { path: '/api/sites/acme', headers })).body.name).toBe('Acme, renamed');
});

it('refuses a body beyond its limit on either face', async () => {
  const body = 'x'.repeat(256 * 1024 + 1);
  const rest = await ask(story, { method: 'POST', path: '/api/applications', body });
  expect([rest.status, rest.body.code]).toEqual([413, 'BodyTooLarge']);
  const rpc = await ask(story, { method: 'POST', path: '/applications.create', body });
  expect([rpc.status, rpc.body.errorCode]).toEqual([200, 413001]);
});
