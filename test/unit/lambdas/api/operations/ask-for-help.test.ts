import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { ReasonCode } from '../../../../../core/reasons.ts';
import type { RequestFields } from '../../../../../core/request.ts';
import { create } from '../../../../../lambdas/api/api.ts';
import { CALLER, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { MOVE_ID, ownershipMove } from '../../../../support/unit/moves.ts';
import { CREATED, findings, NOW, REQUEST_ID } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const events = strictMock(EventBridgeClient);
const stepFunctions = strictMock(SFNClient);
beforeEach(() => {
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});

const FACTS = { holder: 'x', until: NOW, service: 'x', where: 'x', overlap: 'x', found: 'x', expected: 'x' };

async function givenKeptOff(reason: ReasonCode, fields: Partial<RequestFields> = {}) {
  await scene.givenRequest({
    status: 'ACTION_REQUIRED',
    step: 'AwaitRelease',
    waitingOn: 'site admin',
    ...fields,
    conditions: findings('conflict', reason, () => FACTS),
  });
  await scene.waits.park(REQUEST_ID, 'AwaitRelease', 'token-1', new Date(CREATED));
}
const ask = (siteId = 'acme') =>
  callApi(scene.made(create), `POST /sites/${siteId}/certificates/${REQUEST_ID}/ask-for-help`);

it('notes who asked, and makes the wait due at once', async () => {
  await givenKeptOff('AliasHeld');
  expect(await ask()).toMatchObject({
    status: 202,
    body: { requestId: REQUEST_ID, helpAskedAt: NOW, nextCheckAt: NOW },
  });
  expect(await scene.recorded()).toEqual([
    {
      type: 'HelpAsked',
      at: NOW,
      by: CALLER,
      text: `${CALLER} cannot have the names released; AWS is asked to hand them over.`,
      set: { helpAskedAt: NOW },
    },
  ]);
  expect(await scene.waits.of(REQUEST_ID)).toMatchObject([{ dueAt: NOW }]);
  expect(callsOf(events)).toHaveLength(1);
});

it('is told once when asked twice, also when the move has begun', async () => {
  await givenKeptOff('HeldByAwsService', { step: 'AwaitOwnershipMove', helpAskedAt: CREATED });
  expect(await ask()).toMatchObject({ status: 202, body: { helpAskedAt: CREATED } });
  expect(await scene.recorded()).toEqual([]);
});

it.each<[ReasonCode]>([['DnsPointsElsewhere'], ['WildcardHeld'], ['NoConflict']])(
  'is refused where nobody holds a name that AWS could hand over: %s',
  async (reason) => {
    await givenKeptOff(reason);
    expect(await ask()).toMatchObject({
      status: 409,
      body: { code: 'NothingHeld', errorCode: 409011, detail: expect.stringContaining(REQUEST_ID) },
    });
    expect(await scene.recorded()).toEqual([]);
  },
);

it.each<[Partial<RequestFields>, string]>([
  [{ step: 'AwaitValidation' }, 'no name is kept off now'],
  [{ cancelAskedAt: NOW }, 'it was canceled'],
  [{ status: 'FAILED', helpAskedAt: NOW }, 'it has ended (FAILED)'],
])('is refused while it does not wait for names: %j', async (fields, why) => {
  await givenKeptOff('AliasHeld', fields);
  expect(await ask()).toMatchObject({
    status: 409,
    body: {
      code: 'NotAwaitingRelease',
      detail: `Request ${REQUEST_ID} does not wait for names to be released: ${why}.`,
    },
  });
});

it('knows no request of another site', async () => {
  await givenKeptOff('AliasHeld');
  await scene.givenSite({ siteId: 'other' });
  expect(await ask('other')).toMatchObject({ status: 404, body: { code: 'RequestUnknown' } });
});

it.each(['check-again', 'cancel'])('%s wakes the ownership move of the request too', async (act) => {
  await givenKeptOff('AliasHeld', { step: 'AwaitOwnershipMove', moveId: MOVE_ID });
  await scene.moves.open(ownershipMove());
  await scene.waits.park(MOVE_ID, 'AwaitTxtRecords', 'token-2', new Date(CREATED));
  await callApi(scene.made(create), `POST /sites/acme/certificates/${REQUEST_ID}/${act}`);
  expect(await scene.waits.at(MOVE_ID)).toMatchObject([{ dueAt: NOW }]);
});
