import { CloudFrontClient, ListDomainConflictsCommand } from '@aws-sdk/client-cloudfront';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { create } from '../../../../lambdas/steps/start-ownership-move.ts';
import { ALIASES, CERTIFICATE, findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);
const stepFunctions = strictMock(SFNClient);

const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:move-ownership';
const FIRST = `${REQUEST_ID}-move-1`;
const ROW = { ResourceType: 'distribution' as const, ResourceId: '*******OTHERS1', AccountId: '******887777' };
const HOLDER = {
  domain: 'login.example.org',
  resourceType: 'distribution',
  resourceId: '*******OTHERS1',
  accountId: '******887777',
  kind: 'foreign',
};
const HELD = { holder: HOLDER, state: 'held', txt: 'unknown', refusal: null };

function holds(...names: string[]) {
  for (const alias of ALIASES)
    cloudFront
      .on(ListDomainConflictsCommand, { Domain: alias })
      .resolves({ DomainConflicts: names.includes(alias) ? [{ ...ROW, Domain: alias }] : [] });
}

async function givenHeld(names = ['login.example.org'], requestId = REQUEST_ID) {
  if (!(await scene.sites.find('acme'))) await scene.givenSite();
  await scene.givenRequest({
    requestId,
    certificateArn: CERTIFICATE,
    step: 'AwaitRelease',
    conditions: findings('conflict', 'AliasHeld', () => ({ holder: 'x', until: NOW }), names),
  });
  holds(...names);
  stepFunctions.on(StartExecutionCommand).resolves({});
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
}

const started = () => callsOf(stepFunctions).filter(([operation]) => operation === 'StartExecution');

it('opens a move with the held names, and starts it under its own name', async () => {
  await givenHeld();
  expect(await scene.made(create)()).toEqual({ verdict: 'started', moveId: FIRST });
  expect(await scene.moves.runningOf('acme')).toEqual({
    moveId: FIRST,
    execution: FIRST,
    siteId: 'acme',
    requestId: REQUEST_ID,
    distribution: { id: 'E1ACME2EXAMPLE', domainName: 'd111.cloudfront.net' },
    phase: 'OPENING',
    aliases: { 'login.example.org': HELD },
    ticketId: null,
    decision: null,
    supportCaseId: null,
    escalatedAt: null,
    notes: [],
    outcome: null,
    failing: null,
    startedAt: NOW,
    endedAt: null,
    version: 1,
  });
  expect(started()).toEqual([
    ['StartExecution', { stateMachineArn: MACHINE, name: FIRST, input: JSON.stringify({ requestId: REQUEST_ID }) }],
  ]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'MoveStarted',
      at: NOW,
      by: 'service',
      text: 'AWS shall hand over 1 of 2 names.',
      set: { moveId: FIRST, step: 'StartOwnershipMove', status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' },
    },
  ]);
});

it('mends a crash between record and start, and opens no second one', async () => {
  await givenHeld();
  stepFunctions.on(StartExecutionCommand).rejectsOnce(new Error('crash')).resolves({});
  const start = scene.made(create);
  await expect(start()).rejects.toThrow('crash');
  expect(await start()).toEqual({ verdict: 'started', moveId: FIRST });
  expect(await scene.moves.list()).toHaveLength(1);
  expect(await scene.recorded()).toHaveLength(1);
});

it('lets one stand that was started before', async () => {
  await givenHeld();
  stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'there', $metadata: {} }));
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  expect(await scene.made(create)()).toEqual({ verdict: 'started', moveId: FIRST });
});

it('numbers the next one where an earlier one has ended', async () => {
  await givenHeld();
  const start = scene.made(create);
  await start();
  await scene.moves.end(FIRST, 'handedBack', NOW);
  expect(await start()).toEqual({ verdict: 'started', moveId: `${REQUEST_ID}-move-2` });
  expect(await scene.moves.find(FIRST)).toMatchObject({ phase: 'ENDED' });
});

it('joins the move of the site that is under way: its names are added, and it works for this request now', async () => {
  await givenHeld(['login.example.org']);
  const start = scene.made(create);
  await start();
  await scene.requests.settle(REQUEST_ID, () => ({
    type: 'Ended',
    at: NOW,
    by: 'x',
    text: 'x',
    set: { status: 'CANCELED' },
  }));
  await scene.moves.change(FIRST, ({ aliases }) => ({
    phase: 'SUPPORT',
    supportCaseId: 'case-1',
    aliases: { ...aliases, 'login.example.org': { ...aliases['login.example.org'], txt: 'seen' } as never },
  }));
  await scene.waits.park(FIRST, 'AwaitSupport', 'token-2', new Date('2026-11-21T09:00:00Z'));

  await givenHeld(ALIASES, 'req-later');
  expect(await start({ requestId: 'req-later', now: NOW })).toEqual({ verdict: 'started', moveId: FIRST });
  expect(await scene.moves.require(FIRST)).toMatchObject({
    requestId: 'req-later',
    phase: 'SUPPORT',
    supportCaseId: null, // so that on-call asks for the name that joined
    notes: [{ text: 'Case case-1 does not name login.example.com: add to it, or file another.' }],
    aliases: { 'login.example.org': { ...HELD, txt: 'seen' }, 'login.example.com': { state: 'held', txt: 'unknown' } },
  });
  expect((await scene.request('req-later')).moveId).toBe(FIRST);
  expect(await scene.waits.of(FIRST)).toMatchObject([{ dueAt: NOW }]); // it is looked at, for it has more names now
  expect(started().at(-1)).toEqual([
    'StartExecution',
    { stateMachineArn: MACHINE, name: FIRST, input: JSON.stringify({ requestId: REQUEST_ID }) },
  ]);
});

it('joins no move that is ending: it is tried again until that has ended, and opens its own', async () => {
  await givenHeld();
  const start = scene.made(create);
  await start();
  const ended = { type: 'Ended', at: NOW, by: 'x', text: 'x', set: { status: 'CANCELED' } } as const;
  await scene.requests.settle(REQUEST_ID, () => ended);
  await scene.moves.change(FIRST, () => ({ isEnding: true }));
  await givenHeld(ALIASES, 'req-later');
  const later = () => start({ requestId: 'req-later', now: NOW });
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  await expect(later()).rejects.toMatchObject({ name: 'WriterBusy' });
  expect(await scene.moves.require(FIRST)).toMatchObject({ requestId: REQUEST_ID });

  // Its end may stand still: nobody else would set it going.
  await scene.moves.change(FIRST, () => ({ failing: { error: 'AccessDenied', since: NOW } }));
  stepFunctions.on(RedriveExecutionCommand).resolves({});
  await expect(later()).rejects.toMatchObject({ name: 'WriterBusy' });
  expect(callsOf(stepFunctions).at(-1)?.[0]).toBe('RedriveExecution');

  await scene.moves.end(FIRST, 'givenUp', NOW);
  expect(await later()).toEqual({ verdict: 'started', moveId: 'req-later-move-1' });
});

it('sets a move going that it joins and that stands still', async () => {
  await givenHeld();
  const start = scene.made(create);
  await start();
  await scene.moves.change(FIRST, () => ({ failing: { error: 'AccessDenied', since: NOW } }));
  stepFunctions.on(RedriveExecutionCommand).resolves({});
  await start();
  expect(callsOf(stepFunctions).at(-1)).toEqual([
    'RedriveExecution',
    { executionArn: `${MACHINE.replace(':stateMachine:', ':execution:')}:${FIRST}` },
  ]);
});

it('asks for nothing that nobody holds any more', async () => {
  await givenHeld();
  holds();
  expect(await scene.made(create)()).toEqual({ verdict: 'needless' });
  expect(await scene.moves.list()).toEqual([]);
  expect(callsOf(stepFunctions)).toEqual([]);
});

it('never asks for a name of another site of ours', async () => {
  await givenHeld();
  await scene.sites.noteDistribution('globex', 'E2AAAAAOTHERS1');
  const ours = { ...ROW, AccountId: '******223333', Domain: 'login.example.org' };
  cloudFront.on(ListDomainConflictsCommand).resolves({ DomainConflicts: [ours] });
  expect(await scene.made(create)()).toEqual({ verdict: 'needless' });
});

it('calls nobody for a canceled request', async () => {
  await givenHeld();
  await scene.requests.change(REQUEST_ID, () => ({
    type: 'CancelAsked',
    at: NOW,
    by: 'x',
    text: 'x',
    set: { cancelAskedAt: NOW },
  }));
  expect(await scene.made(create)()).toEqual({ verdict: 'needless' });
  expect(callsOf(cloudFront)).toEqual([]);
});
