import { ACMClient, ResendValidationEmailCommand } from '@aws-sdk/client-acm';
import { createAcm } from '../../../../lambdas/clients/acm.ts';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { createResends } from '../../../../lambdas/records/resends.ts';
import { grantResends } from '../../../../lambdas/watch/resends.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { usePassingTime } from '../../../support/unit/passing-time.ts';
import { CERTIFICATE, findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);

const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const tick = (time: string) => ({ time: `2026-11-21T${time}Z`, 'detail-type': 'Scheduled Event' });

const time = usePassingTime();
const watch = (event: object) => scene.made(create, {}, time.machine)(event);

const APPROVAL = [
  ...findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.replace('login.', '') })),
  ...findings('approval', 'ApprovalPending', () => ({ validationDomain: 'example.com', until: NOW })),
];
const ask = (aliases = ['login.example.com', 'login.example.org']) =>
  createResends(scene.table).ask(REQUEST_ID, aliases, at('10:00:00'));
const mailed = () => acm.commandCalls(ResendValidationEmailCommand).map((call) => call.args[0].input.Domain);

it('mails one name a second, with its validation domain again', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
  await ask();
  acm.on(ResendValidationEmailCommand).resolves({});

  await watch(tick('10:00:00'));
  expect(scene.nextDueAt()).toBe(null);
  expect(callsOf(acm)).toEqual([
    [
      'ResendValidationEmail',
      { CertificateArn: CERTIFICATE, Domain: 'login.example.com', ValidationDomain: 'example.com' },
    ],
    [
      'ResendValidationEmail',
      { CertificateArn: CERTIFICATE, Domain: 'login.example.org', ValidationDomain: 'example.org' },
    ],
  ]);
  expect(time.pauses()).toEqual([1000]);
  expect(await scene.recorded()).toMatchObject([
    { type: 'MailResent', at: '2026-11-21T10:00:00.000Z' },
    { type: 'MailResent', at: '2026-11-21T10:00:01.000Z' },
  ]);
});

it('waits for the next free second only, and leaves those that do not fit', async () => {
  const aliases = Array.from({ length: 60 }, (_, index) => `login.a${String(index).padStart(2, '0')}.example.com`);
  const mail = findings('mail', 'MailRouteFound', () => ({ validationDomain: 'example.com' }), aliases);
  const pending = { validationDomain: 'example.com', until: NOW };
  const approval = findings('approval', 'ApprovalPending', () => pending, aliases);
  await scene.givenRequest({ aliases, certificateArn: CERTIFICATE, conditions: [...mail, ...approval] });
  await ask(aliases);
  acm.on(ResendValidationEmailCommand).callsFake(async () => {
    time.takes(400);
    return {};
  });
  await watch(tick('10:00:00'));
  expect(mailed()).toHaveLength(50);
  expect(new Set(time.pauses())).toEqual(new Set([600]));
  expect(scene.nextDueAt()).toBe('2026-11-21T10:00:50.000Z');
  expect(time.passed()).toBeLessThan(50_000);

  time.takes(60_000 - time.passed());
  await watch(tick('10:01:00'));
  expect(mailed()).toEqual(aliases);
});

it('leaves what is planned for later than this minute', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
  await ask();
  await watch(tick('09:59:00'));
  expect(scene.nextDueAt()).toBe('2026-11-21T10:00:00.000Z');
  expect(mailed()).toEqual([]);
});

it('drops a wish for a name that was approved meanwhile', async () => {
  const approved = findings('approval', 'Approved', () => ({}));
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: [...APPROVAL.slice(0, 2), ...approved] });
  await ask();
  await watch(tick('10:00:00'));
  expect(scene.nextDueAt()).toBe(null);
  expect(mailed()).toEqual([]);
});

it('drops a wish for a request that was canceled meanwhile', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL, cancelAskedAt: NOW });
  await ask();
  await watch(tick('10:00:00'));
  expect(scene.nextDueAt()).toBe(null);
  expect(mailed()).toEqual([]);
});

it('leaves it to the watch that is at it', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
  await ask();
  await createLeases(scene.table).holding('resend', 'another watch', at('10:00:00'), () => watch(tick('10:00:00')));
  expect(mailed()).toEqual([]);
});

it('mails nobody twice that another watch has mailed since it read who waits', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
  const resends = createResends(scene.table);
  const read = await ask();
  acm.on(ResendValidationEmailCommand).resolves({});
  const tools = { acm: createAcm(scene.env), requests: scene.requests, resends, leases: createLeases(scene.table) };
  const grant = () => grantResends({ ...tools, machine: time.machine }, read, at('10:00:00'), time.passed, 50_000);
  await grant();
  await grant();
  expect(mailed()).toEqual(['login.example.com', 'login.example.org']);
  expect(time.pauses()).toEqual([1000]);
});

it('leaves it to the watch that is at it, though both began with events of one second', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
  await ask();
  let drawn = 0;
  const watches = scene.made(create, {}, { ...time.machine, randomHex: () => `${drawn++}` });
  const mails = acm.on(ResendValidationEmailCommand).resolves({});
  mails.callsFakeOnce(async () => {
    await watches(tick('10:00:00'));
    return {};
  });
  await watches(tick('10:00:00'));
  expect(mailed()).toEqual(['login.example.com', 'login.example.org']);
});

it('mails the others when ACM refuses one', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
  await ask();
  acm.on(ResendValidationEmailCommand, { Domain: 'login.example.com' }).rejects(awsError('InvalidStateException'));
  acm.on(ResendValidationEmailCommand, { Domain: 'login.example.org' }).resolves({});
  await watch(tick('10:00:00'));
  expect(mailed()).toEqual(['login.example.com', 'login.example.org']);
});

it('is tried again after throttling', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
  await ask(['login.example.com']);
  acm.on(ResendValidationEmailCommand).rejects(awsError('ThrottlingException'));
  await watch(tick('10:00:00'));
  expect(scene.nextDueAt()).toBe('2026-11-21T10:00:00.000Z');
});
