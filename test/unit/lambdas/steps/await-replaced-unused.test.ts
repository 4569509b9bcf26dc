import { create } from '../../../../lambdas/steps/await-replaced-unused.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('parks for six hours, and asks nobody for anything', async () => {
  await scene.givenRequest({ status: 'ACTIVE', waitingOn: 'nobody' });
  await scene.made(create)({ requestId: REQUEST_ID, now: NOW, token: 'token-1' });
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    { name: 'AwaitReplacedUnused', deadline: '2026-11-21T16:00:00.000Z', dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
  expect(await scene.request()).toMatchObject({ status: 'ACTIVE', waitingOn: 'nobody', deadline: null });
});
