import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { create } from '../../../../../lambdas/api/api.ts';
import { createResends } from '../../../../../lambdas/records/resends.ts';
import { type ApiCall, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { ALIASES, CERTIFICATE, findings, NOW, REQUEST_ID } from '../../../../support/unit/step.ts';
import { strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const events = strictMock(EventBridgeClient);

const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);

const resend = (body: object = {}, now = NOW) =>
  call(`POST /sites/acme/certificates/${REQUEST_ID}/resend`, { body, now });
const pending = (aliases = ALIASES) =>
  findings('approval', 'ApprovalPending', () => ({ validationDomain: 'example.com', until: NOW }), aliases);
beforeEach(() => {
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});

it('answers each name that waits with its planned second', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
  expect(await resend()).toMatchObject({
    status: 202,
    body: {
      planned: [
        { alias: 'login.example.com', plannedAt: '2026-11-21T10:00:00.000Z' },
        { alias: 'login.example.org', plannedAt: '2026-11-21T10:00:01.000Z' },
      ],
    },
  });
});

it('leaves out the names that were mailed just now, when all are asked for', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
  await resend({ alias: 'login.example.com' });
  const { body } = await resend({}, '2026-11-21T10:05:00.000Z');
  expect(body.planned).toMatchObject([{ alias: 'login.example.org' }]);
});

it('refuses the same name within ten minutes, and says until when', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
  await resend({ alias: 'login.example.com' });
  const { status, headers, body } = await resend({ alias: 'login.example.com' }, '2026-11-21T10:09:59.000Z');
  expect([status, body.code, body.remedy]).toEqual([
    429,
    'ResentRecently',
    'Wait until 2026-11-21T10:10:00.000Z, and look in the spam folder.',
  ]);
  expect(headers['retry-after']).toBe('Sat, 21 Nov 2026 10:10:00 GMT');
  expect((await resend({ alias: 'login.example.com' }, '2026-11-21T10:10:00.000Z')).status).toBe(202);
});

it('refuses the same name while it is in the queue, however long that is', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
  const resends = createResends(scene.table);
  await resends.ask(
    'req-20261120-others',
    Array.from({ length: 1200 }, (_, index) => `name-${index}`),
    new Date(NOW),
  );
  const { body } = await resend({ alias: 'login.example.com' });
  expect(body.planned).toMatchObject([{ plannedAt: '2026-11-21T10:20:00.000Z' }]);
  const again = await resend({ alias: 'login.example.com' }, '2026-11-21T10:15:00.000Z');
  expect([again.status, again.body.code]).toEqual([429, 'ResentRecently']);
});

it.each([
  ['has ended', { status: 'CANCELED' }],
  ['is canceled, and not over yet', { cancelAskedAt: NOW }],
] as const)('refuses where the request %s, whatever its names last waited for', async (_, fields) => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending(), ...fields });
  const all = await resend();
  expect([all.status, all.body.code]).toEqual([409, 'NothingToResend']);
  expect((await resend({ alias: 'login.example.com' })).body.detail).toContain('does not wait for approval');
});

it('takes the call again under its Idempotency-Key when the time of its refusal is over', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
  await resend({ alias: 'login.example.com' });
  const again = (now: string) =>
    call(`POST /sites/acme/certificates/${REQUEST_ID}/resend`, {
      body: { alias: 'login.example.com' },
      headers: { 'idempotency-key': 'k1' },
      now,
    });
  expect((await again('2026-11-21T10:09:59.000Z')).status).toBe(429);
  expect((await again('2026-11-21T10:10:00.000Z')).status).toBe(202);
});

it('counts the ten minutes from the mail, not from the wish', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
  const resends = createResends(scene.table);
  const [wish] = await resends.ask(REQUEST_ID, ['login.example.com'], new Date('2026-11-21T09:50:00Z'));
  if (wish) await resends.sent(wish, new Date('2026-11-21T09:55:00Z'));
  expect((await resend({ alias: 'login.example.com' })).status).toBe(429);
});

it.each([
  ['a name that is not of this request', 'login.example.net', 'it is not a name of this request'],
  ['a name that does not wait', 'login.example.org', 'it does not wait for approval'],
])('refuses %s', async (_, alias, why) => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending(['login.example.com']) });
  const { status, body } = await resend({ alias });
  expect([status, body.code]).toEqual([409, 'NothingToResend']);
  expect(body.detail).toBe(`No approval mail can be sent for ${alias}: ${why}.`);
});

it('refuses when no name waits', async () => {
  await scene.givenRequest();
  expect((await resend()).body.code).toBe('NothingToResend');
});
