/** Mail of our own to the contacts of a site, through Amazon SES. The approval mails are ACM's, not ours. */
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { awsConfig, calling, type Env, isAwsError, messageOf, requireVariable } from './aws.ts';

export interface Letter {
  to: readonly string[];
  subject: string;
  text: string;
}

/** What SES says where sending the same letter again is no use (API_SendEmail.html, Errors). */
const REFUSALS = [
  'MessageRejected',
  'BadRequestException',
  'MailFromDomainNotVerifiedException',
  'AccountSuspendedException',
  'SendingPausedException',
];

export function createMail(env: Env) {
  const client = new SESv2Client(awsConfig(env));
  const from = requireVariable(env, 'MAIL_FROM');
  return {
    /** Refused: for good, in SES's words. A letter is never worth that a request stands still for it. */
    async send({ to, subject, text }: Letter): Promise<'sent' | { refused: string }> {
      const Content = { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } };
      const Destination = { ToAddresses: [...to] };
      try {
        await calling(client.send(new SendEmailCommand({ FromEmailAddress: from, Destination, Content })));
        return 'sent';
      } catch (error) {
        if (REFUSALS.some((name) => isAwsError(error, name))) return { refused: messageOf(error) };
        throw error;
      }
    },
  };
}

export type Mail = ReturnType<typeof createMail>;
