import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { createEvents } from '../../../../lambdas/clients/events.ts';
import { createDeliveries } from '../../../../lambdas/records/deliveries.ts';
import { createNotices } from '../../../../lambdas/records/notices.ts';
import { tellNotices } from '../../../../lambdas/watch/notices.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const bus = strictMock(EventBridgeClient);

async function given(webhookUrl?: string) {
  await scene.givenSite(webhookUrl === undefined ? {} : { webhookUrl });
  await scene.givenRequest({ waitingOn: 'customer DNS' });
  const told = { type: 'Parked' as const, at: NOW, by: 'service', text: 'x' };
  await scene.requests.change(REQUEST_ID, () => ({ ...told, set: { status: 'ACTION_REQUIRED' } }));
}

const notices = () => createNotices(scene.table);
const deliveries = () => createDeliveries(scene.table);
const now = new Date(NOW);
const tell = async (isOver = () => false) => {
  const telling = { notices: notices(), sites: scene.sites, events: createEvents(scene.env) };
  await tellNotices(telling, await notices().outbox(100, now), now, isOver);
};
const waiting = async () => (await notices().outbox(100, new Date(NOW))).notices.map(({ seq }) => seq);
const put = () =>
  callsOf(bus).map(([, input]) =>
    (input as { Entries: { DetailType: string; Detail: string }[] }).Entries.map(({ DetailType, Detail }) => [
      DetailType,
      JSON.parse(Detail).seq,
    ]),
  );

it('tells a site without a webhook on the bus alone', async () => {
  await given();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  await tell();
  expect(put()).toEqual([
    [
      ['Certificate Status Changed', 1],
      ['Certificate Status Changed', 2],
      ['Certificate Status Changed', 3],
    ],
  ]);
  expect(await waiting()).toEqual([]);
  expect(await deliveries().pending(REQUEST_ID)).toEqual([]);
});

it('leaves in the outbox what there is no time for', async () => {
  await given();
  await tell(() => true);
  expect(await waiting()).toEqual([1, 2, 3]);
});

it('makes a delivery of each notice where there is one, and wakes notify once a request', async () => {
  await given('https://hooks.example.com/');
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  await tell();
  expect(put().at(-1)).toEqual([['Webhook Delivery Due', undefined]]);
  expect((await deliveries().pending(REQUEST_ID)).map(({ deliveryId }) => deliveryId)).toEqual(
    [1, 2, 3].map((seq) => `${REQUEST_ID}-${seq}`),
  );
});

it('tells nothing of a request after what the bus did not take, and goes on there the next time', async () => {
  await given();
  const taken = { EventId: 'e' };
  bus
    .on(PutEventsCommand)
    .resolvesOnce({ FailedEntryCount: 1, Entries: [taken, { ErrorCode: 'ThrottlingException' }, taken] })
    .resolves({ FailedEntryCount: 0 });
  await tell();
  expect(await waiting()).toEqual([2, 3]);
  await tell();
  expect(await waiting()).toEqual([]);
});

it('asks the bus nothing where there is nothing to tell', async () => {
  await tell();
  expect(callsOf(bus)).toEqual([]);
});
