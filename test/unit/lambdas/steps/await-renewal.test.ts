import { beginRenewal } from '../../../../core/renewal.ts';
import { create } from '../../../../lambdas/steps/await-renewal.ts';
import { findings, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const END = '2027-06-06T23:59:59.000Z';
const NOW = '2027-04-23T00:00:00.000Z';
const JOB = `${REQUEST_ID}-renew-20270606`;
const INPUT = { requestId: REQUEST_ID, execution: JOB, now: NOW, token: 'token-1' };
const renewal = beginRenewal(END, new Date(NOW));

it('parks its own execution until a day after the end, and shows nobody as waited for', async () => {
  await scene.givenRequest({ status: 'READY', notAfter: END, renewal, waitingOn: 'site admin', step: 'FinishRequest' });
  await scene.made(create)(INPUT);
  expect(await scene.waits.at(JOB)).toMatchObject([
    {
      name: 'AwaitRenewal',
      taskToken: 'token-1',
      deadline: '2027-06-07T23:59:59.000Z',
      dueAt: '2027-04-23T00:10:00.000Z',
    },
  ]);
  expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'Parked',
      at: NOW,
      by: 'service',
      text: 'Waiting until AWS has renewed the certificate.',
      set: { step: 'AwaitRenewal' },
    },
  ]);
});

it.each([
  ['EMAIL', 'RenewalPending', 'mailbox owner'],
  ['DNS', 'RecordMissing', 'customer DNS'],
] as const)('goes on waiting for who has to act: %s', async (method, reason, waitingOn) => {
  const conditions = findings('approval', reason, () => ({}));
  await scene.givenRequest({ status: 'ACTIVE', method, notAfter: END, renewal, conditions });
  await scene.made(create)(INPUT);
  expect(await scene.request()).toMatchObject({ status: 'ACTIVE', waitingOn, deadline: '2027-06-05T23:59:59.000Z' });
});
