/**
 * Trusted domains change: the certificate that serves is outdated, a plan says what a new one would change, and the new one takes its
 * place. Browsers that shake hands at every event and every minute find a valid certificate for every name that is kept.
 */
import type { PlanAnswer } from '../../core/api/answers-certificates.ts';
import type { RequestView } from '../../core/view.ts';
import { transitionsOf } from '../../local/history.ts';
import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { describeExecution, leftBehind } from '../support/stories/left-behind.ts';
import { cancel, play } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import {
  approveAtOnce,
  browsersOf,
  changeAliases,
  generate,
  givenActive,
  problemOf,
  SERVED,
  siteOf,
  trust,
} from '../support/stories/replacing.ts';
import { CONTACT, lettersTo } from '../support/stories/validation.ts';

const [BLOG, ADDED] = ['login.blog.example.net', 'login.store-1.example.com'];
const KEPT = SERVED.filter((alias) => alias !== BLOG);
const KEPT_URLS = SITE.trustedSiteUrls.filter((url) => !url.includes('blog'));
const URLS = [...KEPT_URLS, 'https://store-1.example.com'];

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const servingOf = ({ aliases }: RequestView, name: string) =>
  aliases.find(({ alias }) => alias === name)?.conditions.serving;
const left = () => leftBehind(story, SITE.siteId);

it('replaces the certificate without a gap, hands everything over, and deletes the old one', async () => {
  const old = await givenActive(story);
  await trust(story, URLS);
  mendRecord(story, 'store-1.example.com');
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
  const browsers = browsersOf(story, KEPT);
  await browsers.until(next.requestId, ({ step }) => step === 'AwaitValidation');
  await approveAtOnce(story, next.requestId);
  const active = await browsers.until(next.requestId, ({ status }) => status === 'ACTIVE');
  await browsers.until(next.requestId, ({ step }) => step === 'FinishReplacement');
  expect(active).toMatchObject({ status: 'ACTIVE', failure: null, failing: null });
  expect(browsers.seen.failed).toEqual([]);
  expect(browsers.seen.serials.size).toBe(2);
  expect(browsers.seen.looks).toBeGreaterThan(10);

  expect(await story.read(old.requestId)).toMatchObject({
    status: 'SUPERSEDED',
    replacedBy: next.requestId,
    failure: null,
  });
  expect(await siteOf(story)).toMatchObject({ apiDomainPrefix: PREFIX, certificateOutdated: null });
  await story.hours(1);
  const { claims, ...rest } = await left();
  expect(claims.sort()).toEqual([...KEPT, ADDED].sort());
  expect(rest).toEqual({
    waits: [],
    certificates: [active.certificateArn],
    aliases: [...KEPT, ADDED],
    certificate: active.certificateArn,
  });
  expect(await describeExecution(story, next.requestId)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await story.call('GET', '/orphans')).toEqual({
    orphans: [
      {
        kind: 'name',
        id: BLOG,
        why: 'It leads to acme.sslproxy.us1.gigya.com, and nobody serves it. Whoever manages its DNS removes the CNAME, or site acme generates again with it.',
        safe: false,
      },
    ],
  });
  expect(transitionsOf(await story.history(next.requestId))).toBeLessThanOrEqual(27);
});

it('says what it would change, who must act and what stands already, and starts nothing', async () => {
  await givenActive(story);
  await trust(story, URLS);
  mendRecord(story, 'store-1.example.com');
  const path = `/sites/${SITE.siteId}/plan`;
  const plan = await story.call<PlanAnswer>('POST', path, {});
  expect(plan).toMatchObject({
    prefix: PREFIX,
    method: 'EMAIL',
    added: [ADDED],
    kept: KEPT,
    removed: [BLOG],
    records: [],
    findings: { clean: true, blocked: [] },
    plan: { names: 5, certificatesLastYear: 1, problems: [] },
  });
  expect(plan.mails[0]).toEqual({
    validationDomain: 'example.com',
    addresses: ['admin', 'administrator', 'hostmaster', 'postmaster', 'webmaster'].map((box) => `${box}@example.com`),
    aliases: ['login.www.example.com', 'login.shop.example.com', ADDED],
  });
  const now = story.world.clock.now().getTime();
  expect(Date.parse(plan.finish.earliest)).toBeLessThan(now + 3_600_000);
  expect(Date.parse(plan.finish.latest)).toBeGreaterThan(now + 72 * 3_600_000);

  const less = await story.call<PlanAnswer>('POST', path, { method: 'DNS', without: [ADDED] });
  expect(less).toMatchObject({ method: 'DNS', added: [], without: [ADDED], mails: [] });
  expect(less.records).toEqual(KEPT.map((alias) => ({ alias, record: null, inPlace: false })));
  const { certificates } = await story.call<{ certificates: unknown[] }>('GET', `/sites/${SITE.siteId}/certificates`);
  expect(certificates).toHaveLength(1);
});

it('recognises validation records that an earlier request was told and that still stand', async () => {
  await givenActive(story, 'DNS');
  const { records } = await story.call<PlanAnswer>('POST', `/sites/${SITE.siteId}/plan`, { method: 'DNS' });
  expect(records).toHaveLength(5);
  for (const { record, inPlace } of records) expect([record?.type, inPlace]).toEqual(['CNAME', true]);
});

it('tells the contacts once of all changes within a quarter of an hour, and nothing of what was taken back', async () => {
  const { requestId } = await givenActive(story);
  const letters = () =>
    lettersTo(story, CONTACT).filter(({ subject }) => subject.startsWith('Trusted domains changed'));
  expect(await siteOf(story)).toMatchObject({ certificateOutdated: null });
  await trust(story, [...SITE.trustedSiteUrls, 'https://store-1.example.com']);
  await story.hours(0.1);
  const outdated = { requestId, notCovered: [ADDED], noLongerTrusted: [BLOG] };
  expect(await trust(story, URLS)).toMatchObject({ certificateOutdated: outdated });
  expect(await siteOf(story)).toMatchObject({ certificateOutdated: outdated });
  expect(letters()).toEqual([]);

  await story.hours(1);
  expect(letters()).toHaveLength(1);
  expect(letters()[0]?.text).toContain(`These names are not in it, so they do not serve:\n  ${ADDED}`);
  expect(letters()[0]?.text).toContain(`their domains are not trusted any more:\n  ${BLOG}`);

  await trust(story, SITE.trustedSiteUrls);
  await story.hours(1);
  expect(letters()).toHaveLength(1);
  await trust(story, URLS);
  await story.hours(1);
  expect(letters()).toHaveLength(2);
});

it('goes back at once when a name that served before does not, and ends as a failure that says so', async () => {
  const old = await givenActive(story);
  const before = await left();
  await trust(story, URLS);
  mendRecord(story, 'store-1.example.com');
  const { requestId } = await generate(story, { offAir: [BLOG] });
  const browsers = browsersOf(story, KEPT);
  await approveAtOnce(story, requestId);
  await browsers.until(requestId, ({ step }) => step === 'AwaitDeployment');
  expect(servingOf(await story.read(old.requestId), BLOG)).toMatchObject({
    status: 'False',
    reason: 'TakenOffAir',
    facts: { requestId },
  });
  story.zones.put('example.org', {
    name: 'login.www.example.org',
    type: 'CNAME',
    ttl: 300,
    values: ['nowhere.example.org'],
  });

  const failed = await browsers.until(requestId, ({ status }) => status === 'FAILED');
  expect(failed.failure).toMatchObject({
    reason: 'SwappedBack',
    actor: 'site admin',
    message: expect.stringContaining('With the new certificate login.www.example.org did not serve any more'),
  });
  expect(browsers.seen.failed).toEqual([]);
  expect((await left()).aliases).toEqual(before.aliases);
  expect(await left()).toEqual({ ...before, claims: expect.arrayContaining(before.claims) });
  const back = await story.read(old.requestId);
  expect(back).toMatchObject({ status: 'ACTIVE', replacedBy: null });
  expect(servingOf(back, BLOG)).toMatchObject({ status: 'True', reason: 'Serves' });
  expect(await siteOf(story)).toMatchObject({ apiDomainPrefix: PREFIX });
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'FAILED', error: 'SwappedBack' });
  const letters = lettersTo(story, CONTACT).filter(({ subject }) => subject.startsWith('No certificate'));
  expect(letters[0]?.text).toContain('Check that the DNS record of each still points to the CNAME target');

  mendRecord(story, 'www.example.org');
  await story.hours(1);
  const again = await generate(story, { offAir: [BLOG] });
  await approveAtOnce(story, again.requestId);
  expect(await play(story, again.requestId, ({ status }) => status === 'ACTIVE')).toMatchObject({ failure: null });
});

it('swaps nothing when a name has come on the air meanwhile that nobody has consented to', async () => {
  const old = await givenActive(story);
  await trust(story, KEPT_URLS);
  await changeAliases(story, (aliases) => aliases.filter((alias) => alias !== BLOG));
  const { requestId } = await generate(story);
  await story.until(requestId, ({ step }) => step === 'AwaitValidation');
  await changeAliases(story, (aliases) => [...aliases, BLOG]);
  await approveAtOnce(story, requestId);
  const failed = await story.until(requestId, ({ status }) => status === 'FAILED');
  expect(failed.failure).toMatchObject({
    reason: 'OffAirWithoutConsent',
    message: `The new certificate was not put on. On the air now, not in it, and without consent to go off the air: ${BLOG}. Everything serves as before.`,
  });
  expect(await left()).toMatchObject({
    certificates: [old.certificateArn],
    certificate: old.certificateArn,
    aliases: SERVED,
  });

  const again = await generate(story, { offAir: [BLOG] });
  await approveAtOnce(story, again.requestId);
  expect(await play(story, again.requestId, ({ status }) => status === 'ACTIVE')).toMatchObject({ failure: null });
});

it.each(['AwaitValidation', 'AwaitDeployment'])('leaves everything as it was when canceled in %s', async (step) => {
  const old = await givenActive(story);
  const before = await left();
  await trust(story, URLS);
  mendRecord(story, 'store-1.example.com');
  const { requestId } = await generate(story, { offAir: [BLOG] });
  const browsers = browsersOf(story, KEPT);
  const there = await play(story, requestId, (request) => request.step === step);
  expect(there.step).toBe(step);
  await cancel(story, requestId);
  await browsers.until(requestId, ({ status }) => status === 'CANCELED');
  expect(browsers.seen.failed).toEqual([]);
  expect(await left()).toEqual(before);
  expect(await story.read(old.requestId)).toMatchObject({ status: 'ACTIVE' });
});

it('replaces one prefix by another only with consent to every name, and takes it out of the settings', async () => {
  const old = await givenActive(story);
  for (const alias of SERVED) {
    const name = `api.${alias.slice(PREFIX.length + 1)}`;
    const zone = story.zones.zoneOf(name);
    story.zones.put(zone?.name ?? '', {
      name,
      type: 'CNAME',
      ttl: 300,
      values: [`${SITE.siteId}.sslproxy.us1.gigya.com`],
    });
  }
  expect(await problemOf(generate(story, { prefix: 'api', offAir: SERVED.slice(1) }))).toMatchObject({
    names: [SERVED[0]],
  });
  const { requestId } = await generate(story, { prefix: 'api', offAir: SERVED });
  await approveAtOnce(story, requestId);
  expect(await play(story, requestId, ({ status }) => status === 'READY')).toMatchObject({ failure: null });
  expect(await story.read(old.requestId)).toMatchObject({ status: 'SUPERSEDED' });
  expect(await siteOf(story)).toMatchObject({ apiDomainPrefix: null, certificateOutdated: null });
  expect((await left()).claims.sort()).toEqual(SERVED.map((alias) => alias.replace(PREFIX, 'api')).sort());
});
