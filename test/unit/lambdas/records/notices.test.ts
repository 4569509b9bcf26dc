import { createDeliveries, deliveryItem } from '../../../../lambdas/records/deliveries.ts';
import { createNotices } from '../../../../lambdas/records/notices.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const waiting = async () =>
  (await createNotices(scene.table).outbox(100, new Date(NOW))).notices.map(({ seq, type }) => [seq, type]);

/** The first event asks, the second changes no more than a letter. */
async function given() {
  await scene.givenSite();
  await scene.givenRequest();
  await change({ waitingOn: 'customer DNS' });
}

function change(set: object) {
  const told = { type: 'Parked' as const, at: NOW, by: 'service', text: 'x', set };
  return scene.requests.change(REQUEST_ID, () => told);
}

it('stand in the outbox with the event that they tell of, in its order', async () => {
  await given();
  await change({ letters: ['validation asked'] });
  await change({ status: 'ACTION_REQUIRED' });
  expect(await waiting()).toEqual([
    [1, 'certificate.requested'],
    [2, 'certificate.actor_changed'],
    [4, 'certificate.status_changed'],
  ]);
});

it('are gone when they were told, in one stroke with their delivery', async () => {
  await given();
  const notices = createNotices(scene.table);
  for (const notice of (await notices.outbox(100, new Date(NOW))).notices) {
    await notices.told(notice, notice.seq === 2 ? deliveryItem(notice, new Date(NOW)) : undefined);
    await notices.told(notice, deliveryItem(notice, new Date('2026-11-21T11:00:00.000Z'))); // another watch, a little late
  }
  expect(await waiting()).toEqual([]);
  expect(await createDeliveries(scene.table).pending(REQUEST_ID)).toMatchObject([
    { deliveryId: `${REQUEST_ID}-2`, createdAt: NOW },
  ]);
});
