/**
 * Killed in the middle of a conflict and started again over its folder: the end and both histories are those of an undisturbed run,
 * the site has one ticket, and CloudFront was asked for each name once. One name is moved by API, the other by AWS Support.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestView } from '../../core/view.ts';
import { fileCase } from '../../local/people.ts';
import { SITE } from '../../local/scenery.ts';
import { OUR_ACCOUNT } from '../../local/world.ts';
import {
  addProofs,
  askForHelp,
  conflictOf,
  expectOnlyOurs,
  givenConflict,
  HELD,
  ticketOf,
} from '../support/stories/conflict.ts';
import { leftBehind } from '../support/stories/left-behind.ts';
import { copyAtEachMoment, typesAndStates } from '../support/stories/moments.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const DISABLED = 'login.shop.example.com';
const MOMENTS = [
  'parked in AwaitRelease',
  'parked in AwaitOwnershipMove',
  'unheard CreateOpsItem 1',
  'parked in AwaitTxtRecords',
  'unheard UpdateDomainAssociation 1',
  'parked in AwaitSupport',
];

let root: string;
let requestId: string;
let undisturbed: string[][];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'restart-in-conflict-'));
  const folder = join(root, 'undisturbed');
  const story = await beginStory({ folder });
  const seen = copyAtEachMoment(story.world, folder, root, (moment) => MOMENTS.includes(moment));
  await story.foreign.holdElsewhere({ alias: DISABLED, enabled: false });
  ({ requestId } = await givenConflict(story));
  undisturbed = await playOn(story);
  expect([...seen].sort()).toEqual([...MOMENTS].sort());
  await story.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** People do what they are asked, wherever the request stands; gives both histories. */
async function playOn(story: Story): Promise<string[][]> {
  const asked: [(request: RequestView) => boolean, () => Promise<unknown>][] = [
    [({ step, helpAskedAt }) => step === 'AwaitRelease' && helpAskedAt === null, () => askForHelp(story, requestId)],
    [
      (request) => conflictOf(request)?.reason === 'OwnershipTxtMissing',
      async () => addProofs(story, await ticketOf(story)),
    ],
    [
      ({ waitingOn }) => waitingOn === 'vendor on-call',
      async () => story.support.actNow((await fileCase(story, await ticketOf(story))).caseId),
    ],
  ];
  let ready: RequestView | undefined;
  while (ready?.status !== 'READY') {
    ready = await story.until(
      requestId,
      (request) => request.status === 'READY' || asked.some(([now]) => now(request)),
    );
    const index = asked.findIndex(([now]) => ready && now(ready));
    for (const [, act] of index < 0 ? [] : asked.splice(index, 1)) await act();
  }
  await story.hours(1); // the move looks once an hour by now
  const { moveId, status, outcome } = await ticketOf(story);
  expect({ status, outcome }).toEqual({ status: 'closed', outcome: 'moved' });
  const histories = [await story.history(requestId), await story.history(moveId, 'move-ownership')];
  return histories.map(typesAndStates);
}

it.each(MOMENTS)('goes on after a kill: %s', async (moment) => {
  const story = await beginStory({ folder: join(root, moment) });
  try {
    expect(await playOn(story)).toEqual(undisturbed);
    const ready = await story.read(requestId);
    expect(ready).toMatchObject({ status: 'READY', failing: null, failure: null });
    const asked = story.world.mutations.filter(
      ({ account, operation }) => account === OUR_ACCOUNT && operation === 'UpdateDomainAssociation',
    );
    expect(asked).toHaveLength(1);
    expect((await leftBehind(story, SITE.siteId)).aliases).toEqual(expect.arrayContaining([HELD, DISABLED]));
    expect(await leftBehind(story, SITE.siteId)).toMatchObject({
      waits: [],
      certificates: [ready.certificateArn],
      certificate: ready.certificateArn,
    });
    await expectOnlyOurs(story);
  } finally {
    await story.stop();
  }
});
