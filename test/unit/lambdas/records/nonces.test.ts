import { createNonces } from '../../../../lambdas/records/nonces.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const at = (seconds: number) => new Date(seconds * 1000);
const ENTRY = { key: 'a'.repeat(64), expiresAt: 1_795_255_320 };

it('passes once, until the second when the signature itself has run out', async () => {
  const nonces = createNonces(scene.table);
  expect(await nonces.remember(ENTRY, at(1_795_255_200))).toBe(true);
  expect(await nonces.remember(ENTRY, at(1_795_255_200))).toBe(false);
  expect(await nonces.remember(ENTRY, at(1_795_255_320))).toBe(false);
  expect(await nonces.remember(ENTRY, at(1_795_255_321))).toBe(true);
});

it('passes one of many copies that come at once', async () => {
  const nonces = createNonces(scene.table);
  const passed = await Promise.all(Array.from({ length: 10 }, () => nonces.remember(ENTRY, at(1_795_255_200))));
  expect(passed.filter(Boolean)).toHaveLength(1);
});

it('says when the table may remove it', async () => {
  await createNonces(scene.table).remember(ENTRY, at(1_795_255_200));
  expect((await scene.table.get({ pk: `NONCE#${ENTRY.key}`, sk: 'NONCE' }))?.expiresAt).toBe(1_795_255_320);
});
