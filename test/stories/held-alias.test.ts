/**
 * Somebody else's distribution holds one name. The others serve at once; the request says who holds it, as far as AWS tells, what
 * to do first and what happens otherwise, and goes on by itself when the holder lets go.
 */
import { FOREIGN_ACCOUNT } from '../../local/foreign.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { expectOnlyOurs, HELD } from '../support/stories/conflict.ts';
import { describeExecution, leftBehind, NOTHING } from '../support/stories/left-behind.ts';
import { approveAll, cancel, mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

const DAYS = 24;

let story: Story;
let tickets: number;
beforeEach(async () => {
  tickets = 0;
  story = await beginStory();
});
afterEach(async () => {
  await expectOnlyOurs(story, { tickets });
  await story.stop();
});

/** The request at the wait for the release of the one name. */
async function givenHeld() {
  const holder = await story.foreign.holdElsewhere({ alias: HELD });
  mendAll(story);
  await story.hours(1);
  const { requestId } = await story.generate(PREFIX);
  const waiting = await play(story, requestId, ({ step }) => step === 'AwaitRelease');
  await story.settle();
  return { holder, requestId, waiting };
}
const conditionsOf = async (requestId: string, name: 'conflict' | 'serving' | 'attached') =>
  (await story.read(requestId)).aliases.map(({ alias, conditions }) => [alias, conditions[name]?.status]);

it('serves the free names, waits for the held one, and goes on by itself to READY when the holder lets go', async () => {
  const { holder, requestId, waiting } = await givenHeld();
  const words = `distribution ${holder.id.slice(-7).padStart(holder.id.length, '*')} of account ******${FOREIGN_ACCOUNT.slice(-6)}`;
  expect(waiting).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'site admin', failure: null, failing: null });
  const until = waiting.deadline ?? '';
  expect(Date.parse(until) - Date.parse(waiting.since)).toBe(7 * DAYS * 3_600_000);
  const conflict = waiting.aliases[4]?.conditions.conflict;
  expect(conflict).toMatchObject({
    status: 'False',
    reason: 'AliasHeld',
    actor: 'site admin',
    message: `Identity already exists: a CloudFront resource in another AWS account holds ${HELD} (${words}; AWS shows no more of it).`,
  });
  expect(conflict?.remedy).toContain(`Look by ${until} in every AWS account`);
  expect(conflict?.remedy).toContain(`Without an answer we begin with that on ${until}.`);

  await story.hours(1);
  expect(await conditionsOf(requestId, 'serving')).toEqual([
    ['login.www.example.com', 'True'],
    ['login.shop.example.com', 'True'],
    ['login.www.example.org', 'True'],
    ['login.example.net', 'True'],
    [HELD, undefined],
  ]);
  const told = lettersTo(story, CONTACT).filter(({ subject }) => subject.includes('taken elsewhere'));
  expect(told).toMatchObject([
    { subject: `1 of 5 names are taken elsewhere for prefix "${PREFIX}" of site acme: please have them released` },
  ]);
  expect(told[0]?.text).toContain(words);

  await story.hours(2 * DAYS);
  story.foreign.release(holder.id);
  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  expect(ready).toMatchObject({ status: 'READY', failure: null, moveId: null });
  expect((await conditionsOf(requestId, 'serving')).map(([, status]) => status)).toEqual(Array(5).fill('True'));
});

it('sees the release at once when somebody asks to look again', async () => {
  const { holder, requestId } = await givenHeld();
  await story.hours(1 * DAYS);
  story.foreign.release(holder.id);
  await story.hours(0.2);
  await story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/check-again`);
  await story.settle();
  expect((await story.read(requestId)).step).not.toBe('AwaitRelease');
});

it('warns in the first letter already, and sees a release while people approve', async () => {
  const holder = await story.foreign.holdElsewhere({ alias: HELD });
  mendAll(story);
  await story.hours(1);
  const { requestId } = await story.generate(PREFIX);
  const approving = await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  expect(approving.aliases[4]?.conditions.conflict?.reason).toBe('HolderSeen');
  await story.settle();
  expect(lettersTo(story, CONTACT)[0]?.text).toContain(`Another CloudFront resource serves ${HELD} already.`);

  story.foreign.release(holder.id);
  await story.hours(2);
  expect((await story.read(requestId)).aliases[4]?.conditions.conflict?.reason).toBe('NoHolderSeen');
  await approveAll(story, approving.certificateArn);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failure: null });
});

it('takes everything back when it is canceled while it waits, and succeeds after the release', async () => {
  const { holder, requestId } = await givenHeld();
  await story.hours(1);
  await cancel(story, requestId);
  const cleaning = await play(story, requestId, ({ step }) => step === 'AwaitUnused');
  expect(cleaning).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', failure: null });
  await expect(story.generate(PREFIX)).rejects.toThrow(`Request ${requestId} of this site is still running.`);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  await story.settle();
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'FAILED', error: 'Canceled' });
  expect(story.foreign.holder(holder.id)?.aliases).toEqual([HELD]);

  story.foreign.release(holder.id);
  await story.hours(1);
  const next = await story.generate(PREFIX);
  expect(await playToReady(story, next.requestId)).toMatchObject({ status: 'READY', failure: null });
});

it('has the ownership moved when somebody says "I can\'t"', async () => {
  const { requestId } = await givenHeld();
  const path = `/sites/${SITE.siteId}/certificates/${requestId}/ask-for-help`;
  expect(await story.call('POST', path)).toMatchObject({ requestId, helpAskedAt: expect.any(String) });
  const moving = await story.until(requestId, ({ step }) => step !== 'AwaitRelease' && step !== 'StartOwnershipMove');
  expect(moving).toMatchObject({ status: 'ACTION_REQUIRED', moveId: `${requestId}-move-1`, failure: null });
  tickets = 1;
});

it('has it moved by itself after seven days', async () => {
  const { requestId } = await givenHeld();
  await story.hours(7 * DAYS + 1);
  expect(await story.read(requestId)).toMatchObject({ moveId: `${requestId}-move-1`, helpAskedAt: null });
  tickets = 1;
});
