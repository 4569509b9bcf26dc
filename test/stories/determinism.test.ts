/** Two runs of one seed are alike, to the millisecond and to the last id. */
import { approve, mendRecord } from '../../local/people.ts';
import { PREFIX } from '../../local/scenery.ts';
import { beginStory } from '../support/stories/product.ts';

async function journey(seed: string) {
  const story = await beginStory({ seed });
  try {
    mendRecord(story, 'shop.example.com');
    mendRecord(story, 'blog.example.net');
    const { requestId } = await story.generate(PREFIX);
    const { aliases } = await story.until(requestId, ({ step }) => step === 'AwaitValidation');
    for (const { alias } of aliases) await approve(story, alias);
    await story.until(requestId, ({ status }) => status === 'READY');
    const history = (await story.history(requestId)).map(({ timestamp, type }) => [timestamp?.toISOString(), type]);
    return { requestId, history, mutations: story.world.mutations };
  } finally {
    await story.stop();
  }
}

it('gives equal histories, ids and mutations for one seed', async () => {
  expect(await journey('one')).toEqual(await journey('one'));
});

it('gives other ids for another seed', async () => {
  expect((await journey('one')).requestId).not.toBe((await journey('two')).requestId);
});
