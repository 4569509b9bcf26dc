/** Two generates at one moment: a site has one running request, and one certificate is asked for. */
import type { RequestView } from '../../core/view.ts';
import { createFaults } from '../../local/aws/faults.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
});
afterEach(() => story.stop());

/** The one request of the site. */
async function theRequest(): Promise<string> {
  const { certificates } = await story.call<{ certificates: RequestView[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates`,
  );
  expect(certificates).toHaveLength(1);
  return certificates[0]?.requestId ?? '';
}
const requested = () => story.world.mutations.filter(({ operation }) => operation === 'RequestCertificate');

it('lets one win and tells the other which request runs', async () => {
  const [one, other] = await Promise.allSettled([story.generate(PREFIX), story.generate(PREFIX)]);
  const answers = [one, other].sort((a, b) => a.status.localeCompare(b.status));
  const [won, lost] = answers;
  if (won?.status !== 'fulfilled' || lost?.status !== 'rejected') throw new Error('not one winner and one loser');
  const { requestId } = won.value;
  expect(lost.reason.problem).toMatchObject({
    status: 409,
    code: 'RequestRunning',
    detail: `Request ${requestId} of this site is still running.`,
    remedy: 'Wait for it, or cancel it: that works at any time, also where it has stood still for long.',
    requestId,
  });

  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY' });
  expect(requested()).toHaveLength(1);
});

it('starts what was stored but never started, when the same call is made again', async () => {
  createFaults(story.world).add({
    service: 'states',
    operation: 'StartExecution',
    kind: 'refuse',
    error: 'ServiceUnavailable',
    message: 'out',
    status: 503,
    times: 3,
  });
  await expect(story.generate(PREFIX)).rejects.toThrow('An AWS service does not answer.');

  await expect(story.generate(PREFIX)).rejects.toThrow('is still running');
  expect(await playToReady(story, await theRequest())).toMatchObject({ status: 'READY' });
  expect(requested()).toHaveLength(1);
});

it('starts it once when only the answer of the start was lost', async () => {
  createFaults(story.world).add({
    service: 'states',
    operation: 'StartExecution',
    kind: 'lose',
    status: 503,
    times: 3,
  });
  await expect(story.generate(PREFIX)).rejects.toThrow('An AWS service does not answer.');

  await expect(story.generate(PREFIX)).rejects.toThrow('is still running');
  expect(await playToReady(story, await theRequest())).toMatchObject({ status: 'READY' });
  expect(requested()).toHaveLength(1);
});
