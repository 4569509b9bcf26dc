import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, findings, REQUEST_ID, useScene } from '../../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const mail = strictMock(SESv2Client);
const stepFunctions = strictMock(SFNClient);

const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const watch = (event: object) => scene.made(create)(event);
const tick = (time: string) => ({ time: `2026-11-21T${time}Z`, 'detail-type': 'Scheduled Event' });
const ended = () => callsOf(stepFunctions).map(([, input]) => input);

const options = (...emails: [string, string[]][]) => ({
  Certificate: {
    Status: 'PENDING_VALIDATION' as const,
    CreatedAt: at('09:59:00'),
    DomainValidationOptions: emails.map(([DomainName, ValidationEmails]) => ({ DomainName, ValidationEmails })),
  },
});
beforeEach(async () => {
  await scene.givenSite();
  await scene.givenRequest({
    certificateArn: CERTIFICATE,
    conditions: findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.replace('login.', '') })),
  });
  await scene.waits.park(REQUEST_ID, 'AwaitValidationRecords', 'token-1', at('10:00:00'));
});

it('waits until each name has its addresses', async () => {
  acm
    .on(DescribeCertificateCommand)
    .resolves(options(['login.example.com', ['admin@example.com']], ['login.example.org', []]));
  await watch(tick('10:01:00'));
  expect(ended()).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});

it('waits while ACM does not know the certificate yet', async () => {
  acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
  await watch(tick('10:01:00'));
  expect(scene.nextDueAt()).toBe('2026-11-21T10:02:00.000Z');
});

it('then tells the contacts who must click until when, and goes on', async () => {
  acm
    .on(DescribeCertificateCommand)
    .resolves(options(['login.example.com', ['admin@example.com']], ['login.example.org', ['admin@example.org']]));
  mail.on(SendEmailCommand).resolves({});
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  await watch(tick('10:01:00'));

  expect((await scene.request()).conditions['login.example.org']?.approval).toMatchObject({
    reason: 'ApprovalPending',
    facts: { until: '2026-11-24T09:59:00.000Z', validationDomain: 'example.org' },
  });
  expect(await scene.requests.evidence(REQUEST_ID, 'addresses')).toMatchObject([
    { alias: 'login.example.com', seen: ['admin@example.com'] },
    { alias: 'login.example.org', seen: ['admin@example.org'] },
  ]);
  expect(callsOf(mail)).toMatchObject([
    [
      'SendEmail',
      {
        FromEmailAddress: 'Certificates <certificates@gigya.com>',
        Destination: { ToAddresses: ['web-team@example.com'] },
      },
    ],
  ]);
  expect(ended()).toMatchObject([{ output: '{"verdict":"met"}' }]);
});
