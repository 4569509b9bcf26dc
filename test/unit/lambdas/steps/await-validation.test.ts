import { create } from '../../../../lambdas/steps/await-validation.ts';
import { findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };

const ASKED = findings('approval', 'ApprovalPending', (alias) => ({
  validationDomain: alias.replace('login.', ''),
  until: '2026-11-24T09:00:00.000Z',
}));

it("shows ACM's 72 hours to people and gives up after 96", async () => {
  await scene.givenRequest({ conditions: ASKED });
  await scene.made(create)(INPUT);
  expect(await scene.request()).toMatchObject({
    status: 'ACTION_REQUIRED',
    waitingOn: 'mailbox owner',
    deadline: '2026-11-24T09:00:00.000Z',
  });
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    { name: 'AwaitValidation', deadline: '2026-11-25T10:00:00.000Z', dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
});

it('waits on AWS while nobody knows where the mails went', async () => {
  await scene.givenRequest();
  await scene.made(create)(INPUT);
  expect(await scene.request()).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', deadline: null });
});

it('tells it once', async () => {
  await scene.givenRequest({ conditions: ASKED });
  const parked = scene.made(create);
  await parked(INPUT);
  await parked(INPUT);
  expect(await scene.recorded()).toMatchObject([
    { type: 'Parked', text: 'Waiting until all 2 names are approved.', set: { step: 'AwaitValidation' } },
  ]);
});

describe('by DNS', () => {
  const RECORD = { record: '_a1.x', value: '_b2.y', zone: 'example.com', until: '2026-11-24T09:00:00.000Z' };

  it('waits on the customer while a record is missing', async () => {
    await scene.givenRequest({ method: 'DNS', conditions: findings('approval', 'RecordMissing', () => RECORD) });
    await scene.made(create)(INPUT);
    expect(await scene.request()).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' });
  });

  it('waits on AWS alone when every record is in place', async () => {
    await scene.givenRequest({ method: 'DNS', conditions: findings('approval', 'RecordSeen', () => RECORD) });
    await scene.made(create)(INPUT);
    expect(await scene.recorded()).toMatchObject([{ text: 'Waiting until AWS has validated all 2 names.' }]);
    expect(await scene.request()).toMatchObject({ status: 'PENDING', waitingOn: 'AWS' });
  });
});

it('asks nobody for anything when the request was canceled', async () => {
  await scene.givenRequest({ cancelAskedAt: NOW });
  await scene.made(create)({ requestId: REQUEST_ID, now: NOW, token: 'token-1' });
  expect(await scene.request()).toMatchObject({ status: 'PENDING', step: 'AwaitValidation', waitingOn: 'nobody' });
});
