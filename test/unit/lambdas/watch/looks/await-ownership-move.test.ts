import { CloudFrontClient, ListDomainConflictsCommand } from '@aws-sdk/client-cloudfront';
import { DescribeExecutionCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { MoveDecision, MoveOutcome, OwnershipMove, TxtState } from '../../../../../core/move.ts';
import { create } from '../../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, findings, NOW, REQUEST_ID, useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);
const stepFunctions = strictMock(SFNClient);

const ORG = 'login.example.org';
const MOVE = `${REQUEST_ID}-move-1`;
const ROW = { ResourceType: 'distribution' as const, ResourceId: '*******OTHERS1', AccountId: '******887777' };
const HOLDER = { domain: ORG, resourceType: 'distribution', resourceId: '*******OTHERS1', accountId: '******887777' };

async function givenMove(outcome: MoveOutcome | null, more: { txt?: TxtState; decision?: MoveDecision } = {}) {
  const { txt = 'seen', decision = null } = more;
  const held = outcome === 'moved' || outcome === 'freed' ? 'gone' : 'held';
  await scene.moves.open({
    moveId: MOVE,
    siteId: 'acme',
    requestId: REQUEST_ID,
    phase: outcome ? 'ENDED' : 'TXT',
    aliases: {
      [ORG]: { holder: { ...HOLDER, kind: 'foreign' }, state: held, txt, refusal: null },
      'login.of.another.example': {
        holder: { ...HOLDER, kind: 'foreign' },
        state: held,
        txt: 'missing',
        refusal: null,
      },
    },
    outcome,
    decision,
    ticketId: null,
    version: 1,
  } as unknown as OwnershipMove);
  await givenParked(MOVE);
}

async function givenParked(moveId: string | null) {
  await scene.givenSite();
  await scene.givenRequest({
    certificateArn: CERTIFICATE,
    step: 'AwaitOwnershipMove',
    status: 'ACTION_REQUIRED',
    helpAskedAt: NOW,
    moveId,
    conditions: [
      ...findings('conflict', 'NoConflict', () => ({}), ['login.example.com']),
      ...findings('conflict', 'AliasHeld', () => ({ holder: 'x', until: NOW }), [ORG]),
    ],
  });
  await scene.waits.park(REQUEST_ID, 'AwaitOwnershipMove', 'token-1', new Date(NOW));
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
}
const holds = (...rows: object[]) =>
  cloudFront.on(ListDomainConflictsCommand, { Domain: ORG }).resolves({ DomainConflicts: rows as never });
const tick = (time = '2026-11-21T11:00:00Z') => scene.made(create)({ time, 'detail-type': 'Scheduled Event' });
const outputs = () => callsOf(stepFunctions).map(([, input]) => JSON.parse((input as { output: string }).output));

it('waits on while the move is under way and its names are held', async () => {
  await givenMove(null);
  holds({ ...ROW, Domain: ORG });
  await tick();
  expect(scene.nextDueAt()).toBe('2026-11-21T17:00:00.000Z');
  expect(outputs()).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});

it('waits on as long as the move takes, were it longer than its deadlines one after the other', async () => {
  await givenMove(null);
  holds({ ...ROW, Domain: ORG });
  await tick('2027-03-21T10:00:00Z');
  expect(scene.nextDueAt()).toBe('2027-03-21T16:00:00.000Z');
  expect(callsOf(stepFunctions)).toEqual([]);
});

it('asks whether its execution lives when that has had its time, though there is nothing to see yet', async () => {
  await givenMove(null);
  holds({ ...ROW, Domain: ORG });
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'TIMED_OUT' });
  await tick('2027-04-20T12:00:00Z');
  expect(await scene.waits.at(REQUEST_ID)).toHaveLength(1);
  await tick('2027-04-20T12:01:00Z');
  expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
  expect((await scene.request()).failing).toMatchObject({ error: 'TIMED_OUT' });
});

it('goes on as soon as nobody holds its names, whatever the move does', async () => {
  await givenMove(null);
  holds();
  await tick();
  expect(outputs()).toEqual([{ verdict: 'met' }]);
});

it('goes on where no move was needed', async () => {
  await givenParked(null);
  await tick();
  expect(outputs()).toEqual([{ verdict: 'met' }]);
});

it.each(['moved', 'freed'] as const)('goes on when the names are %s', async (outcome) => {
  await givenMove(outcome);
  await tick();
  expect(outputs()).toEqual([{ verdict: 'met' }]);
});

it('is the customer’s turn again when our on-call gives it back, with what it said', async () => {
  await givenMove('handedBack', { decision: { kind: 'handBack', by: 'ann', at: NOW, note: 'Ask your agency.' } });
  holds({ ...ROW, Domain: ORG });
  await tick();
  expect(outputs()).toEqual([{ verdict: 'back' }]);
  expect(await scene.request()).toMatchObject({
    helpAskedAt: null,
    conditions: {
      [ORG]: {
        conflict: {
          reason: 'ConflictHandedBack',
          facts: { note: 'Ask your agency.', until: '2026-11-28T11:00:00.000Z' },
        },
      },
    },
  });
});

it('ends when our on-call gives it up, with what it said', async () => {
  await givenMove('givenUp', { decision: { kind: 'giveUp', by: 'ann', at: NOW, note: 'AWS says no.' } });
  await tick();
  expect(outputs()).toEqual([
    { verdict: 'ended', reason: 'OwnershipGivenUp', facts: { names: ORG, why: 'AWS says no.' } },
  ]);
});

it.each<[TxtState, string]>([
  ['missing', 'TxtRecordsGivenUp'],
  ['wrong', 'TxtRecordsGivenUp'],
  ['seen', 'SupportTimedOut'],
])('ends when time is over: TXT record %s, %s', async (txt, reason) => {
  await givenMove('timedOut', { txt });
  await tick();
  expect(outputs()).toEqual([{ verdict: 'ended', reason, facts: { names: ORG } }]);
});
