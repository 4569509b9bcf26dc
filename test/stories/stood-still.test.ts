/**
 * What stands still beside a request for longer than the 14 days in which AWS redrives: its ownership move, its renewal and its migration,
 * and the clean-up of what it has replaced. Whoever looks again sets it going, under the same ticket, and nothing is left behind.
 */
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { StateMachineName } from '../../core/topology.ts';
import { approve, fileCase } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { addProofs, checkAgain, expectOnlyOurs, givenConflict, ticketOf } from '../support/stories/conflict.ts';
import { leftBehind, NOTHING, reaching } from '../support/stories/left-behind.ts';
import { addAll, migrate, recordsOf, windowsBegun } from '../support/stories/migration.ts';
import { decide, passTo, playToRecords, playToSupport } from '../support/stories/ownership.ts';
import { approveAll, cancel, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { givenActive, SERVED } from '../support/stories/replacing.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const DENIED = { kind: 'refuse', error: 'AccessDenied', message: 'Access denied.', status: 403 } as const;
/** AWS redrives no more after 14 days. */
const TOO_LONG_HOURS = 14 * 24 + 1;
async function tooLong(): Promise<void> {
  const { clock } = story.world;
  await passTo(story, new Date(clock.now().getTime() + TOO_LONG_HOURS * 3_600_000).toISOString());
}

it('begins a move anew when somebody checks again, under its ticket, and the request comes to READY', async () => {
  const { requestId } = await givenConflict(story);
  const opened = await playToRecords(story, requestId);
  story.faults.add({ ...DENIED, service: 'lambda', operation: 'MoveAliases' });
  addProofs(story, opened);
  await story.until(requestId, ({ failing }) => failing !== null);
  story.faults.clear();
  expect(await ticketOf(story)).toMatchObject({ waitingOn: 'vendor on-call', failing: { error: 'AccessDenied' } });
  await tooLong();
  expect((await story.read(requestId)).failing?.remedy).toContain('checked again');

  await checkAgain(story, requestId);
  await checkAgain(story, requestId); // twice is once
  await story.until(requestId, ({ waitingOn, failing }) => waitingOn === 'vendor on-call' && failing === null);
  await story.settle();
  const again = await ticketOf(story);
  expect(again).toMatchObject({ ticketId: opened.ticketId, phase: 'SUPPORT', failing: null });
  const events = await story.history(`${opened.moveId}-again-1`, 'move-ownership');
  expect(events.map(({ stateEnteredEventDetails: entered }) => entered?.name)).toContain('AwaitTxtRecords');

  story.support.actNow((await fileCase(story, again)).caseId);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failure: null, failing: null });
  await story.hours(1);
  expect(await ticketOf(story)).toMatchObject({ status: 'closed', outcome: 'moved' });
  await expectOnlyOurs(story);
});

it('goes on at AWS Support when on-call decides in the ticket of a move that has outlived its request', async () => {
  const { requestId } = await givenConflict(story);
  const opened = await playToSupport(story, requestId);
  const { caseId } = await fileCase(story, opened);
  await cancel(story, requestId);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  await stop(opened.moveId);
  expect(story.alarms.ringing()).toEqual(['WorkflowsStopped']);
  expect(await ticketOf(story)).toMatchObject({ status: 'open', failing: { error: 'Paused' } });
  await story.hours(TOO_LONG_HOURS);

  await decide(story, opened, 'resolve', 'Has AWS moved it?');
  await story.settle();
  const again = await ticketOf(story);
  expect(again).toMatchObject({ ticketId: opened.ticketId, status: 'open', phase: 'SUPPORT', failing: null });
  expect((await leftBehind(story, SITE.siteId)).waits).toEqual(['AwaitSupport']);

  story.support.actNow(caseId);
  await story.hours(3);
  expect(await ticketOf(story)).toMatchObject({ status: 'closed', outcome: 'freed' });
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  await expectOnlyOurs(story);
});

it('cleans up what a request has replaced when somebody checks it again', async () => {
  const first = await givenActive(story);
  const { requestId } = await story.generate(PREFIX, 'refuse');
  await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  story.faults.add({ ...DENIED, service: 'lambda', operation: 'AwaitReplacedUnused' });
  await approveAll(story, (await story.read(requestId)).certificateArn);
  await story.until(requestId, ({ failing }) => failing !== null);
  story.faults.clear();
  const stuck = await story.read(requestId);
  expect(stuck).toMatchObject({ status: 'ACTIVE', failing: { error: 'AccessDenied' } });
  await tooLong();
  expect((await leftBehind(story, SITE.siteId)).certificates).toEqual([first.certificateArn, stuck.certificateArn]);

  await checkAgain(story, requestId);
  await checkAgain(story, requestId); // twice is once
  await story.hours(1);
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTIVE', failing: null });
  expect((await leftBehind(story, SITE.siteId)).certificates).toEqual([stuck.certificateArn]);
});

it('begins a renewal and a migration anew when somebody checks again, each once', async () => {
  const { requestId } = await givenActive(story, 'EMAIL');
  for (const operation of ['AwaitRenewal', 'AwaitDnsRecords'])
    story.faults.add({ ...DENIED, service: 'lambda', operation });
  await passTo(story, '2027-04-23T06:00:00Z');
  await migrate(story, requestId);
  await story.settle();
  story.faults.clear();
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTIVE', failing: { error: 'AccessDenied' } });
  await tooLong();
  expect(await namesOf('renew-certificate')).toEqual([`${requestId}-renew-20270606`]);

  await checkAgain(story, requestId);
  await checkAgain(story, requestId); // twice is once
  await story.settle();
  const going = await story.read(requestId);
  expect(going).toMatchObject({ failing: null, alongside: ['RENEWING'], migration: { n: 1, state: 'RECORDS' } });
  await story.hours(24);
  addAll(story, recordsOf(await story.read(requestId)));
  for (const alias of SERVED) await approve(story, alias);
  await story.hours(48);
  expect(await story.read(requestId)).toMatchObject({
    status: 'ACTIVE',
    alongside: [],
    failing: null,
    notAfter: '2027-08-15T23:59:59.000Z',
    method: 'DNS',
    migration: { n: 1, state: 'DONE' },
  });

  const letters = story.mail.mailboxes.list('web-team@example.com').map(({ subject }) => subject);
  expect(letters.filter((subject) => subject.includes('is to be renewed'))).toHaveLength(1);
  expect(windowsBegun(story)).toBe(2); // ACM's 72 hours had ended meanwhile
  expect(await namesOf('renew-certificate')).toEqual([
    `${requestId}-renew-20270606-again-1`,
    `${requestId}-renew-20270606`,
  ]);
  expect(await namesOf('migrate-validation')).toEqual([`${requestId}-migrate-1-again-1`, `${requestId}-migrate-1`]);
  expect((await leftBehind(story, SITE.siteId)).waits).toEqual([]);
});

/** The newest first. */
async function namesOf(machine: StateMachineName): Promise<unknown[]> {
  const client = new SFNClient(reaching(story));
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn: story.stateMachineArn(machine) }),
  );
  client.destroy();
  return executions.map(({ name }) => name);
}

/** On-call stops the move's execution. */
async function stop(moveId: string): Promise<void> {
  const executionArn = `${story.stateMachineArn('move-ownership').replace(':stateMachine:', ':execution:')}:${moveId}`;
  const client = new SFNClient(reaching(story));
  await client.send(new StopExecutionCommand({ executionArn, error: 'Paused' }));
  client.destroy();
  await story.settle();
}
