import { create } from '../../../../lambdas/steps/await-ownership-move.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('parks, and leaves it to the move to say who must act and until when', async () => {
  await scene.givenRequest({ step: 'StartOwnershipMove', waitingOn: 'customer DNS', deadline: NOW });
  await scene.made(create)({ requestId: REQUEST_ID, now: NOW, token: 'token-1' });
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    { name: 'AwaitOwnershipMove', deadline: '2027-04-20T10:00:00.000Z', dueAt: '2026-11-21T11:00:00.000Z' },
  ]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'Parked',
      at: NOW,
      by: 'service',
      text: 'Waiting until AWS has handed the held names over.',
      set: { status: 'ACTION_REQUIRED', step: 'AwaitOwnershipMove' },
    },
  ]);
});
