import type { Principal } from '../../../../../core/principal.ts';
import { secretOf } from '../../../../../core/security/secret.ts';
import { validateUserSignature as validate } from '../../../../../core/security/uid-signature.ts';
import { exchangeUidSignature } from '../../../../../lambdas/api/operations/exchange-uid-signature.ts';
import { validateUserSignature } from '../../../../../lambdas/api/operations/validate-user-signature.ts';
import { ACME, doorScene, OTHER, operate } from '../../../../support/unit/door.ts';

const scene = doorScene();
const KEY = 'a'.repeat(24);
const CALLER: Principal = { kind: 'application', id: KEY, partnerId: ACME.partnerId, sites: '*', permissions: [] };
const WRONG = secretOf(Buffer.alloc(32, 'wrong'));

async function given() {
  const partner = await scene.givenOwner(ACME);
  const own = await scene.givenApplication(KEY, { partnerId: ACME.partnerId, permissions: [] });
  return { partner, own };
}
const ask = (handed: ReturnType<typeof scene.handOver>, apiKey = ACME.apiKey, principal = CALLER) =>
  operate(
    'security.validateUserSignature',
    validateUserSignature(scene.tools),
    { apiKey, ...handed },
    {
      principal,
      request: scene.request(),
    },
  );
const exchange = (handed: ReturnType<typeof scene.handOver>, apiKey = ACME.apiKey) =>
  operate(
    'security.exchangeUIDSignature',
    exchangeUidSignature(scene.tools),
    { apiKey, ...handed },
    {
      principal: CALLER,
      request: scene.request(),
    },
  );

it('says whether a signature is the owner’s and fresh', async () => {
  const { partner, own } = await given();
  const handed = scene.handOver(partner, 'ann');
  expect(await ask(handed)).toEqual({ valid: true });
  expect(await ask({ ...handed, UID: 'bob' })).toEqual({ valid: false, reason: 'wrongSignature' });
  expect(await ask(scene.handOver(own, 'ann'))).toEqual({ valid: false, reason: 'wrongSignature' });
  scene.pass(181);
  expect(await ask(handed)).toEqual({ valid: false, reason: 'signatureExpired' });
});

it('signs a valid UID anew, with the caller’s secret and the server’s time', async () => {
  const { partner, own } = await given();
  const handed = scene.handOver(partner, 'ann');
  scene.pass(100);
  const { UID, UIDSignature: signature, signatureTimestamp: timestamp } = await exchange(handed);
  expect([UID, timestamp]).toEqual(['ann', '1795255300']);
  const now = scene.machine.doorTime();
  expect(validate({ UID, timestamp, signature, secrets: [own], now })).toEqual({ valid: true });
});

it('signs nothing that it has not validated, least of all its own answer', async () => {
  const { partner } = await given();
  await expect(exchange(scene.handOver(WRONG, 'ann'))).rejects.toMatchObject({ name: 'WrongSignature' });
  const exchanged = await exchange(scene.handOver(partner, 'ann'));
  await expect(exchange(exchanged)).rejects.toMatchObject({ name: 'WrongSignature' });
  const old = scene.handOver(partner, 'ann');
  scene.pass(181);
  await expect(exchange(old)).rejects.toMatchObject({ name: 'SignatureExpired' });
});

it('knows no API key that the caller may not see', async () => {
  const { partner } = await given();
  const others = await scene.givenOwner(OTHER);
  await expect(ask(scene.handOver(others, 'ann'), OTHER.apiKey)).rejects.toMatchObject({ name: 'ApiKeyUnknown' });
  await expect(exchange(scene.handOver(others, 'ann'), OTHER.apiKey)).rejects.toMatchObject({ name: 'ApiKeyUnknown' });
  await expect(ask(scene.handOver(partner, 'ann'), '3_UnknownKey')).rejects.toMatchObject({ name: 'ApiKeyUnknown' });
});

it('answers sixty times a minute', async () => {
  const { partner } = await given();
  const handed = scene.handOver(partner, 'ann');
  for (let n = 0; n < 60; n++) await ask(handed);
  await expect(ask(handed)).rejects.toMatchObject({
    name: 'TooManyCalls',
    message: 'More than 60 calls in one minute.',
    remedy: 'Go on at 2026-11-21T10:01:00.000Z, and spread the calls. What asks the DNS counts as several.',
  });
});
