import { create } from '../../../../lambdas/steps/await-validation.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/step.ts';

const scene = useScene();
const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };

it('shows 72 hours to people and gives up after 96', async () => {
  await scene.givenRequest();
  await scene.made(create)(INPUT);
  expect(await scene.request()).toMatchObject({
    status: 'ACTION_REQUIRED',
    waitingOn: 'mailbox owner',
    deadline: '2026-11-24T10:00:00.000Z',
  });
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    { name: 'AwaitValidation', deadline: '2026-11-25T10:00:00.000Z', dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
});

it('tells it once', async () => {
  await scene.givenRequest();
  const parked = scene.made(create);
  await parked(INPUT);
  await parked(INPUT);
  expect(await scene.recorded()).toMatchObject([
    { type: 'Parked', text: 'Waiting until all 2 names are approved.', set: { step: 'AwaitValidation' } },
  ]);
});
