/** What serves is looked after: troubles are told before they hurt, by record and date, once; and taken back when they are mended. */
import type { RequestView } from '../../core/view.ts';
import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { changeDistribution } from '../support/stories/distributions.ts';
import { mendAll, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const ALIAS = 'login.www.example.com';
/** The glance of the hour, its confirmation, and what caches remember. */
const TOLD_WITHIN_MS = 3_600_000 + 17 * 60_000;

let story: Story;
let requestId: string;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
  ({ requestId } = await story.generate(PREFIX));
  await playToReady(story, requestId);
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  await story.hours(1); // the first look finds all well
});
afterEach(() => story.stop());

function conditionOf(request: RequestView, name: 'dns' | 'caa' | 'mail' | 'serving', alias = ALIAS) {
  const found = request.aliases.find((each) => each.alias === alias)?.conditions[name];
  if (!found) throw new Error(`${alias} has no condition ${name}`);
  return found;
}

const now = () => story.world.clock.now().getTime();
const letters = () => story.mail.mailboxes.list().filter(({ subject }) => /need somebody's attention$/.test(subject));
const checkAgain = () => story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/check-again`);
const untilDegraded = () => story.until(requestId, ({ alongside }) => alongside.includes('DEGRADED'));
const untilWell = () => story.until(requestId, ({ alongside }) => alongside.length === 0);

it('tells of a CNAME that is gone, who must put back which record, and takes it back', async () => {
  const gone = now();
  story.zones.remove('example.com', ALIAS, 'CNAME');
  const request = await untilDegraded();
  expect(now() - gone).toBeLessThanOrEqual(TOLD_WITHIN_MS);
  expect(request).toMatchObject({
    status: 'ACTIVE',
    alongside: ['DEGRADED'],
    waitingOn: 'customer DNS',
    deadline: null,
  });
  expect(conditionOf(request, 'dns')).toMatchObject({
    status: 'False',
    reason: 'CnameMissing',
    message: `${ALIAS} has no DNS record.`,
  });
  expect(conditionOf(request, 'serving')).toMatchObject({
    status: 'False',
    reason: 'ServingLostByDns',
    actor: 'customer DNS',
  });
  const since = conditionOf(request, 'serving').facts.since ?? '';
  expect(Date.parse(since)).toBeGreaterThan(gone);
  await story.hours(30);
  expect(letters()).toHaveLength(1);
  expect(letters()[0]?.text).toContain(`adds the record: ${ALIAS} CNAME acme.sslproxy.us1.gigya.com`);
  expect(conditionOf(await story.read(requestId), 'serving').facts.since).toBe(since);

  mendRecord(story, 'www.example.com');
  expect(await untilWell()).toMatchObject({ status: 'ACTIVE', waitingOn: 'nobody', deadline: null });
  expect(conditionOf(await story.read(requestId), 'serving').reason).toBe('Serves');
  expect(letters()).toHaveLength(1);
});

it('tells that a renewal will fail, by date, when CAA turns against Amazon and when the MX of a validation domain goes', async () => {
  story.zones.put('example.com', { name: 'example.com', type: 'CAA', ttl: 300, values: ['0 issue "letsencrypt.org"'] });
  story.zones.remove('example.org', 'example.org', 'MX');
  const request = await untilDegraded();
  const { notAfter } = request;
  const renewal = new Date(Date.parse(notAfter ?? '') - 45 * 86_400_000).toISOString();
  expect(request).toMatchObject({ status: 'ACTIVE', waitingOn: 'customer DNS', deadline: renewal });
  expect(conditionOf(request, 'caa')).toMatchObject({
    reason: 'CaaForbidsRenewal',
    message: `CAA forbids Amazon to issue for ${ALIAS} (at example.com: 0 issue "letsencrypt.org"): AWS cannot renew the certificate, which it tries from ${renewal} on.`,
    remedy: `Whoever manages the DNS of example.com adds: example.com CAA 0 issue "amazon.com". Best before ${renewal}; after that AWS tries again by itself. The present certificate serves until ${notAfter}.`,
  });
  expect(conditionOf(request, 'mail', 'login.www.example.org')).toMatchObject({
    reason: 'MailRouteGone',
    facts: { validationDomain: 'example.org', found: 'no MX record', renewal, notAfter },
  });
  expect(conditionOf(request, 'serving').reason).toBe('Serves');
  expect(letters()).toHaveLength(1);

  story.zones.remove('example.com', 'example.com', 'CAA');
  story.zones.put('example.org', { name: 'example.org', type: 'MX', ttl: 300, values: ['10 mail.example.org'] });
  await untilWell();
  expect(conditionOf(await story.read(requestId), 'caa').reason).toBe('CaaAllows');
});

it('tells on-call, and not the customer, when somebody has disabled the distribution', async () => {
  await changeDistribution(story, SITE.siteId, (config) => ({ ...config, Enabled: false }));
  const request = await untilDegraded();
  expect(request).toMatchObject({ status: 'ACTIVE', waitingOn: 'vendor on-call', deadline: null });
  expect(conditionOf(request, 'dns').reason).toBe('CnameCorrect');
  expect(conditionOf(request, 'serving')).toMatchObject({ reason: 'ServingLost', actor: 'vendor on-call' });
  expect(request.aliases.every(({ conditions }) => conditions.serving?.reason === 'ServingLost')).toBe(true);
  expect(story.alarms.ringing()).toEqual(['NamesNotServing']);

  await changeDistribution(story, SITE.siteId, (config) => ({ ...config, Enabled: true }));
  expect(await untilWell()).toMatchObject({ status: 'ACTIVE', waitingOn: 'nobody' });
  expect(story.alarms.ringing()).toEqual([]);
});

it('tells nobody of what one look only has seen', async () => {
  story.zones.put('example.com', { name: 'example.com', type: 'CAA', ttl: 300, values: ['0 issue "letsencrypt.org"'] });
  await checkAgain();
  await story.settle();
  story.zones.remove('example.com', 'example.com', 'CAA');
  await story.hours(24);
  const history = await story.call<{ events: { type: string }[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates/${requestId}/history`,
  );
  expect(history.events.filter(({ type }) => type === 'HealthLooked')).toEqual([]);
  expect(letters()).toEqual([]);
});

it('looks at once when a person asks, and says when it looks next', async () => {
  story.zones.remove('example.com', ALIAS, 'CNAME');
  await untilDegraded();
  expect((await story.read(requestId)).nextCheckAt).not.toBeNull();
  mendRecord(story, 'www.example.com');
  const asked = now();
  await checkAgain();
  await untilWell();
  expect(now() - asked).toBeLessThanOrEqual(30 * 60_000);
});
