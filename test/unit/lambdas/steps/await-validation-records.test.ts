import { create } from '../../../../lambdas/steps/await-validation-records.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };

it('parks on AWS for an hour, with a look each minute', async () => {
  await scene.givenRequest();
  await scene.made(create)(INPUT);
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    {
      name: 'AwaitValidationRecords',
      taskToken: 'token-1',
      dueAt: '2026-11-21T10:01:00.000Z',
      deadline: '2026-11-21T11:00:00.000Z',
    },
  ]);
});

it('shows that AWS is waited for, once', async () => {
  await scene.givenRequest();
  const parked = scene.made(create);
  await parked(INPUT);
  await parked(INPUT);
  expect(await scene.recorded()).toEqual([
    {
      type: 'Parked',
      at: NOW,
      by: 'service',
      text: 'Waiting until AWS has sent the approval mails.',
      set: { step: 'AwaitValidationRecords', waitingOn: 'AWS' },
    },
  ]);
});

it('names the records as what is awaited by DNS', async () => {
  await scene.givenRequest({ method: 'DNS' });
  await scene.made(create)(INPUT);
  expect(await scene.recorded()).toMatchObject([{ text: 'Waiting until AWS has named the validation records.' }]);
});
