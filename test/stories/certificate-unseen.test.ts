/** CloudFront is asked who holds the names in the moment in which the certificate was put on: it may not see it yet, and it may throttle. */
import { recordCalls } from '../../local/calls.ts';
import { PREFIX } from '../../local/scenery.ts';
import { mendAll, play } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const ASKED = 'POST /2020-05-31/domain-conflicts';
const CONFLICTS = { service: 'cloudfront', operation: 'ListDomainConflicts', kind: 'refuse' } as const;

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
  await story.hours(1); // DNS caches forget
});
afterEach(() => story.stop());

async function ready(): Promise<void> {
  const { requestId } = await story.generate(PREFIX);
  const { status, failing } = await play(story, requestId, (request) => request.status === 'READY');
  expect({ status, failing }).toEqual({ status: 'READY', failing: null });
}

it('is asked again each minute while it does not see the certificate', async () => {
  const message =
    'To list conflicts for a domain, you must attach a trusted certificate that covers the domain to the resource.';
  story.faults.add({ ...CONFLICTS, error: 'InvalidArgument', message, status: 400, times: 60 });
  await ready();
  expect(story.faults.list()).toEqual([]);
});

it('is asked again for the name that it throttles, not for all of them', async () => {
  const calls = recordCalls(story);
  story.faults.add({ ...CONFLICTS, error: 'Throttling', message: 'Rate exceeded', status: 400, times: 3 });
  await ready();
  calls.stop();
  expect(story.faults.list()).toEqual([]);
  expect(calls.counts()[ASKED]).toBe(5 + 3);
});
