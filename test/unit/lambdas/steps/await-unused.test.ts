import { create } from '../../../../lambdas/steps/await-unused.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };

it('parks on AWS for six hours', async () => {
  await scene.givenRequest({ status: 'ACTION_REQUIRED', deadline: NOW });
  await scene.made(create)(INPUT);
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    { name: 'AwaitUnused', deadline: '2026-11-21T16:00:00.000Z', dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
  expect(await scene.recorded()).toMatchObject([
    {
      text: 'Waiting until AWS has let go of the certificate, to delete it.',
      set: { step: 'AwaitUnused', status: 'PENDING', waitingOn: 'AWS', deadline: null },
    },
  ]);
});

it('says so for a canceled request too: it is what the cancel waits for', async () => {
  await scene.givenRequest({ cancelAskedAt: NOW });
  await scene.made(create)(INPUT);
  expect(await scene.request()).toMatchObject({ step: 'AwaitUnused', waitingOn: 'AWS' });
});
