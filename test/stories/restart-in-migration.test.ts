/** Killed at any moment of a migration and started again over its folder, the product goes on where it stood, and ACM was asked once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestView } from '../../core/view.ts';
import { SITE } from '../../local/scenery.ts';
import { leftBehind } from '../support/stories/left-behind.ts';
import { addAll, methodAtAcm, migrate, recordsOf, servingByMail, windowsBegun } from '../support/stories/migration.ts';
import { copyAtEachMoment, typesAndStates } from '../support/stories/moments.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const MOMENTS = [
  'ExecutionStarted',
  'TaskStateEntered',
  'TaskScheduled',
  'TaskStarted',
  'TaskSubmitted',
  'TaskSucceeded',
  'TaskStateExited',
  'ChoiceStateEntered',
  'ChoiceStateExited',
  'ExecutionSucceeded',
  'parked in AwaitDnsRecords',
  'parked in AwaitMigration',
  'unheard PutEvents 1',
  'unheard PutEvents 2',
  'unheard PutEvents 3',
  'unheard UpdateCertificateOptions 1',
];

let root: string;
let requestId: string;
let undisturbed: string[];
/** Moments that the undisturbed run had. */
let seen: Set<string>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'restart-'));
  const story = await beginStory({ folder: join(root, 'undisturbed') });
  story.acm.spans.set('recordCheck', { least: 1200, spread: 1 }); // we see the records before ACM does
  ({ requestId } = await servingByMail(story));
  seen = copyAtEachMoment(story.world, join(root, 'undisturbed'), root);
  await migrate(story, requestId);
  await play(story);
  undisturbed = await historyOf(story);
  await story.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The owner of the DNS adds what is asked for. */
async function play(story: Story): Promise<RequestView> {
  const named = await story.until(requestId, ({ migration }) => (migration?.records ?? 0) > 0);
  addAll(story, recordsOf(named));
  const done = await story.until(requestId, ({ migration }) => migration?.end !== null);
  await story.settle();
  return done;
}

async function historyOf(story: Story): Promise<string[]> {
  return typesAndStates(await story.history(`${requestId}-migrate-1`, 'migrate-validation'));
}

it('has these moments, and no other', () => {
  expect([...seen].sort()).toEqual([...MOMENTS].sort());
});

it.each(MOMENTS)('goes on after a kill: %s', async (moment) => {
  const story = await beginStory({ folder: join(root, moment) });
  try {
    const done = await play(story);
    expect(done).toMatchObject({
      status: 'ACTIVE',
      method: 'DNS',
      failing: null,
      migration: { n: 1, state: 'DONE', windows: 1 },
    });
    expect(methodAtAcm(story, done)).toBe('DNS');
    expect(await historyOf(story)).toEqual(undisturbed);
    expect(windowsBegun(story)).toBe(1);
    expect((await leftBehind(story, SITE.siteId)).waits).toEqual([]);
  } finally {
    await story.stop();
  }
});
