/** Mail of our own to the contacts of a site, through Amazon SES. The approval mails are ACM's, not ours. */
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { awsConfig, calling, type Env, requireVariable } from './aws.ts';

export interface Letter {
  to: readonly string[];
  subject: string;
  text: string;
}

export function createMail(env: Env) {
  const client = new SESv2Client(awsConfig(env));
  const from = requireVariable(env, 'MAIL_FROM');
  return {
    async send({ to, subject, text }: Letter): Promise<void> {
      const Content = { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } };
      const Destination = { ToAddresses: [...to] };
      await calling(client.send(new SendEmailCommand({ FromEmailAddress: from, Destination, Content })));
    },
  };
}

export type Mail = ReturnType<typeof createMail>;
