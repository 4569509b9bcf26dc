import { create } from '../../../../lambdas/steps/await-preflight-fix.ts';
import { findings, NOW, REQUEST_ID, TARGET, useScene } from '../../../support/step.ts';

const scene = useScene();
const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };
const MISSING = findings('dns', 'CnameMissing', () => ({ expected: TARGET, zone: 'example.com' }));
const UNKNOWN_MAIL = findings('mail', 'MailRouteUnknown', () => ({ found: 'SERVFAIL' }));

it('parks for 14 days with a first look after a minute', async () => {
  await scene.givenRequest({ conditions: MISSING });
  await scene.made(create)(INPUT);
  expect(await scene.waits.at(REQUEST_ID)).toEqual([
    {
      execution: REQUEST_ID,
      name: 'AwaitPreflightFix',
      taskToken: 'token-1',
      parkedAt: NOW,
      deadline: '2026-12-05T10:00:00.000Z',
      dueAt: '2026-11-21T10:01:00.000Z',
      looks: 0,
    },
  ]);
});

it('says who must act and until when, and nothing new when it runs twice', async () => {
  await scene.givenRequest({ conditions: MISSING });
  const parked = scene.made(create);
  await parked(INPUT);
  await parked(INPUT);
  expect(await scene.recorded()).toEqual([
    {
      type: 'Parked',
      at: NOW,
      by: 'service',
      text: 'Waiting until the 2 open findings are mended.',
      set: {
        status: 'ACTION_REQUIRED',
        step: 'AwaitPreflightFix',
        waitingOn: 'customer DNS',
        deadline: '2026-12-05T10:00:00.000Z',
      },
    },
  ]);
  expect(await scene.waits.at(REQUEST_ID)).toHaveLength(1);
});

it.each([
  ['the first who can act', [...UNKNOWN_MAIL, ...MISSING], 'customer DNS'],
  ['nobody while all is only unknown', UNKNOWN_MAIL, 'nobody'],
])('waits on %s', async (_, conditions, waitingOn) => {
  await scene.givenRequest({ conditions });
  await scene.made(create)(INPUT);
  expect((await scene.request()).waitingOn).toBe(waitingOn);
});

it('tells of one finding in the singular', async () => {
  await scene.givenRequest({ conditions: MISSING.slice(0, 1) });
  await scene.made(create)(INPUT);
  expect(await scene.recorded()).toMatchObject([{ text: 'Waiting until the open finding is mended.' }]);
});

it.each([
  ['EMAIL', '2027-03-31T23:59:59.000Z'],
  ['DNS', '2027-04-13T10:00:00.000Z'],
] as const)('shows the last day of a method where that comes before the 14 days: %s', async (method, deadline) => {
  await scene.givenRequest({ method, conditions: MISSING });
  await scene.made(create)({ ...INPUT, now: '2027-03-30T10:00:00.000Z' });
  expect((await scene.request()).deadline).toBe(deadline);
});

it('shows all of the 14 days where the certificate is issued, for nothing is asked of AWS any more', async () => {
  await scene.givenRequest({ conditions: MISSING, notAfter: '2027-09-27T23:59:59.000Z' });
  await scene.made(create)({ ...INPUT, now: '2027-03-30T10:00:00.000Z' });
  expect((await scene.request()).deadline).toBe('2027-04-13T10:00:00.000Z');
});
