import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createMail } from '../../../../lambdas/clients/mail.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(SESv2Client);
const ENV = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' };
const mail = createMail({ ...ENV, MAIL_FROM: 'Certificates <certificates@gigya.com>' });
const LETTER = {
  to: ['ann@example.com', 'bob@example.com'],
  subject: 'Approve',
  text: 'Please.',
  listId: '<acme.certificates.console.example.net>',
};

it('sends text and HTML to all contacts, marked as a machine’s and as one of a list', async () => {
  mock.on(SendEmailCommand).resolves({});
  await mail.send(LETTER);
  expect(callsOf(mock)).toEqual([
    [
      'SendEmail',
      {
        FromEmailAddress: 'Certificates <certificates@gigya.com>',
        Destination: { ToAddresses: ['ann@example.com', 'bob@example.com'] },
        Content: {
          Simple: {
            Subject: { Data: 'Approve', Charset: 'UTF-8' },
            Body: {
              Text: { Data: 'Please.', Charset: 'UTF-8' },
              Html: { Data: expect.stringContaining('<p>Please.</p>'), Charset: 'UTF-8' },
            },
            Headers: [
              { Name: 'Auto-Submitted', Value: 'auto-generated' },
              { Name: 'List-Id', Value: '<acme.certificates.console.example.net>' },
            ],
          },
        },
      },
    ],
  ]);
});

it.each([
  ['wants it slower', awsError('TooManyRequestsException', 'Maximum sending rate exceeded.', 429)],
  ['has sent all of a day', awsError('TooManyRequestsException', 'Daily message quota exceeded.', 429)],
  ['has reached a limit of the account', awsError('LimitExceededException', 'Daily message quota exceeded.')],
  ['has paused sending', awsError('SendingPausedException', 'Sending is paused.')],
  ['has the account under review', awsError('AccountSuspendedException', 'The account is suspended.', 403)],
  ['cannot verify our domain any more', awsError('MailFromDomainNotVerifiedException', 'Not verified.')],
])('says that it is not now where SES %s', async (_, error) => {
  mock.on(SendEmailCommand).rejects(error);
  expect(await mail.send(LETTER)).toBe('notNow');
});

it('says why a letter is refused for good, and throws what is neither', async () => {
  mock
    .on(SendEmailCommand)
    .rejectsOnce(awsError('MessageRejected', 'not verified'))
    .rejects(awsError('Oops', 'x', 500));
  expect(await mail.send(LETTER)).toEqual({ refused: 'not verified' });
  await expect(mail.send(LETTER)).rejects.toMatchObject({ name: 'AwsUnavailable' });
});

it('does not start without an address to send from', () => {
  expect(() => createMail(ENV)).toThrow('the variable MAIL_FROM is not set');
});
