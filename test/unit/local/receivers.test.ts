import { once } from 'node:events';
import { request } from 'node:https';
import { WorldClock } from '../../../local/clock.ts';
import { createReceiverPanel } from '../../../local/panel/receivers.ts';
import { createReceivers, type Receivers } from '../../../local/receivers.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { type Authority, createAuthority } from '../../../local/tls/authority.ts';
import { createWorld } from '../../../local/world.ts';

let store: Store;
let authority: Authority;
let receivers: Receivers;
let port: number;
beforeEach(async () => {
  store = openStore();
  const world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), store, 'receivers');
  authority = await createAuthority(world);
  receivers = createReceivers(world, authority);
  port = await receivers.listen(0);
});
afterEach(async () => {
  await receivers.close();
  store.close();
});

async function post(host: string, signal?: AbortSignal): Promise<number | undefined> {
  const headers = { host, 'webhook-id': 'm-1', authorization: 'none of its business' };
  const options = {
    method: 'POST',
    path: '/x',
    port,
    host: '127.0.0.1',
    servername: host,
    ca: authority.rootPem,
    headers,
  };
  const sent = request({ ...options, agent: false, ...(signal && { signal }) });
  sent.end('{}');
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

it('takes what is posted to any name, under a certificate for it, and keeps it', async () => {
  expect(await post('hooks.example.com')).toBe(204);
  expect(receivers.received('hooks.example.com')).toEqual([
    {
      at: '2026-11-21T09:00:00.000Z',
      host: 'hooks.example.com',
      path: '/x',
      headers: { 'webhook-id': 'm-1' },
      body: '{}',
      answered: 204,
    },
  ]);
  expect(receivers.received('other.example.com')).toEqual([]);
});

it('answers what it is told to, or not at all', async () => {
  const panel = createReceiverPanel(receivers);
  const tell = (answer: unknown) =>
    panel.request('/receivers/hooks.example.com', { method: 'PUT', body: JSON.stringify({ answer }) });
  expect(await (await tell(503)).json()).toEqual({ answers: { 'hooks.example.com': 503 } });
  expect(await post('hooks.example.com')).toBe(503);
  await tell('hang up');
  await expect(post('hooks.example.com')).rejects.toMatchObject({ code: 'ECONNRESET' });
  await tell('no answer');
  await expect(post('hooks.example.com', AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'AbortError' });
  const { received } = (await (await panel.request('/receivers')).json()) as { received: { answered: unknown }[] };
  expect(received.map(({ answered }) => answered)).toEqual(['no answer', 'hang up', 503]);
});
