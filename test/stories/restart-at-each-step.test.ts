/**
 * Killed at any moment and started again over its folder, the product goes on where it stood: the end and the history are
 * those of an undisturbed run, and ACM was asked once. What a kill leaves is the folder as it is at that moment: it is copied
 * right after the transaction that makes the moment, in the middle of whatever else is under way.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StoredEvent } from '../../local/aws/states/journal.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import type { Mutation, World } from '../../local/world.ts';
import { describeExecution, leftBehind } from '../support/left-behind.ts';
import { playToReady } from '../support/play.ts';
import { beginStory, type Story } from '../support/product.ts';

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
];

let root: string;
let requestId: string;
let undisturbed: string[];
/** Moments that the undisturbed run had. */
let seen: Set<string>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'restart-'));
  const story = await beginStory({ folder: join(root, 'undisturbed') });
  seen = copyAtEachMoment(story.world, join(root, 'undisturbed'));
  requestId = (await story.generate(PREFIX, 'wait')).requestId;
  await playToReady(story, requestId);
  await story.settle();
  undisturbed = typesAndStates(await story.history(requestId));
  await story.stop();
}, 30_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Copies the folder after the first transaction that made each moment. */
function copyAtEachMoment(world: World, folder: string): Set<string> {
  const moments = new Set<string>();
  const latest = momentsOf(world);
  const commit = world.store.transaction;
  world.store.transaction = (work) => {
    const result = commit(work);
    for (const moment of latest()) {
      if (moments.has(moment)) continue;
      moments.add(moment);
      cpSync(folder, join(root, moment), { recursive: true });
    }
    return result;
  };
  return moments;
}

/** The moments since the last call; changes again each time. */
function momentsOf({ store, mutations: { length: before } }: World): () => string[] {
  const events = store.collection<StoredEvent>('states.events');
  const mutations = store.collection<Mutation>('mutations');
  let eventsTold = 0;
  let state = '';
  return () => {
    const told = [...events.values()].slice(eventsTold).flatMap(({ type, stateEnteredEventDetails }) => {
      if (stateEnteredEventDetails) state = String(stateEnteredEventDetails.name);
      return type === 'TaskSubmitted' ? [type, `parked in ${state}`] : [type];
    });
    const changes = [...mutations.values()].slice(before).filter(({ service }) => service !== 'ses');
    const changed = changes.map(({ operation }, index) => {
      const nth = changes.slice(0, index + 1).filter((each) => each.operation === operation).length;
      return `unheard ${operation} ${nth}`;
    });
    eventsTold = events.size;
    return [...told, ...changed];
  };
}

function typesAndStates(events: readonly HistoryEvent[]): string[] {
  return events.map(({ type, stateEnteredEventDetails: entered, stateExitedEventDetails: exited }) =>
    `${type} ${entered?.name ?? exited?.name ?? ''}`.trim(),
  );
}

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
