/**
 * Somebody takes a name between our look and our change. CloudFront then refuses all names with a 409 of two causes that names
 * none: the name is told as held, the DNS is not blamed, and the others serve.
 */

import { PREFIX, SITE } from '../../local/scenery.ts';
import { conflictOf, expectOnlyOurs, expectTold, HELD } from '../support/stories/conflict.ts';
import { mendAll, play } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('is told as held by whoever took it, while the others serve, and goes on when it is released', async () => {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX);
  story.faults.add({ service: 'lambda', operation: 'AddAliases', kind: 'delay', ms: 60_000, times: 1 });
  const checked = await play(story, requestId, ({ step }) => step === 'DetectConflicts');
  expect(checked.aliases.map(({ conditions }) => conditions.conflict?.reason)).toEqual(Array(5).fill('NoConflict'));
  const holder = await story.foreign.holdElsewhere({ alias: HELD });

  const waiting = await story.until(requestId, ({ step }) => step === 'AwaitRelease');
  await story.settle();
  expect(conflictOf(waiting)).toMatchObject({ reason: 'AliasHeld', actor: 'site admin' });
  expectTold(story, waiting, holder);
  expect(waiting.aliases.map(({ conditions }) => conditions.conflict?.reason)).toEqual([
    ...Array(4).fill('NoConflict'),
    'AliasHeld',
  ]);
  const { events } = await story.call<{ events: { type: string; text: string }[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates/${requestId}/history`,
  );
  expect(events.find(({ type }) => type === 'AliasesAdded')?.text).toContain(
    'already associated with a different resource',
  );
  await story.hours(1);
  const { aliases } = await story.read(requestId);
  expect(aliases.map(({ conditions }) => conditions.serving?.status)).toEqual([...Array(4).fill('True'), undefined]);

  story.foreign.release(holder.id);
  expect(await story.until(requestId, ({ status }) => status === 'READY')).toMatchObject({ failure: null });
  await expectOnlyOurs(story, { tickets: 0 });
});
