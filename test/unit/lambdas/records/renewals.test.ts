import { createRenewals } from '../../../../lambdas/records/renewals.ts';
import { REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const list = (part = {}) => createRenewals(scene.table).list(part);
const told = { type: 'Ready', at: '2026-11-21T10:00:00.000Z', by: 'service', text: 'So.' } as const;

it('lists what serves by its end, moves with it, and forgets what serves no more', async () => {
  const other = { requestId: 'req-20261121-other', siteId: 'other', aliases: ['login.example.net'] };
  await scene.givenRequest({ status: 'READY', notAfter: '2027-06-06T23:59:59.000Z' });
  await scene.givenRequest({ ...other, status: 'ACTIVE', notAfter: '2027-05-01T23:59:59.000Z' });
  expect(await list()).toEqual([
    { requestId: 'req-20261121-other', siteId: 'other', notAfter: '2027-05-01T23:59:59.000Z' },
    { requestId: REQUEST_ID, siteId: 'acme', notAfter: '2027-06-06T23:59:59.000Z' },
  ]);
  await scene.requests.change(other.requestId, () => ({ ...told, set: { notAfter: '2027-08-01T23:59:59.000Z' } }));
  expect((await list({ limit: 1 })).map(({ requestId }) => requestId)).toEqual([REQUEST_ID]);
  await scene.requests.settle(REQUEST_ID, () => ({ ...told, set: { status: 'EXPIRED' } }));
  expect((await list()).map(({ siteId }) => siteId)).toEqual(['other']);
});
