import { create } from '../../../../lambdas/steps/await-support.ts';
import { ENABLED, MOVE_ID, ownershipMove } from '../../../support/unit/moves.ts';
import { NOW, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const park = () => scene.made(create)({ moveId: MOVE_ID, now: NOW, token: 'token-1' });

it('tells what AWS Support is asked for, and until when', async () => {
  await scene.givenRequest({ step: 'AwaitOwnershipMove', status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' });
  await scene.moves.open(ownershipMove({ phase: 'SUPPORT' }, { txt: 'seen', refusal: ENABLED }));
  expect(await park()).toEqual({ parked: true });
  const deadline = '2026-12-21T10:00:00.000Z';
  expect(await scene.waits.at(MOVE_ID)).toMatchObject([{ name: 'AwaitSupport', taskToken: 'token-1', deadline }]);
  expect(await scene.request()).toMatchObject({
    status: 'PENDING',
    waitingOn: 'vendor on-call',
    deadline,
    conditions: {
      'login.example.com': { conflict: { reason: 'OwnershipAtSupport', facts: { until: deadline } } },
      'login.example.org': { conflict: { reason: 'OwnershipAtSupport' } },
    },
  });
});

it('says nothing on a request that is over', async () => {
  await scene.givenRequest({ step: 'RecordFailure', status: 'CANCELED' });
  await scene.moves.open(ownershipMove({ phase: 'SUPPORT' }, { txt: 'seen', refusal: ENABLED }));
  await park();
  expect(await scene.recorded()).toEqual([]);
});
