import { create } from '../../../../lambdas/steps/await-taken-down.ts';
import { givenRetiring, INPUT, RETIRE, retirementOf } from '../../../support/unit/retirement.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('parks until CloudFront and ACM have let go', async () => {
  await givenRetiring(scene, { state: 'REMOVING' });
  expect(await scene.made(create)({ ...INPUT, token: 'token-1' })).toEqual({ parked: true });
  expect(await scene.waits.at(RETIRE)).toMatchObject([
    { name: 'AwaitTakenDown', taskToken: 'token-1', deadline: '2026-11-21T17:00:00.000Z' },
  ]);
  expect(await retirementOf(scene)).toMatchObject({ state: 'REMOVING', deadline: null });
});
