/**
 * Killed at any moment and started again over its folder, the product goes on where it stood: the end and the history are
 * those of an undisturbed run, and ACM was asked once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { describeExecution, leftBehind } from '../support/stories/left-behind.ts';
import { copyAtEachMoment, typesAndStates } from '../support/stories/moments.ts';
import { playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

/** Every kind of event that the history of a whole journey has, each wait, and each change at ACM and CloudFront whose answer was not heard. */
const MOMENTS = [
  'ExecutionStarted',
  'TaskStateEntered',
  'TaskScheduled',
  'TaskStarted',
  'TaskSubmitted',
  'TaskSucceeded',
  'TaskStateExited',
  'ParallelStateEntered',
  'ParallelStateStarted',
  'ParallelStateSucceeded',
  'ParallelStateExited',
  'ChoiceStateEntered',
  'ChoiceStateExited',
  'ExecutionSucceeded',
  'parked in AwaitPreflightFix',
  'parked in AwaitValidationRecords',
  'parked in AwaitValidation',
  'parked in AwaitDeployment',
  'unheard RequestCertificate 1',
  'unheard UpdateDistribution 1',
  'unheard UpdateDistribution 2',
  'unheard PutEvents 1',
];
/** What is told on the bus is told each time alike: the first is enough. */
const isWanted = (moment: string) => !/^unheard PutEvents (?!1$)/.test(moment);

let root: string;
let requestId: string;
let undisturbed: string[];
/** Moments that the undisturbed run had. */
let seen: Set<string>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'restart-'));
  const story = await beginStory({ folder: join(root, 'undisturbed') });
  seen = copyAtEachMoment(story.world, join(root, 'undisturbed'), root, isWanted);
  requestId = (await story.generate(PREFIX, 'wait')).requestId;
  await playToReady(story, requestId);
  await story.settle();
  undisturbed = typesAndStates(await story.history(requestId));
  await story.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function expectSameEnd(story: Story): Promise<void> {
  const ready = await playToReady(story, requestId);
  await story.settle();
  expect(ready).toMatchObject({ status: 'READY', failing: null, failure: null });
  expect(typesAndStates(await story.history(requestId))).toEqual(undisturbed);
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'SUCCEEDED' });
  const requested = story.world.mutations.filter(({ operation }) => operation === 'RequestCertificate');
  expect(requested).toHaveLength(1);
  expect(await leftBehind(story, SITE.siteId)).toMatchObject({
    waits: [],
    certificates: [ready.certificateArn],
    certificate: ready.certificateArn,
  });
}

it('has these moments, and no other', () => {
  expect([...seen].sort()).toEqual([...MOMENTS].sort());
});

it.each(MOMENTS)('goes on after a kill: %s', async (moment) => {
  const story = await beginStory({ folder: join(root, moment) });
  try {
    await expectSameEnd(story);
  } finally {
    await story.stop();
  }
});
