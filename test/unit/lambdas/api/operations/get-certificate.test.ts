import { create } from '../../../../../lambdas/api/api.ts';
import { type ApiCall, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { CREATED, findings, NOW, REQUEST_ID, TARGET } from '../../../../support/unit/step.ts';

const scene = useApiScene();

const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);

const PATH = `/sites/acme/certificates/${REQUEST_ID}`;

it('shows who must act, until when, and every condition in words', async () => {
  await scene.givenRequest({
    status: 'ACTION_REQUIRED',
    waitingOn: 'customer DNS',
    deadline: '2026-12-05T09:00:00.000Z',
    conditions: findings('dns', 'CnameMissing', () => ({ expected: TARGET, zone: 'example.com' })),
  });
  await scene.waits.park(REQUEST_ID, 'AwaitPreflightFix', 'secret-token', new Date(NOW));
  await scene.requests.addEvidence(REQUEST_ID, [
    { alias: 'login.example.com', kind: 'addresses', at: NOW, seen: ['admin@example.com'] },
  ]);

  const { body } = await call(`GET ${PATH}`);
  expect(body).toMatchObject({
    status: 'ACTION_REQUIRED',
    waitingOn: 'customer DNS',
    deadline: '2026-12-05T09:00:00.000Z',
    nextCheckAt: '2026-11-21T10:01:00.000Z',
    aliases: [
      {
        alias: 'login.example.com',
        addresses: ['admin@example.com'],
        conditions: {
          dns: {
            status: 'False',
            message: 'login.example.com has no DNS record.',
            remedy: `Whoever manages the DNS of example.com adds the record: login.example.com CNAME ${TARGET}`,
            lastChange: CREATED,
          },
        },
      },
      { alias: 'login.example.org', addresses: [] },
    ],
  });
  expect(JSON.stringify(body)).not.toContain('secret-token');
});

it('lists those of a site', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  expect((await call('GET /sites/acme/certificates')).body.certificates).toMatchObject([{ requestId: REQUEST_ID }]);
});

it('tells its history, the oldest first, with its proofs', async () => {
  await scene.givenRequest({ step: 'AwaitValidation' });
  await scene.requests.addEvidence(REQUEST_ID, [{ alias: 'a', kind: 'serving', at: NOW, seen: { serves: true } }]);
  const { body } = await call(`GET ${PATH}/history`);
  expect(body.events).toMatchObject([{ seq: 1, type: 'Requested' }, { seq: 2 }]);
  expect(body.proofs).toMatchObject([{ alias: 'a', seen: { serves: true } }]);
});

it.each([
  `GET /sites/other/certificates/${REQUEST_ID}`,
  `GET /sites/other/certificates/${REQUEST_ID}/history`,
  `POST /sites/other/certificates/${REQUEST_ID}/resend`,
  `POST /sites/other/certificates/${REQUEST_ID}/check-again`,
  'GET /sites/acme/certificates/req-x',
])('knows no request of another site: %s', async (target) => {
  await scene.givenRequest();
  await scene.givenSite({ siteId: 'other' });
  const { status, body } = await call(target);
  expect([status, body.code]).toEqual([404, 'RequestUnknown']);
});
