/** A site is told of its requests: signed, in order, once; through a day without a receiver; under a secret that is changed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { RECEIVER, SITE } from '../../local/scenery.ts';
import { copyAtEachMoment } from '../support/stories/moments.ts';
import { mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { takeWebhooks, told, verifies } from '../support/stories/webhooks.ts';

interface Deliveries {
  deliveries: {
    deliveryId: string;
    type: string;
    state: string;
    nextTryAt: string | null;
    attempts: { at: string; status: number | null; problem: string | null }[];
    answer: string | null;
  }[];
}

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  // No look falls between the last approval and the certificate: that would be told, too.
  story.acm.spans.set('issuance', { least: 1, spread: 1 });
});
afterEach(() => story.stop());

const listed = async () =>
  (await story.call<Deliveries>('GET', `/sites/${SITE.siteId}/webhook/deliveries`)).deliveries.reverse();

it('tells every change of status to the receiver, signed, and to the bus', async () => {
  const onBus: unknown[] = [];
  story.world.subscribe(({ source, detail, ...event }) => {
    if (source === 'certificates' && event['detail-type'] === 'Certificate Status Changed') onBus.push(detail);
  });
  const secret = await takeWebhooks(story);
  mendAll(story);
  const { requestId } = await story.generate('login');
  await playToReady(story, requestId);
  await story.hours(0.1);
  const received = story.receivers.received(RECEIVER);
  expect(told(received).map(({ type, data }) => [type, data.status, data.waitingOn])).toEqual([
    ['certificate.requested', 'PENDING', 'nobody'],
    ['certificate.status_changed', 'ACTION_REQUIRED', 'mailbox owner'],
    ['certificate.status_changed', 'PENDING', 'nobody'], // issued
    ['certificate.status_changed', 'READY', 'site admin'],
  ]);
  expect(received.map((one) => verifies(one, secret))).toEqual(received.map(() => true));
  const [first] = received;
  if (!first) throw new Error('nothing was received');
  expect(first.headers['webhook-id']).toBe(`${requestId}-1`);
  expect(verifies({ ...first, body: first.body.replace('PENDING', 'READY') }, secret)).toBe(false);
  expect(verifies(first, secret, '2026-11-21T10:00:00.000Z')).toBe(false);
  expect(onBus).toEqual(
    told(received).map(({ type, timestamp, data }) => ({ deployment: TABLE_NAME, type, at: timestamp, ...data })),
  );
  expect((await listed()).every(({ state, attempts }) => state === 'delivered' && attempts.length === 1)).toBe(true);
});

it('posts again what a receiver that is down for a day did not take, once each and in the order of the request', async () => {
  await takeWebhooks(story);
  story.receivers.answer(RECEIVER, 503);
  mendAll(story);
  const { requestId } = await story.generate('login');
  await playToReady(story, requestId);
  await story.hours(18.5);
  const [first, ...others] = await listed();
  expect(first).toMatchObject({ state: 'pending', answer: 'simulated answer 503' });
  expect(first?.attempts.map(({ at, problem }) => [at.slice(11, 16), problem])).toEqual(
    ['09:00', '09:01', '09:06', '09:36', '11:36', '16:36', '02:36'].map((at) => [at, 'the receiver answered 503']),
  );
  expect(others.flatMap(({ attempts }) => attempts)).toEqual([]);
  story.receivers.answer(RECEIVER, 204);
  await story.hours(10);
  const taken = story.receivers.received(RECEIVER).filter(({ answered }) => answered === 204);
  const statuses = told(taken).map(({ data }) => data.status);
  expect(statuses).toEqual(['PENDING', 'ACTION_REQUIRED', 'PENDING', 'READY']);
  const seqs = told(taken).map(({ data }) => data.seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  expect((await listed()).map(({ state }) => state)).toEqual(taken.map(() => 'delivered'));
});

it('gives a delivery up after a good day, and makes it again when asked', async () => {
  await takeWebhooks(story);
  story.receivers.answer(RECEIVER, 'hang up');
  const rang: string[] = [];
  story.alarms.onRinging(({ name }) => rang.push(name));
  await story.generate('login', 'wait');
  await story.hours(30);
  expect(rang).toEqual(['WebhooksDead']);
  expect(story.alarms.ringing()).toEqual([]);
  const [dead] = await listed();
  expect(dead).toMatchObject({ state: 'dead', nextTryAt: null });
  expect(dead?.attempts.map(({ status, problem }) => [status, problem])).toEqual(
    Array(8).fill([null, 'no answer (ECONNRESET)']),
  );
  story.receivers.answer(RECEIVER, 200);
  const path = `/sites/${SITE.siteId}/webhook/deliveries/${dead?.deliveryId}/replay`;
  expect(await story.call('POST', path)).toMatchObject({ state: 'pending', attempts: [] });
  await story.settle();
  expect((await listed())[0]).toMatchObject({ state: 'delivered', attempts: [{ status: 200, problem: null }] });
  await expect(story.call('POST', path.replace(/req-[^/]+/, 'req-1-1'))).rejects.toThrow(
    'There is no delivery req-1-1',
  );
});

it('gives up at once where the receiver says that it is gone', async () => {
  await takeWebhooks(story);
  story.receivers.answer(RECEIVER, 410);
  await story.generate('login', 'wait');
  await story.hours(0.1);
  expect(await listed()).toMatchObject([
    { state: 'dead', attempts: [{ status: 410, problem: 'the receiver is gone for good (410)' }] },
    { state: 'dead' },
  ]);
});

it('signs by both secrets for a day after a new one was made', async () => {
  const before = await takeWebhooks(story);
  const { secret, previousUntil } = await story.call<{ secret: string; previousUntil: string }>(
    'POST',
    `/sites/${SITE.siteId}/webhook/secret`,
  );
  expect(previousUntil).toBe('2026-11-22T09:00:00.000Z');
  const test = () => story.call('POST', `/sites/${SITE.siteId}/webhook/test`);
  expect(await test()).toEqual({ delivered: true, status: 204, problem: null, answer: '' });
  await story.hours(25);
  await test();
  const [during, after] = story.receivers.received(RECEIVER);
  if (!during || !after) throw new Error('two tests were posted');
  expect([before, secret].map((each) => verifies(during, each))).toEqual([true, true]);
  expect([before, secret].map((each) => verifies(after, each))).toEqual([false, true]);
});

it('posts to no place that the Internet does not lead to, and says so', async () => {
  await expect(takeWebhooks(story, 'https://169.254.169.254/latest/meta-data')).rejects.toThrow(
    'must be an https:// address of a host name',
  );
  story.zones.put('example.com', { name: 'inside.example.com', type: 'A', ttl: 60, values: ['127.0.0.1', '10.0.0.7'] });
  story.zones.put('example.com', { name: 'meta.example.com', type: 'CNAME', ttl: 60, values: ['md.example.com'] });
  story.zones.put('example.com', { name: 'md.example.com', type: 'A', ttl: 60, values: ['169.254.169.254'] });
  const problems: unknown[] = [];
  for (const host of ['inside', 'meta', 'nowhere']) {
    await takeWebhooks(story, `https://${host}.example.com/`);
    problems.push((await story.call<{ problem: string }>('POST', `/sites/${SITE.siteId}/webhook/test`)).problem);
  }
  expect(problems).toEqual([
    'inside.example.com leads to 127.0.0.1, 10.0.0.7: no public address, and nothing is posted there',
    'meta.example.com leads to 169.254.169.254: no public address, and nothing is posted there',
    'nowhere.example.com has no IPv4 address (NXDOMAIN)',
  ]);
  expect(story.receivers.received()).toEqual([]);
});

it.each([
  ['does not take an event', 'drop'],
  ['takes an event and does not say so', 'lose'],
] as const)('loses nothing and posts nothing twice where the bus %s', async (_, kind) => {
  await takeWebhooks(story);
  story.faults.add({ service: 'eventbridge', operation: 'PutEvents', kind, times: 7 });
  await story.generate('login', 'wait');
  await story.hours(1);
  expect(told(story.receivers.received(RECEIVER)).map(({ data }) => data.status)).toEqual([
    'PENDING',
    'ACTION_REQUIRED',
  ]);
});

describe('killed when a notice is on the bus and its delivery not stored yet', () => {
  const MOMENTS = ['unheard PutEvents 1', 'unheard PutEvents 3'];
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'webhooks-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('posts every notice all the same, once and in order', async () => {
    const folder = join(root, 'undisturbed');
    const first = await beginStory({ folder });
    await takeWebhooks(first);
    const seen = copyAtEachMoment(first.world, folder, root, (moment) => MOMENTS.includes(moment));
    const { requestId } = await first.generate('login', 'wait');
    await playAlike(first, requestId);
    await first.hours(0.1);
    const undisturbed = first.receivers.received(RECEIVER).map(({ headers }) => headers['webhook-id']);
    await first.stop();
    expect([...seen]).toEqual(MOMENTS);
    for (const moment of MOMENTS) {
      const again = await beginStory({ folder: join(root, moment) });
      await playAlike(again, requestId);
      await again.hours(0.1);
      const ids = again.receivers.received(RECEIVER).map(({ headers }) => headers['webhook-id']);
      expect(ids).toEqual(undisturbed);
      await again.stop();
    }
  });
});

/** To READY. From the approvals on, whatever takes time takes as long in every world. */
async function playAlike(world: Story, requestId: string): Promise<void> {
  await play(world, requestId, ({ step }) => step === 'AwaitValidation');
  world.world.random.skipTo(1_000_000);
  await playToReady(world, requestId);
}
