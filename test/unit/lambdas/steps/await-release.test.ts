import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { create } from '../../../../lambdas/steps/await-release.ts';
import { MOVE_ID } from '../../../support/unit/moves.ts';
import { findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const mail = strictMock(SESv2Client);
beforeEach(() => {
  mail.on(SendEmailCommand).resolves({});
});

const INPUT = { requestId: REQUEST_ID, now: NOW, token: 'token-1' };
const UNTIL = '2026-11-28T10:00:00.000Z';
const HOLDER = 'distribution *******OTHERS1 of account ******887777';
const EARLIER = { holder: HOLDER, until: '2026-11-28T09:59:58.000Z' };
const FREE = findings('conflict', 'NoConflict', () => ({}), ['login.example.com']);
const held = (reason: 'AliasHeld' | 'HeldInOurAccount' | 'ConflictHandedBack', more = {}) => [
  ...FREE,
  ...findings('conflict', reason, () => ({ ...EARLIER, ...more }), ['login.example.org']),
];
const letters = () =>
  callsOf(mail).map(([, input]) => {
    const { Simple } = (
      input as { Content: { Simple: { Subject: { Data: string }; Body: { Text: { Data: string } } } } }
    ).Content;
    return { subject: Simple.Subject.Data, text: Simple.Body.Text.Data };
  });

it('gives the holders of the names seven days, and says so of each name that is kept off', async () => {
  await scene.givenSite();
  await scene.givenRequest({ conditions: held('AliasHeld') });
  const parked = scene.made(create);
  await parked(INPUT);
  await parked(INPUT);
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([
    { name: 'AwaitRelease', deadline: UNTIL, dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'Parked',
      at: NOW,
      by: 'service',
      text: 'Waiting until 1 of 2 names can be had.',
      set: { status: 'ACTION_REQUIRED', step: 'AwaitRelease', waitingOn: 'site admin', deadline: UNTIL },
      conditions: [
        {
          alias: 'login.example.org',
          name: 'conflict',
          finding: { reason: 'AliasHeld', facts: { alias: 'login.example.org', holder: HOLDER, until: UNTIL } },
        },
      ],
    },
    expect.objectContaining({ type: 'ContactsTold', set: { letters: ['conflict'] } }),
  ]);
});

it('writes to the contacts what holds each name, what to do, what else happens, and by when', async () => {
  await scene.givenSite();
  await scene.givenRequest({ conditions: held('AliasHeld') });
  await scene.made(create)(INPUT);
  expect(letters()).toMatchObject([
    { subject: '1 of 2 names are taken elsewhere for prefix "login" of site acme: please have them released' },
  ]);
  const [letter] = letters();
  for (const words of [
    'The rest goes on the air meanwhile.',
    `a CloudFront resource in another AWS account holds login.example.org (${HOLDER}; AWS shows no more of it)`,
    'Look by 28 November 2026 at 10:00 UTC in every AWS account',
    'Without an answer we begin with that on 28 November 2026 at 10:00 UTC.',
    `https://console.example.net/#/sites/acme/requests/${REQUEST_ID}`,
  ])
    expect(letter?.text).toContain(words);
  expect(letter?.text).not.toContain('login.example.com');
});

it('writes once more when our on-call gives the conflict back', async () => {
  await scene.givenSite();
  await scene.givenRequest({
    letters: ['conflict'],
    moveId: MOVE_ID,
    conditions: held('ConflictHandedBack', { note: 'Ask your agency' }),
  });
  await scene.made(create)(INPUT);
  expect(letters()[0]?.text).toContain('our on-call looked into login.example.org and says: "Ask your agency".');
  expect((await scene.request()).letters).toEqual(['conflict', `conflict handed back by ${MOVE_ID}`]);
});

it('waits for our on-call, and writes to nobody, where only we can do something', async () => {
  await scene.givenSite();
  await scene.givenRequest({ conditions: held('HeldInOurAccount') });
  await scene.made(create)(INPUT);
  expect((await scene.request()).waitingOn).toBe('vendor on-call');
  expect(letters()).toEqual([]);
});

it('asks nobody for anything after a cancel', async () => {
  await scene.givenSite();
  await scene.givenRequest({ cancelAskedAt: NOW, conditions: held('AliasHeld') });
  await scene.made(create)(INPUT);
  expect(await scene.recorded()).toMatchObject([{ text: 'Canceled: what was done is taken back.' }]);
  expect(letters()).toEqual([]);
});
