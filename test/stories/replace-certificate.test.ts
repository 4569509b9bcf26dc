/**
 * Trusted domains change: the certificate that serves is outdated, a plan says what a new one would change, and the new one takes its
 * place. Browsers that shake hands at every event and every minute find a valid certificate for every name that is kept.
 */

import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { leftBehind } from '../support/left-behind.ts';
import { mendAll, playToReady } from '../support/play.ts';
import { beginStory, type Story } from '../support/product.ts';
import {
  approveAtOnce,
  browsersOf,
  generate,
  givenActive,
  problemOf,
  SERVED,
  siteOf,
  trust,
} from '../support/replacing.ts';
import { CONTACT, lettersTo } from '../support/validation.ts';

const [WITHOUT_BLOG, BLOG] = [SERVED.slice(0, 4), 'login.blog.example.net'];
const ADDED = 'login.store-1.example.com';
const URLS = [...SITE.trustedSiteUrls.filter((url) => !url.includes('blog')), 'https://store-1.example.com'];

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('replaces the certificate without a gap, hands everything over, and deletes the old one', async () => {
  const old = await givenActive(story);
  await trust(story, URLS);
  mendRecord(story, 'store-1.example.com');
  expect((await siteOf(story)).certificateOutdated).toEqual({
    requestId: old.requestId,
    notCovered: [ADDED],
    noLongerTrusted: [BLOG],
  });

  const refused = await problemOf(generate(story));
  expect(refused).toMatchObject({
    status: 409,
    code: 'OffAirWithoutConsent',
    detail: `These names serve now and would go off the air: ${BLOG}. Nothing was started.`,
    remedy: expect.stringContaining('name each of them in offAir'),
    names: [BLOG],
  });

  const next = await generate(story, { offAir: [BLOG] });
  expect(next).toMatchObject({ replaces: old.requestId, offAir: [BLOG], without: [] });
  await approveAtOnce(story, next.requestId);
  const browsers = browsersOf(story, WITHOUT_BLOG);
  const active = await browsers.until(next.requestId, ({ status }) => status === 'ACTIVE');
  expect(active).toMatchObject({ status: 'ACTIVE', failure: null, failing: null });
  expect(browsers.seen.failed).toEqual([]);
  expect(browsers.seen.serials.size).toBe(2);
  expect(browsers.seen.looks).toBeGreaterThan(5);

  expect(await story.read(old.requestId)).toMatchObject({
    status: 'SUPERSEDED',
    replacedBy: next.requestId,
    failure: null,
  });
  expect(await siteOf(story)).toMatchObject({ apiDomainPrefix: PREFIX, certificateOutdated: null });
  await story.hours(1);
  expect(await leftBehind(story, SITE.siteId)).toEqual({
    claims: expect.arrayContaining([...WITHOUT_BLOG, ADDED]),
    waits: [],
    certificates: [active.certificateArn],
    aliases: [...WITHOUT_BLOG, ADDED],
    certificate: active.certificateArn,
  });
  expect((await leftBehind(story, SITE.siteId)).claims).toHaveLength(5);
  expect((await story.history(next.requestId)).at(-1)?.type).toBe('ExecutionSucceeded');
});
