import { create } from '../../../../../lambdas/api/api.ts';
import { callApi, useApiScene } from '../../../../support/unit/api.ts';

const scene = useApiScene();
const list = (query = {}) => callApi(scene.made(create), 'GET /migrations', { query });

/** One site each, serving by e-mail until that day. */
async function given(ends: readonly string[]) {
  for (const [index, end] of ends.entries()) {
    const siteId = `site-${index}`;
    await scene.givenSite({ siteId, apiKey: `3_key${index}`, createdAt: `2026-11-20T09:00:0${index}.000Z` });
    await scene.givenRequest({
      siteId,
      requestId: `req-2026112${index}-0123456789`,
      status: 'ACTIVE',
      notAfter: `${end}T23:59:59.000Z`,
    });
  }
}

it('lists the earliest last safe day first, page by page', async () => {
  await given(['2027-06-20', '2027-05-20', '2027-07-20']);
  const { body } = await list({ limit: '2' });
  expect(body.migrations).toMatchObject([
    { siteId: 'site-1', lastSafeDay: '2027-05-15', state: 'NOT_STARTED' },
    { siteId: 'site-0', lastSafeDay: '2027-06-15' },
  ]);
  expect(body.emailSunset).toEqual({ lastRequests: '2027-03-31', lastRenewals: '2027-09-30' });
  const next = await list({ limit: '2', cursor: body.nextCursor });
  expect(next.body).toMatchObject({ migrations: [{ siteId: 'site-2' }], nextCursor: null });
});

it('follows what becomes of a certificate, renewed or gone', async () => {
  await given(['2027-06-20', '2027-05-20']);
  const set = (requestId: string, fields: object) =>
    scene.requests.settle(requestId, () => ({
      type: 'CertificateRenewed',
      at: '2027-05-01T00:00:00.000Z',
      by: 'tester',
      text: 'Changed.',
      set: fields,
    }));
  await set('req-20261121-0123456789', { notAfter: '2027-08-20T23:59:59.000Z' });
  expect((await list()).body.migrations).toMatchObject([{ siteId: 'site-0' }, { lastSafeDay: '2027-08-15' }]);
  await set('req-20261120-0123456789', { status: 'EXPIRED' });
  expect((await list()).body.migrations).toMatchObject([{ siteId: 'site-1' }]);
});
