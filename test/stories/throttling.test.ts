/**
 * Twelve sites generate at one instant, at ACM's and CloudFront's ordinary rates: steps that are throttled are tried again in
 * world time, looks that are throttled are put off, and all twelve arrive.
 */
import type { RequestView } from '../../core/view.ts';
import { type Calls, recordCalls } from '../../local/calls.ts';
import { approve, mendRecord } from '../../local/people.ts';
import { PREFIX } from '../../local/scenery.ts';
import type { Mutation } from '../../local/world.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const SITES = Array.from({ length: 12 }, (_, index) => `site-${index + 1}`);
const domainOf = (siteId: string) => `${siteId}.example.com`;
/** CloudFront takes a write in two seconds: registering is spread by whoever registers. */
const SECONDS_BETWEEN_SITES = 5;
const DAY_MS = 24 * 3_600_000;

let story: Story;
let calls: Calls;
beforeEach(async () => {
  story = await beginStory();
  calls = recordCalls(story);
  for (const siteId of SITES) {
    const trustedSiteUrls = [`https://${domainOf(siteId)}`];
    await story.call('PUT', `/sites/${siteId}`, { name: siteId, dataCenter: 'us1', trustedSiteUrls, contacts: [] });
    mendRecord(story, domainOf(siteId), siteId);
    await story.hours(SECONDS_BETWEEN_SITES / 3600);
  }
});
afterEach(async () => {
  calls.stop();
  await story.stop();
});

function generateAll(): Promise<RequestView[]> {
  return Promise.all(
    SITES.map((siteId) => story.call<RequestView>('POST', `/sites/${siteId}/certificates`, { prefix: PREFIX })),
  );
}

/** Jumps until all are so; none may fail or stand still on the way. */
async function untilAll(requests: readonly RequestView[], reached: (one: RequestView) => boolean) {
  const { clock } = story.world;
  const limit = new Date(clock.now().getTime() + DAY_MS);
  const all: RequestView[] = [];
  for (const { siteId, requestId } of requests) {
    await clock.jumpUntil(async () => {
      const latest = await story.call<RequestView>('GET', `/sites/${siteId}/certificates/${requestId}`);
      expect(latest).toMatchObject({ failing: null, failure: null });
      if (reached(latest)) all.push(latest);
      return reached(latest);
    }, limit);
  }
  return all;
}

function effects(operation: string): Mutation[] {
  return story.world.mutations.filter((mutation) => mutation.operation === operation);
}

/** The most of them within any span of so many seconds. */
function mostWithin(seconds: number, times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + seconds * 1000).length));
}

it('brings all to READY, none starved, each with one certificate, and exceeds no rate', async () => {
  const requests = await generateAll();
  await untilAll(requests, ({ step }) => step === 'AwaitValidation');
  const asked = effects('RequestCertificate').map(({ at }) => Date.parse(at));
  expect(asked).toHaveLength(12);
  expect(calls.of('CertificateManager.RequestCertificate').length).toBeGreaterThan(12); // some were throttled
  expect(mostWithin(1, asked)).toBeLessThanOrEqual(5 + 5); // ACM: 5 at once, and 5 more in each second

  story.acm.rates.set('DescribeCertificate', { perSecond: 1, burst: 1 }); // others in the account use up the rest
  for (const siteId of SITES) await approve(story, `${PREFIX}.${domainOf(siteId)}`);
  const ready = await untilAll(requests, ({ status }) => status === 'READY');
  expect(ready.map(({ aliases: [alias] }) => alias?.conditions.serving?.status)).toEqual(Array(12).fill('True'));
  expect(effects('RequestCertificate')).toHaveLength(12);

  const writes = effects('UpdateDistribution').map(({ at }) => Date.parse(at));
  expect(writes).toHaveLength(24);
  expect(mostWithin(10, writes)).toBeLessThanOrEqual(3 + 5); // CloudFront: 3 at once, and one more in two seconds
});
