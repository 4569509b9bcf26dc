import { create } from '../../../../lambdas/steps/await-deployment.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };

it('parks on AWS for an hour', async () => {
  await scene.givenRequest();
  await scene.made(create)(INPUT);
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    { name: 'AwaitDeployment', deadline: '2026-11-21T11:00:00.000Z', dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
  expect(await scene.recorded()).toMatchObject([{ set: { step: 'AwaitDeployment', waitingOn: 'AWS' } }]);
});

it('replaces the token of an earlier attempt', async () => {
  await scene.givenRequest();
  const parked = scene.made(create);
  await parked(INPUT);
  await parked({ ...INPUT, token: 'token-2' });
  expect((await scene.waits.at(REQUEST_ID)).map(({ taskToken }) => taskToken)).toEqual(['token-2']);
  expect(await scene.recorded()).toHaveLength(1);
});
