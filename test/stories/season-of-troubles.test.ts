/**
 * A virtual season in which things go wrong at random, looked at after every event and every hour: each name of an ACTIVE request either
 * serves a valid certificate, or has a condition that says since when not and who must act, but for the time of one glance and its
 * confirmation. Nobody approves the renewal: the certificate ends, and its successor is generated then.
 * A year, of another chance each time: `DAYS=365 SEED=7 npx jest test/stories/season-of-troubles`.
 */
import fc from 'fast-check';
import { type RequestView, viewRequest } from '../../core/view.ts';
import { createTable } from '../../lambdas/clients/table.ts';
import { createRequests } from '../../lambdas/records/requests.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { addValidationRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { REGION } from '../../local/world.ts';
import { changeDistribution } from '../support/stories/distributions.ts';
import { mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const HOUR = 3_600_000;
/** By then the certificate of 100 days has come to its renewal (day 55) and its end, and the next one serves. */
const DAYS = Number(process.env.DAYS ?? 110);
const SEED = Number(process.env.SEED ?? 20261121);
/** E-mail validation is in its last days, certificates have 100 days already. */
const BEGINS = new Date('2027-03-16T09:00:00Z');
const TARGET = 'acme.sslproxy.us1.gigya.com';
/** The glance of the hour, a confirmation, the minute's grid twice, and what caches remember (300 s). */
const TOLD_WITHIN_MS = HOUR + 20 * 60_000;

const ZONES: Record<string, string> = {
  'login.www.example.com': 'example.com',
  'login.shop.example.com': 'example.com',
  'login.www.example.org': 'example.org',
  'login.example.net': 'example.net',
  'login.blog.example.net': 'example.net',
};
const ALIASES = Object.keys(ZONES);

interface Misfortune {
  kind: 'removed' | 'changed' | 'caa' | 'mx' | 'disabled';
  alias: string;
  /** Hours since the beginning. */
  at: number;
  /** Hours until somebody mends it. */
  lasts: number;
}

const MISFORTUNES = fc
  .array(
    fc.record<Misfortune>({
      kind: fc.constantFrom('removed', 'changed', 'caa', 'mx', 'disabled'),
      alias: fc.constantFrom(...ALIASES),
      at: fc.integer({ min: 1, max: (DAYS - 3) * 24 }),
      lasts: fc.integer({ min: 1, max: 24 }),
    }),
    { minLength: Math.floor(DAYS / 20), maxLength: Math.floor(DAYS / 20) },
  )
  .map((all) => all.sort((a, b) => a.at - b.at));

let story: Story;
beforeEach(async () => {
  story = await beginStory({ start: BEGINS });
});
afterEach(() => story.stop());

const now = () => story.world.clock.now().getTime();

async function strike({ kind, alias }: Misfortune): Promise<void> {
  const zone = ZONES[alias] ?? '';
  if (kind === 'removed') story.zones.remove(zone, alias, 'CNAME');
  if (kind === 'changed')
    story.zones.put(zone, { name: alias, type: 'CNAME', ttl: 300, values: ['shops.example.net'] });
  if (kind === 'caa')
    story.zones.put(zone, { name: zone, type: 'CAA', ttl: 300, values: ['0 issue "letsencrypt.org"'] });
  if (kind === 'mx') story.zones.remove(zone, zone, 'MX');
  if (kind === 'disabled') await changeDistribution(story, SITE.siteId, (config) => ({ ...config, Enabled: false }));
}

async function mend({ kind, alias }: Misfortune): Promise<void> {
  const zone = ZONES[alias] ?? '';
  if (kind === 'removed' || kind === 'changed')
    story.zones.put(zone, { name: alias, type: 'CNAME', ttl: 300, values: [TARGET] });
  if (kind === 'caa') story.zones.remove(zone, zone, 'CAA');
  if (kind === 'mx') story.zones.put(zone, { name: zone, type: 'MX', ttl: 300, values: [`10 mail.${zone}`] });
  if (kind === 'disabled') await changeDistribution(story, SITE.siteId, (config) => ({ ...config, Enabled: true }));
}

/** As the world is, whatever the service thinks: the zone's own record, what the edges have, and the certificate's end. */
function serves(alias: string): boolean {
  const record = story.zones.records(ZONES[alias] ?? '').find(({ name, type }) => name === alias && type === 'CNAME');
  const route = story.cloudFront.routes.find(alias);
  const { notAfter = '' } = story.acm.certificates.find(route?.certificateArn ?? '') ?? {};
  return record?.values[0] === TARGET && route?.enabled === true && Date.parse(notAfter) > now();
}

async function activate(wanted?: 'EMAIL'): Promise<string> {
  const { requestId } = await story.generate(PREFIX, 'refuse', wanted);
  const { method } = await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  if (method === 'DNS') {
    // E-mail validation has ended by then.
    const asked = await story.until(requestId, ({ aliases }) =>
      aliases.every((each) => each.validationRecord !== null),
    );
    for (const { validationRecord } of asked.aliases)
      if (validationRecord) addValidationRecord(story, validationRecord);
    await story.until(requestId, ({ status }) => status === 'READY' || status === 'ACTIVE');
  } else await playToReady(story, requestId);
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  await story.settle();
  return requestId;
}

/** As the API shows it, without its door: after each of some thousand events. */
function reader(): (requestId: string) => Promise<RequestView> {
  const credentials = { AWS_ACCESS_KEY_ID: 'reader', AWS_SECRET_ACCESS_KEY: 'simulated', AWS_REGION: REGION };
  const endpoint = `http://127.0.0.1:${story.ports.aws}`;
  const requests = createRequests(createTable({ ...credentials, TABLE_NAME, AWS_ENDPOINT_URL: endpoint }));
  return async (requestId) => viewRequest(await requests.require(requestId), { now: new Date(now()) });
}

it('never has a name off the air that nobody is told of', async () => {
  mendAll(story);
  let requestId = await activate('EMAIL');
  let present = await story.read(requestId);
  let isRead = true;
  const stored = reader();
  story.onInvoked(() => {
    isRead = false;
  });
  const offSince = new Map<string, number>();
  /** Those of them that are told of; what is told later of the same trouble is no detection. */
  const known = new Set<string>();
  const breaches: string[] = [];
  const detections: number[] = [];

  function judge(request: RequestView): void {
    for (const { alias, conditions } of request.aliases) {
      const { serving, dns } = conditions;
      const told = [serving, dns].find((each) => each?.status === 'False');
      if (serves(alias) || request.status !== 'ACTIVE') {
        offSince.delete(alias);
        known.delete(alias);
        continue;
      }
      const since = offSince.get(alias) ?? now();
      offSince.set(alias, since);
      if (told) {
        if (!told.facts.since || told.actor === 'nobody') breaches.push(`${alias}: ${told.message} ${told.actor}`);
        if (now() > since && !known.has(alias)) detections.push(Date.parse(told.lastChange) - since);
        known.add(alias);
      } else if (now() - since > TOLD_WITHIN_MS)
        breaches.push(
          `${alias} is off since ${new Date(since).toISOString()}, untold at ${new Date(now()).toISOString()}`,
        );
    }
  }

  async function look(): Promise<boolean> {
    if (!isRead) present = await stored(requestId);
    isRead = true;
    judge(present);
    return breaches.length > 0;
  }

  /** From event to event, and every hour. */
  async function pass(hours: number): Promise<void> {
    for (let hour = 0; hour < hours; hour++) {
      const end = now() + HOUR;
      while ((story.world.clock.next()?.due.getTime() ?? end) < end) {
        await story.world.clock.jump();
        if (await look()) return;
      }
      await story.world.clock.jumpTo(new Date(end));
      if (await look()) return;
    }
  }

  const [misfortunes = []] = fc.sample(MISFORTUNES, { seed: SEED, numRuns: 1 });
  const acts = misfortunes
    .flatMap((each) => [
      { at: each.at, act: () => strike(each) },
      { at: each.at + each.lasts, act: () => mend(each) },
    ])
    .sort((a, b) => a.at - b.at);
  const began = now();
  const ended: string[] = [];
  for (let hour = 0; hour < DAYS * 24 && breaches.length === 0; hour++) {
    while (acts[0] && acts[0].at <= hour) await acts.shift()?.act();
    await pass(1);
    if (
      present.status === 'EXPIRED' &&
      acts[0]?.at !== hour &&
      misfortunes.every(({ at, lasts }) => hour < at || hour > at + lasts)
    ) {
      ended.push(requestId);
      requestId = await activate();
      present = await story.read(requestId);
    }
  }

  expect(breaches).toEqual([]);
  expect(now() - began).toBeGreaterThanOrEqual(DAYS * 24 * HOUR);
  expect(detections.length).toBeGreaterThan(0);
  expect(Math.max(...detections)).toBeLessThanOrEqual(TOLD_WITHIN_MS);
  // The end was told of five times before it came, and its successor serves.
  const letters = story.mail.mailboxes.list().map(({ subject }) => subject);
  expect(letters.filter((subject) => / days left: \d of 5 names still to be approved/.test(subject))).toHaveLength(5);
  expect(ended).toHaveLength(1);
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTIVE', alongside: [], waitingOn: 'nobody' });
}, 900_000); // some 30 s of a processor's time; a year four times as much
