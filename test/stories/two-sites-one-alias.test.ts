/** One alias belongs to one site: the second is refused and not told whose it is, until the first gives it back. */
import type { RequestView } from '../../core/view.ts';
import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { cancel, mendAll, play } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const RIVAL = {
  name: 'Another customer',
  dataCenter: 'us1',
  trustedSiteUrls: ['https://www.example.org'],
  contacts: ['it@example.org'],
};
const ALIAS = 'login.www.example.org';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
  await story.call('PUT', '/sites/rival', RIVAL);
});
afterEach(() => story.stop());

const generate = (onFindings: 'refuse' | 'wait') =>
  story.call<RequestView>('POST', '/sites/rival/certificates', { prefix: PREFIX, onFindings });

/** Jumps until the rival's request is so. */
async function until(requestId: string, reached: (request: RequestView) => boolean): Promise<RequestView> {
  const read = () => story.call<RequestView>('GET', `/sites/rival/certificates/${requestId}`);
  const limit = new Date(story.world.clock.now().getTime() + 30 * 24 * 3_600_000);
  await story.world.clock.jumpUntil(async () => reached(await read()), limit);
  return read();
}

it('refuses the second site without naming the first, and lets it in when the first cancels', async () => {
  const { requestId } = await story.generate(PREFIX);
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  mendRecord(story, 'www.example.org', 'rival');
  await story.hours(1);

  for (const onFindings of ['refuse', 'wait'] as const) {
    const refused = await generate(onFindings).catch((error: { problem: object }) => error.problem);
    expect(refused).toMatchObject({ status: 409, code: 'PreflightFailed' });
    expect(JSON.stringify(refused)).toContain(`${ALIAS} belongs to another site`);
    expect(JSON.stringify(refused)).not.toContain(SITE.siteId);
    expect(JSON.stringify(refused)).not.toContain(requestId);
  }

  await cancel(story, requestId);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  const { requestId: second } = await generate('refuse');
  const approving = await until(second, ({ step, failure }) => step === 'AwaitValidation' || failure !== null);
  expect(approving).toMatchObject({ status: 'ACTION_REQUIRED', failure: null });
});

it('ends the one that claims later, when both waited for their DNS', async () => {
  const { requestId: rivals } = await generate('wait');
  await until(rivals, ({ step }) => step === 'AwaitPreflightFix');
  const { requestId } = await story.generate(PREFIX);
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  mendRecord(story, 'www.example.org', 'rival');

  const ended = await until(rivals, ({ failure, step }) => failure !== null || step === 'AwaitValidation');
  expect(ended).toMatchObject({ status: 'FAILED', certificateArn: null, failure: { reason: 'AliasClaimed' } });
  expect(ended.failure?.message).toContain(`${ALIAS} belongs to another site`);
  expect(ended.failure?.message).not.toContain(SITE.siteId);
  expect((await story.read(requestId)).failure).toBeNull();
});
