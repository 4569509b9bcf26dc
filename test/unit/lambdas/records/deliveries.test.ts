import type { Notice } from '../../../../core/notice.ts';
import { createDeliveries, type Deliveries, deliveryItem } from '../../../../lambdas/records/deliveries.ts';
import { createNotices } from '../../../../lambdas/records/notices.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let deliveries: Deliveries;
beforeEach(() => {
  deliveries = createDeliveries(scene.table);
});

const outbox = (time: string) => createNotices(scene.table).outbox(100, at(time));
const at = (time: string) => new Date(`2026-11-21T${time}.000Z`);
const FAILED = { at: at('10:00:00').toISOString(), status: 503, problem: 'the receiver answered 503' };

function given(seq: number, requestId = 'req-1', time = '10:00:00') {
  const notice = { type: 'certificate.requested', siteId: 'acme', requestId, seq } as Notice;
  return scene.table.put(deliveryItem(notice, at(time)));
}

async function first() {
  const [found] = await deliveries.pending('req-1');
  if (!found) throw new Error('nothing is pending');
  return found;
}

it('are due at once, and pending in the order of their events', async () => {
  await given(12);
  await given(4);
  await given(1, 'req-2', '10:00:30');
  expect((await deliveries.pending('req-1')).map(({ deliveryId }) => deliveryId)).toEqual(['req-1-4', 'req-1-12']);
  expect(await outbox('10:00:00')).toEqual({ notices: [], due: ['req-1'] });
  expect(await outbox('10:01:00')).toEqual({ notices: [], due: ['req-1', 'req-2'] });
});

it('are claimed by one at a time', async () => {
  await given(4);
  const read = await first();
  expect(await deliveries.claim(read, at('10:00:05'))).toMatchObject({ dueAt: '2026-11-21T10:01:35.000Z' });
  expect(await deliveries.claim(read, at('10:00:05'))).toBeUndefined();
});

it('wait behind one that is tried again later', async () => {
  await given(4);
  await given(5);
  const claimed = await deliveries.claim(await first(), at('10:00:00'));
  if (!claimed) throw new Error('it was free');
  await deliveries.tried(claimed, FAILED, 'sorry', at('10:05:00'));
  const [head, ...others] = await deliveries.pending('req-1');
  expect(head).toMatchObject({
    state: 'pending',
    attempts: [FAILED],
    answer: 'sorry',
    dueAt: at('10:05:00').toISOString(),
  });
  await deliveries.waitBehind(others, at('10:05:00').toISOString());
  expect(await outbox('10:04:00')).toMatchObject({ due: [] });
});

it('are dead when no try is left, listed for a month, and made again when asked', async () => {
  await given(4);
  const claimed = await deliveries.claim(await first(), at('10:00:00'));
  if (!claimed) throw new Error('it was free');
  await deliveries.tried(claimed, FAILED, null, undefined);
  expect(await deliveries.pending('req-1')).toEqual([]);
  expect(await outbox('23:00:00')).toEqual({ notices: [], due: [] });
  const [dead] = await deliveries.list('acme');
  expect(dead).toMatchObject({ state: 'dead', dueAt: null });
  const item = await scene.table.get({ pk: 'DELIVERIES#req-1', sk: '000004' });
  expect(item?.expiresAt).toBe(at('10:00:00').getTime() / 1000 + 30 * 24 * 3600);
  if (dead) await deliveries.again(dead, at('12:00:00'));
  expect(await first()).toMatchObject({ state: 'pending', attempts: [], begunAt: at('12:00:00').toISOString() });
  expect((await outbox('12:00:00')).due).toEqual(['req-1']);
  expect(await scene.table.get({ pk: 'DELIVERIES#req-1', sk: '000004' })).not.toHaveProperty('expiresAt');
});

it('are not made again once they are removed', async () => {
  await given(4);
  const read = await first();
  await scene.table.delete({ pk: 'DELIVERIES#req-1', sk: '000004' });
  expect(await deliveries.again(read, at('12:00:00'))).toBeUndefined();
  expect(await outbox('23:00:00')).toEqual({ notices: [], due: [] });
});

it('are found by their id, of their own site only', async () => {
  await given(4);
  expect(await deliveries.find('acme', 'req-1-4')).toMatchObject({ requestId: 'req-1' });
  for (const [siteId, id] of [
    ['other', 'req-1-4'],
    ['acme', 'req-1-5'],
    ['acme', 'nonsense'],
  ] as const)
    expect(await deliveries.find(siteId, id)).toBeUndefined();
});
