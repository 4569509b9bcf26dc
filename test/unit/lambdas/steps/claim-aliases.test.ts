import { createClaims } from '../../../../lambdas/records/claims.ts';
import { create } from '../../../../lambdas/steps/claim-aliases.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('claims every alias for the site', async () => {
  await scene.givenRequest({ status: 'ACTION_REQUIRED', deadline: '2026-12-05T09:00:00.000Z' });

  expect(await scene.made(create)()).toEqual({ verdict: 'claimed' });
  expect(await createClaims(scene.table).heldByOthers(['login.example.com', 'login.example.org'], 'other')).toEqual([
    'login.example.com',
    'login.example.org',
  ]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'AliasesClaimed',
      at: NOW,
      by: 'service',
      text: 'All 2 names belong to this site now.',
      set: { status: 'PENDING', step: 'ClaimAliases', deadline: null },
    },
  ]);
});

it('tells nothing new when it runs twice', async () => {
  await scene.givenRequest();
  const claim = scene.made(create);
  await claim();
  expect(await claim()).toEqual({ verdict: 'claimed' });
  expect(await scene.recorded()).toHaveLength(1);
});

it('is refused an alias of another site, and keeps none of the others', async () => {
  await scene.givenRequest();
  const claims = createClaims(scene.table);
  await claims.claimAll(['login.example.org'], 'other', 'req-other');

  expect(await scene.made(create)()).toEqual({
    verdict: 'refused',
    reason: 'AliasClaimed',
    facts: { alias: 'login.example.org' },
  });
  expect(await claims.heldByOthers(['login.example.com'], 'third')).toEqual([]);
  expect(await scene.recorded(REQUEST_ID)).toEqual([]);
});

it('claims nothing for a canceled request', async () => {
  await scene.givenRequest({ cancelAskedAt: NOW });
  expect(await scene.made(create)()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });
  expect(await createClaims(scene.table).heldByOthers(['login.example.com'], 'other')).toEqual([]);
});
