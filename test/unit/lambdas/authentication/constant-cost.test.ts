/** What a call costs must not tell whether its key is known: HMACs, openings of seals and reads are counted, from cold and warm. */
import crypto from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { revealSecret, secretOf } from '../../../../core/security/secret.ts';
import { authenticate } from '../../../../lambdas/authentication/authenticate.ts';
import type { DoorRequest } from '../../../../lambdas/authentication/request.ts';
import { logIn } from '../../../../lambdas/authentication/session.ts';
import type { Table } from '../../../../lambdas/clients/table.ts';
import { ACME, basic, doorScene } from '../../../support/unit/door.ts';

let reads = 0;
/** How many items are asked for at this moment, and the most there were. */
const atOnce = { now: 0, most: 0 };
const counting = (table: Table): Table => ({
  ...table,
  async get(key) {
    reads++;
    atOnce.most = Math.max(atOnce.most, ++atOnce.now);
    try {
      return await table.get(key);
    } finally {
      atOnce.now--;
    }
  },
  query(query) {
    reads++;
    return table.query(query);
  },
});
const scene = doorScene(counting);
const KEY = 'a'.repeat(24);
const WRONG = secretOf(Buffer.alloc(32, 'wrong'));

afterEach(() => jest.restoreAllMocks());

const costOf = (request: DoorRequest) => costOfAsking(() => authenticate(scene.tools, request));

async function costOfAsking(
  ask: () => Promise<{ valid: boolean }>,
): Promise<{ hmacs: number; decrypts: number; reads: number; letIn: boolean }> {
  const hmac = jest.spyOn(crypto, 'createHmac');
  const kms = jest.spyOn(KMSClient.prototype, 'send');
  reads = 0;
  const { valid } = await ask();
  const hmacs = hmac.mock.calls.filter(([algorithm]) => algorithm === 'sha1').length; // the SDK's own are SHA-256
  const decrypts = kms.mock.calls.filter(([command]) => command.constructor.name === 'DecryptCommand').length;
  jest.restoreAllMocks();
  return { hmacs, decrypts, reads, letIn: valid };
}

/** The instance has served a call before; of these keys none. */
async function given() {
  await scene.givenOwner(ACME);
  const secret = await scene.givenApplication(KEY);
  await authenticate(scene.tools, scene.request({ headers: basic('warm', 'up') }));
  return secret;
}

it('costs the same to refuse a wrong secret and an unknown key, and to let in', async () => {
  const secret = revealSecret(await given());
  const call = (userKey: string, text: string) => costOf(scene.request({ headers: basic(userKey, text) }));
  const cost = { hmacs: 0, decrypts: 1, reads: 3 };
  expect(await call('unknown', secret)).toEqual({ ...cost, letIn: false });
  expect(await call('unknown', secret)).toEqual({ ...cost, letIn: false });
  expect(await call(KEY, revealSecret(WRONG))).toEqual({ ...cost, letIn: false });
  // Open by now, as after a call of its owner: a refusal does not show it.
  expect(await call(KEY, revealSecret(WRONG))).toEqual({ ...cost, letIn: false });
  expect(await call(KEY, 'no secret')).toEqual({ ...cost, letIn: false });
  // Who is let in knows that the key is known.
  expect(await call(KEY, secret)).toEqual({ ...cost, decrypts: 0, letIn: true });
  scene.pass(60);
  expect(await call(KEY, secret)).toEqual({ ...cost, letIn: true });
});

it('costs the same to refuse a bad signature and an unknown key', async () => {
  const secret = await given();
  const call = (userKey: string, by: typeof secret) => costOf(scene.signed(by, { apiKey: ACME.apiKey, userKey }));
  const cost = { hmacs: 2, decrypts: 1, reads: 4 };
  expect(await call('unknown', secret)).toEqual({ ...cost, letIn: false });
  expect(await call('unknown', secret)).toEqual({ ...cost, letIn: false });
  expect(await call(KEY, WRONG)).toEqual({ ...cost, letIn: false });
  expect(await call(KEY, WRONG)).toEqual({ ...cost, letIn: false });
  expect(await call(KEY, secret)).toEqual({ ...cost, hmacs: 1, decrypts: 0, letIn: true });
});

it('costs the same to refuse a deleted key', async () => {
  await given();
  await scene.tools.applications.change(KEY, async ({ sealedSecrets: _, ...rest }) => ({ ...rest, deletedAt: 't' }));
  const cost = await costOf(scene.request({ headers: basic(KEY, revealSecret(WRONG)) }));
  expect(cost).toEqual({ hmacs: 0, decrypts: 1, reads: 3, letIn: false });
});

it('costs the same to refuse the API key of nobody', async () => {
  await given();
  const call = (apiKey: string) => costOf(scene.signed(WRONG, { apiKey }));
  const cost = { hmacs: 2, decrypts: 1, reads: 4, letIn: false };
  expect([await call('3_UnknownKey'), await call('3_OtherUnknownKey'), await call(ACME.apiKey)]).toEqual([
    cost,
    cost,
    cost,
  ]);
});

it('costs the same to refuse who signs in with the API key of nobody, and of a site that is called just now', async () => {
  await given();
  const handed = scene.handOver(WRONG, 'ann');
  const call = (apiKey: string) =>
    costOfAsking(() => logIn(scene.tools, scene.request({ method: 'POST' }), { apiKey, ...handed }));
  const first = await call('3_UnknownKey');
  expect(first).toMatchObject({ decrypts: 1, letIn: false });
  expect([await call('3_UnknownKey'), await call(ACME.apiKey), await call(ACME.apiKey)]).toEqual([first, first, first]);
});

it('asks for both locks, the key and the API key at once', async () => {
  const secret = await given();
  atOnce.most = 0;
  await costOf(scene.signed(secret, { apiKey: ACME.apiKey, userKey: KEY }));
  expect(atOnce.most).toBe(4);
});

it('opens nothing for who is locked out', async () => {
  await given();
  const call = () => costOf(scene.request({ headers: basic(KEY, revealSecret(WRONG)) }));
  for (let attempt = 0; attempt < 10; attempt++) await call();
  scene.pass(61); // whatever was open is not any more
  expect(await call()).toEqual({ hmacs: 0, decrypts: 0, reads: 3, letIn: false });
});
