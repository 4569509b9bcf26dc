import { create } from '../../../../lambdas/steps/await-freed.ts';
import { MOVE_ID, ownershipMove } from '../../../support/unit/moves.ts';
import { NOW, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('parks', async () => {
  await scene.moves.open(ownershipMove());
  expect(await scene.made(create)({ moveId: MOVE_ID, now: NOW, token: 'token-1' })).toEqual({ parked: true });
  expect(await scene.waits.at(MOVE_ID)).toMatchObject([
    { name: 'AwaitFreed', taskToken: 'token-1', deadline: '2026-11-21T16:00:00.000Z' },
  ]);
});
