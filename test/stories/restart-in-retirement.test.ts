/** Killed at any moment of a retirement and started again over its folder: the site ends as in an undisturbed run, and nothing is left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PREFIX } from '../../local/scenery.ts';
import { copyAtEachMoment, typesAndStates } from '../support/stories/moments.ts';
import { mendAll, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import {
  distributions,
  readSite,
  removeRecords,
  retire,
  targetRecord,
  untilRetirement,
} from '../support/stories/retirement.ts';

const MOMENTS = [
  'parked in AwaitDnsGone',
  'unheard UpdateDistribution 1',
  'parked in AwaitTakenDown',
  'unheard DeleteCertificate 1',
  'unheard ChangeResourceRecordSets 1',
  'unheard DeleteDistribution 1',
];

let root: string;
let undisturbed: string[];
let requestId: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'restart-in-retirement-'));
  const folder = join(root, 'undisturbed');
  const story = await beginStory({ folder });
  mendAll(story);
  ({ requestId } = await story.generate(PREFIX));
  await playToReady(story, requestId);
  const seen = copyAtEachMoment(story.world, folder, root, (moment) => MOMENTS.includes(moment));
  await retire(story);
  removeRecords(story);
  undisturbed = await playOn(story);
  expect([...seen].sort()).toEqual([...MOMENTS].sort());
  await story.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function playOn(story: Story): Promise<string[]> {
  await untilRetirement(story, 'RETIRED');
  await story.settle();
  return typesAndStates(await story.history('acme-retire-1', 'retire-site'));
}

it.each(MOMENTS)('goes on after a kill: %s', async (moment) => {
  const story = await beginStory({ folder: join(root, moment) });
  try {
    removeRecords(story);
    expect(await playOn(story)).toEqual(undisturbed);
    expect(await readSite(story)).toMatchObject({ cnameTarget: null, retirement: { state: 'RETIRED', failing: null } });
    expect([await distributions(story), targetRecord(story)]).toEqual([0, undefined]);
    expect(await story.read(requestId)).toMatchObject({ status: 'RETIRED' });
    await story.hours(1); // what a killed look had not cleared away, the next one does
    expect(await story.call('GET', '/orphans')).toEqual({ orphans: [] }); // no name leads here either
  } finally {
    await story.stop();
  }
});
