/** Two things in the life of a certificate at once: each comes to its end, nothing is left behind, and no name goes off the air for it. */
import type { ValidationRecord } from '../../core/validation-record.ts';
import type { RequestView } from '../../core/view.ts';
import { createTable } from '../../lambdas/clients/table.ts';
import { createWaits } from '../../lambdas/records/waits.ts';
import { createWebhooks } from '../../lambdas/records/webhooks.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { addValidationRecord, mendRecord } from '../../local/people.ts';
import { RECEIVER, SITE } from '../../local/scenery.ts';
import { REGION } from '../../local/world.ts';
import { leftBehind } from '../support/stories/left-behind.ts';
import { addAll, migrating, recordsOf } from '../support/stories/migration.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { approveAtOnce, browsersOf, generate, givenActive, SERVED } from '../support/stories/replacing.ts';
import { removeRecords, retire, untilRetirement } from '../support/stories/retirement.ts';
import { takeWebhooks } from '../support/stories/webhooks.ts';

/** A certificate of 47 days: its renewal begins two days after it was issued. */
const SHORT = '2029-04-02T09:00:00Z';
/** A certificate of 100 days, by e-mail still: its renewal begins after 55. */
const BY_MAIL = '2027-03-16T09:00:00Z';
const ALIAS = 'login.www.example.com';

let story: Story;
afterEach(() => story.stop());

const renewing = ({ alongside }: RequestView) => alongside.includes('RENEWING');
const degraded = ({ alongside }: RequestView) => alongside.includes('DEGRADED');

function tableOf({ ports }: Story) {
  const reader = { AWS_ACCESS_KEY_ID: 'reader', AWS_SECRET_ACCESS_KEY: 'simulated', AWS_REGION: REGION, TABLE_NAME };
  return createTable({ ...reader, AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.aws}` });
}

/** Its renewal waits for a validation record that is gone. */
async function givenRenewing(): Promise<{ requestId: string; gone: ValidationRecord }> {
  story = await beginStory({ start: new Date(SHORT) });
  const { requestId, aliases } = await givenActive(story, 'DNS');
  const gone = aliases[0]?.validationRecord;
  if (!gone) throw new Error('no record was named');
  story.zones.remove('example.com', gone.name, 'CNAME');
  await story.until(requestId, renewing);
  await story.until(requestId, ({ waitingOn }) => waitingOn === 'customer DNS');
  return { requestId, gone };
}

it('retires a site whose certificate is being renewed: the renewal ends with it', async () => {
  const { requestId } = await givenRenewing();
  await retire(story);
  removeRecords(story);
  await untilRetirement(story, 'RETIRED');
  await story.settle();
  expect(await story.read(requestId)).toMatchObject({ status: 'RETIRED', alongside: [], failing: null });
  expect(await createWaits(tableOf(story)).parked()).toEqual([]);
});

it('retires a site whose certificate is being migrated: the migration ends with it', async () => {
  story = await beginStory();
  const { requestId } = await givenActive(story, 'EMAIL');
  await migrating(story, requestId);
  await retire(story);
  removeRecords(story);
  await untilRetirement(story, 'RETIRED');
  await story.hours(1);
  expect(await story.read(requestId)).toMatchObject({ status: 'RETIRED', failing: null, nextCheckAt: null });
  const history = await story.history(`${requestId}-migrate-1`, 'migrate-validation');
  expect(history.at(-1)?.type).toBe('ExecutionSucceeded');
  expect(story.alarms.ringing()).toEqual([]);
  expect(await createWaits(tableOf(story)).parked()).toEqual([]);
});

it('replaces a certificate that is being renewed: the renewal ends with the old one', async () => {
  const { requestId, gone } = await givenRenewing();
  const next = await generate(story, { method: 'DNS' });
  addValidationRecord(story, gone);
  const browsers = browsersOf(story, SERVED);
  await browsers.until(next.requestId, ({ step }) => step === 'FinishReplacement');
  expect(browsers.seen.failed).toEqual([]);
  await story.hours(30);
  expect(await story.read(requestId)).toMatchObject({ status: 'SUPERSEDED', alongside: [], failing: null });
  expect(await story.read(next.requestId)).toMatchObject({ status: 'ACTIVE', failing: null });
  expect((await leftBehind(story, SITE.siteId)).certificates).toEqual([
    (await story.read(next.requestId)).certificateArn,
  ]);
});

it('migrates a certificate whose approvals are being waited for again: its renewal needs them no more', async () => {
  story = await beginStory({ start: new Date(BY_MAIL) });
  const { requestId, notAfter } = await givenActive(story, 'EMAIL');
  await story.hours(55 * 24);
  await story.until(requestId, ({ renewal }) => renewal?.state === 'ACTION_REQUIRED');
  addAll(story, recordsOf(await migrating(story, requestId)));
  await story.until(requestId, ({ migration }) => migration?.end !== null);
  await story.hours(36); // edges show it within a day
  const done = await story.read(requestId);
  expect(done).toMatchObject({ status: 'ACTIVE', method: 'DNS', alongside: [], waitingOn: 'nobody', failing: null });
  expect(Date.parse(done.notAfter ?? '')).toBeGreaterThan(Date.parse(notAfter ?? ''));
});

it('renews while a name is off the air, which stays told until it is back', async () => {
  story = await beginStory({ start: new Date(SHORT) });
  const { requestId, notAfter } = await givenActive(story, 'DNS');
  story.zones.remove('example.com', ALIAS, 'CNAME');
  await story.hours(2);
  expect(await story.read(requestId)).toMatchObject({ alongside: ['DEGRADED'], waitingOn: 'customer DNS' });
  await story.world.clock.jumpTo(new Date('2029-04-04T01:00:00Z'));
  const during = await story.read(requestId);
  expect(during).toMatchObject({ alongside: ['RENEWING', 'DEGRADED'], waitingOn: 'customer DNS', deadline: null });
  await story.world.clock.jumpTo(new Date('2029-04-05T09:00:00Z'));
  const renewed = await story.read(requestId);
  expect(renewed).toMatchObject({ status: 'ACTIVE', alongside: ['DEGRADED'], waitingOn: 'customer DNS' });
  expect(Date.parse(renewed.notAfter ?? '')).toBeGreaterThan(Date.parse(notAfter ?? ''));
  mendRecord(story, 'www.example.com');
  await story.hours(2);
  expect(await story.read(requestId)).toMatchObject({ alongside: [], waitingOn: 'nobody' });
});

it('looks after what serves while its replacement waits', async () => {
  story = await beginStory();
  const { requestId } = await givenActive(story, 'EMAIL');
  const next = await generate(story, { method: 'EMAIL' });
  await story.until(next.requestId, ({ step }) => step === 'AwaitValidation');
  story.zones.remove('example.com', ALIAS, 'CNAME');
  expect(await story.until(requestId, degraded)).toMatchObject({ status: 'ACTIVE', waitingOn: 'customer DNS' });
  mendRecord(story, 'www.example.com');
  await story.until(requestId, (request) => !degraded(request));
  await approveAtOnce(story, next.requestId);
  await story.until(next.requestId, ({ step }) => step === 'FinishReplacement');
  expect(await story.read(next.requestId)).toMatchObject({ status: 'ACTIVE', alongside: [], failing: null });
  expect(await story.read(requestId)).toMatchObject({ status: 'SUPERSEDED', failing: null });
});

it('forgets the webhook of a retired site: its secrets are deleted, and nothing is posted any more', async () => {
  story = await beginStory();
  await takeWebhooks(story);
  const webhooks = createWebhooks(tableOf(story));
  expect(await webhooks.find(SITE.siteId)).toBeDefined();
  await generate(story, { onFindings: 'wait' });
  await story.settle();
  await retire(story);
  removeRecords(story);
  await untilRetirement(story, 'RETIRED');
  expect(await webhooks.find(SITE.siteId)).toBeUndefined();
  const posted = story.receivers.received(RECEIVER).length;
  expect(posted).toBeGreaterThan(0);
  await story.hours(48);
  expect(story.receivers.received(RECEIVER)).toHaveLength(posted);
});
