import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Notice } from '../../../../../core/notice.ts';
import { create } from '../../../../../lambdas/api/api.ts';
import { createDeliveries, deliveryItem } from '../../../../../lambdas/records/deliveries.ts';
import { type ApiCall, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { NOW, REQUEST_ID } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const bus = strictMock(EventBridgeClient);
const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);

async function givenDelivery(seq: number, siteId = 'acme') {
  const notice = { type: 'certificate.requested', siteId, requestId: REQUEST_ID, seq } as Notice;
  await scene.table.put(deliveryItem(notice, new Date(Date.parse(NOW) + seq)));
}

it('makes a secret, and shows it this once', async () => {
  await scene.givenSite();
  const made = await call('POST /sites/acme/webhook/secret');
  expect(made).toMatchObject({ status: 200, body: { previousUntil: null } });
  expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const again = await call('POST /sites/acme/webhook/secret');
  expect(again.body.previousUntil).toBe('2026-11-22T10:00:00.000Z');
  expect(JSON.stringify((await call('GET /sites/acme')).body)).not.toMatch(/secret|sealed/i);
});

it('keeps no answer with a secret or a link for an Idempotency-Key', async () => {
  await scene.givenRequest();
  const headers = { 'idempotency-key': 'k-1' };
  for (const path of ['webhook/secret', `certificates/${REQUEST_ID}/instructions`])
    expect((await call(`POST /sites/acme/${path}`, { headers })).body).toMatchObject({ code: 'InvalidParameter' });
});

it('says what a test lacks', async () => {
  await scene.givenSite();
  const test = async () => (await call('POST /sites/acme/webhook/test')).body.detail;
  expect(await test()).toBe('Site acme has no webhook address.');
  await scene.sites.change('acme', (site) => ({ ...site, webhookUrl: 'https://169.254.169.254/' }));
  expect(await test()).toBe('Site acme has no webhook secret.');
  await call('POST /sites/acme/webhook/secret');
  expect((await call('POST /sites/acme/webhook/test')).body).toEqual({
    delivered: false,
    status: null,
    problem: '169.254.169.254 is no public address, and nothing is posted there',
    answer: null,
  });
});

it('lists the deliveries of a site, newest first, page by page', async () => {
  await scene.givenSite();
  for (const seq of [1, 2, 3]) await givenDelivery(seq);
  await givenDelivery(4, 'other');
  const first = await call('GET /sites/acme/webhook/deliveries', { query: { limit: '2' } });
  expect(first.body.deliveries).toMatchObject([
    { deliveryId: `${REQUEST_ID}-3`, state: 'pending', attempts: [], answer: null },
    { deliveryId: `${REQUEST_ID}-2` },
  ]);
  const rest = await call('GET /sites/acme/webhook/deliveries', { query: { cursor: first.body.nextCursor } });
  expect(rest.body).toMatchObject({ deliveries: [{ deliveryId: `${REQUEST_ID}-1` }], nextCursor: null });
});

it('makes a dead delivery again, and wakes notify', async () => {
  await scene.givenSite({ webhookUrl: 'https://hooks.example.com/' });
  await call('POST /sites/acme/webhook/secret');
  await givenDelivery(1);
  const deliveries = createDeliveries(scene.table);
  const [pending] = await deliveries.pending(REQUEST_ID);
  const failed = { at: NOW, status: 500, problem: 'the receiver answered 500' };
  if (pending) await deliveries.tried(pending, failed, null, undefined);
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  const replayed = await call(`POST /sites/acme/webhook/deliveries/${REQUEST_ID}-1/replay`);
  expect(replayed).toMatchObject({ status: 202, body: { state: 'pending', nextTryAt: NOW, attempts: [] } });
  expect(callsOf(bus)).toMatchObject([
    ['PutEvents', { Entries: [{ Detail: expect.stringContaining(`"requestId":"${REQUEST_ID}"`) }] }],
  ]);
  expect((await call('POST /sites/acme/webhook/deliveries/req-9-9/replay')).body.code).toBe('DeliveryUnknown');
});

it('limits how often one address opens links', async () => {
  const api = scene.made(create, { CALLS_PER_MINUTE: '2' });
  const open = () => callApi(api, 'GET /instructions', { query: { token: 'x' }, headers: { authorization: '' } });
  for (let n = 0; n < 2; n++) expect((await open()).body.code).toBe('InstructionsUnknown');
  const { status, headers, body } = await open();
  expect([status, body.status, body.code, body.errorCode]).toEqual([429, 429, 'TooManyCalls', 403048]);
  expect(headers['retry-after']).toBe('Sat, 21 Nov 2026 10:01:00 GMT');
});
