/**
 * Some names block the rest: the customer goes on without them. The request ends, another begins with what is left; what is approved
 * but not issued AWS forgets, an issued certificate goes over with everything that it serves.
 */
import { createFaults } from '../../local/aws/faults.ts';
import { transitionsOf } from '../../local/history.ts';
import { approve } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { askForHelp, HELD, playToConflict } from '../support/stories/conflict.ts';
import { describeExecution, leftBehind, NOTHING } from '../support/stories/left-behind.ts';
import { cancel, mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import {
  approveAtOnce,
  browsersOf,
  CERTIFICATES,
  continueWithout,
  generate,
  givenActive,
  problemOf,
  SERVED,
  siteOf,
} from '../support/stories/replacing.ts';

const WRONG = ['login.shop.example.com', 'login.blog.example.net'];
const RIGHT = SERVED.filter((alias) => !WRONG.includes(alias));
const FREE = SERVED.filter((alias) => alias !== HELD);

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const left = () => leftBehind(story, SITE.siteId);
const namesOf = ({ aliases }: { aliases: readonly { alias: string }[] }) => aliases.map(({ alias }) => alias);

/** The request that goes on, when it is stored. */
async function heirOf(requestId: string): Promise<string> {
  const { replacedBy } = await story.until(requestId, ({ status }) => status === 'SUPERSEDED');
  return replacedBy ?? '';
}

it('leaves out names whose DNS is wrong, and brings the rest to READY and ACTIVE', async () => {
  const { requestId } = await generate(story, { onFindings: 'wait' });
  await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  const unclear = await problemOf(continueWithout(story, requestId, {}));
  expect(unclear).toMatchObject({
    status: 409,
    code: 'WithoutUnclear',
    detail: `It is not clear which names of request ${requestId} to leave out: none is named. These block the rest: ${WRONG.join(' and ')}.`,
    blocking: WRONG,
  });
  expect(await problemOf(continueWithout(story, requestId, { without: SERVED }))).toMatchObject({
    detail: expect.stringContaining('nothing would be left'),
  });
  expect(await problemOf(continueWithout(story, requestId, { without: ['login.example.de'] }))).toMatchObject({
    detail: expect.stringContaining('login.example.de is none of its names'),
  });

  const asked = await continueWithout(story, requestId, { without: WRONG });
  expect(asked).toMatchObject({ status: 'PENDING', waitingOn: 'nobody', approvalsLost: [] });
  const heir = await heirOf(requestId);
  expect(heir).toBe(asked.replacedBy);
  expect(await story.read(requestId)).toMatchObject({
    failure: {
      reason: 'Superseded',
      message: `The request ${heir} goes on in its place, without ${WRONG.join(' and ')}.`,
    },
  });
  const next = await story.read(heir);
  expect(next).toMatchObject({ continues: requestId, replaces: null, without: WRONG });
  expect(namesOf(next)).toEqual(RIGHT);

  expect(await playToReady(story, heir)).toMatchObject({ status: 'READY', failure: null });
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'FAILED', error: 'Superseded' });
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  expect(await siteOf(story)).toMatchObject({ apiDomainPrefix: PREFIX, certificateOutdated: null });
  expect((await left()).claims.sort()).toEqual([...RIGHT].sort());
});

it('says which approvals are lost, and has the other names approved again', async () => {
  mendAll(story);
  const { requestId } = await generate(story);
  await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  for (const alias of RIGHT) await approve(story, alias);
  await story.hours(1);
  expect((await problemOf(continueWithout(story, requestId, {}))).blocking).toEqual(WRONG);

  const asked = await continueWithout(story, requestId, { without: WRONG });
  expect(asked.approvalsLost).toEqual(RIGHT);
  const heir = await heirOf(requestId);
  const waiting = await story.until(
    heir,
    ({ step, status }) => step === 'AwaitValidation' && status === 'ACTION_REQUIRED',
  );
  expect(waiting.aliases.map(({ conditions }) => conditions.approval?.reason)).toEqual(
    RIGHT.map(() => 'ApprovalPending'),
  );
  expect((await left()).certificates).toEqual([waiting.certificateArn]);
  expect(await playToReady(story, heir)).toMatchObject({ status: 'READY' });
});

it('goes on with the issued certificate where a name is held: what serves goes on serving, nobody approves again', async () => {
  await story.foreign.holdElsewhere({ alias: HELD });
  const { requestId, certificateArn } = await playToConflict(story);
  await story.hours(1);
  const browsers = browsersOf(story, FREE);
  expect((await problemOf(continueWithout(story, requestId, {}))).blocking).toEqual([HELD]);

  const asked = await continueWithout(story, requestId, { without: [HELD] });
  expect(asked.approvalsLost).toEqual([]);
  await story.settle();
  const heir = await heirOf(requestId);
  const ready = await browsers.until(heir, ({ status }) => status === 'READY');
  expect(ready).toMatchObject({ status: 'READY', certificateArn, continues: requestId, failure: null });
  expect(browsers.seen.failed).toEqual([]);
  expect(browsers.seen.serials.size).toBe(1);
  const { claims, ...rest } = await left();
  expect(claims.sort()).toEqual([...FREE].sort());
  expect(rest).toEqual({ waits: [], certificates: [certificateArn], aliases: FREE, certificate: certificateArn });
  const requested = story.world.mutations.filter(({ operation }) => operation === 'RequestCertificate');
  expect(requested).toHaveLength(1);
  expect(transitionsOf(await story.history(heir))).toBeLessThanOrEqual(25);
});

it('calls the ownership move off that was begun for the names left out', async () => {
  await story.foreign.holdElsewhere({ alias: HELD });
  const { requestId, certificateArn } = await playToConflict(story);
  await askForHelp(story, requestId);
  await story.until(requestId, ({ step }) => step === 'AwaitOwnershipMove');
  await continueWithout(story, requestId, { without: [HELD] });
  const heir = await heirOf(requestId);
  expect(await story.until(heir, ({ status }) => status === 'READY')).toMatchObject({ certificateArn });
  await story.hours(24);
  expect(await left()).toMatchObject({ waits: [], certificates: [certificateArn], aliases: FREE });
  const { tickets } = await story.call<{ tickets: unknown[] }>('GET', '/tickets');
  expect(tickets).toEqual([]);
});

it('takes everything back when the request that goes on is canceled', async () => {
  await story.foreign.holdElsewhere({ alias: HELD });
  const { requestId } = await playToConflict(story);
  await continueWithout(story, requestId, { without: [HELD] });
  const heir = await heirOf(requestId);
  await cancel(story, heir);
  await story.until(heir, ({ status }) => status === 'CANCELED');
  expect(await left()).toEqual(NOTHING);
});

it('asks for each name that serves, and takes it off the air at the swap only', async () => {
  const old = await givenActive(story);
  const { requestId } = await generate(story);
  await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  const refused = await problemOf(continueWithout(story, requestId, { without: [HELD] }));
  expect(refused).toMatchObject({ code: 'OffAirWithoutConsent', names: [HELD] });

  await continueWithout(story, requestId, { without: [HELD], offAir: [HELD] });
  const heir = await heirOf(requestId);
  expect(await story.read(heir)).toMatchObject({ replaces: old.requestId, offAir: [HELD] });
  const browsers = browsersOf(story, FREE);
  await story.until(heir, ({ step }) => step === 'AwaitValidation');
  expect((await left()).aliases).toEqual(SERVED);
  await approveAtOnce(story, heir);
  await browsers.until(heir, ({ status }) => status === 'ACTIVE');
  expect(browsers.seen.failed).toEqual([]);
  await story.hours(1);
  const ended = await left();
  expect(ended.aliases).toEqual(FREE);
  expect(ended.claims.sort()).toEqual([...FREE].sort());
  expect(ended.certificates).toHaveLength(1);
  expect(await siteOf(story)).toMatchObject({ apiDomainPrefix: PREFIX, certificateOutdated: null });
});

it('ends for good when canceled before the other has begun', async () => {
  const { requestId } = await generate(story, { onFindings: 'wait' });
  await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  const faults = createFaults(story.world);
  faults.add({ service: 'lambda', operation: 'RecordFailure', kind: 'delay', ms: 5000, times: 1 });
  await continueWithout(story, requestId, { without: WRONG });
  await story.until(requestId, () => faults.list().length === 0);
  expect(await cancel(story, requestId)).toMatchObject({ replacedBy: null });
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  const { certificates } = await story.call<{ certificates: unknown[] }>('GET', CERTIFICATES);
  expect(certificates).toHaveLength(1);
  expect(await left()).toEqual(NOTHING);
});

it('cannot be canceled any more when its certificate goes over', async () => {
  await story.foreign.holdElsewhere({ alias: HELD });
  const { requestId } = await playToConflict(story);
  const faults = createFaults(story.world);
  faults.add({ service: 'lambda', operation: 'RecordFailure', kind: 'delay', ms: 5000, times: 1 });
  const { replacedBy } = await continueWithout(story, requestId, { without: [HELD] });
  await story.until(requestId, () => faults.list().length === 0);
  await expect(cancel(story, requestId)).rejects.toThrow(
    `Request ${requestId} cannot be canceled: request ${replacedBy} goes on in its place in a moment.`,
  );
  await heirOf(requestId);
  expect(await story.until(replacedBy ?? '', ({ status }) => status === 'READY')).toMatchObject({ failure: null });
});

it('leaves names out from the beginning', async () => {
  expect(await problemOf(generate(story, { without: ['login.example.de'] }))).toMatchObject({
    code: 'InvalidParameter',
    detail: expect.stringContaining('without names login.example.de, which is no alias of an eligible domain'),
  });
  const { requestId } = await generate(story, { without: WRONG });
  expect(namesOf(await play(story, requestId, ({ status }) => status === 'READY'))).toEqual(RIGHT);
  expect(await problemOf(continueWithout(story, requestId, { without: [RIGHT[0] ?? ''] }))).toMatchObject({
    code: 'NotContinuable',
    detail: `Request ${requestId} cannot go on without names: it is READY, its certificate serves.`,
  });
});
