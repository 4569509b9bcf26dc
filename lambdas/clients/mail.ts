/** Mail of our own to the contacts of a site, through Amazon SES. The approval mails are ACM's, not ours. */
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { letterHtml } from '../../core/letters/html.ts';
import type { LetterText } from '../../core/letters/letter.ts';
import { awsConfig, calling, type Env, isAwsError, messageOf, requireVariable } from './aws.ts';

export interface Letter extends LetterText {
  to: readonly string[];
  /** `<...>`: which list of letters it belongs to (RFC 2919). */
  listId: string;
}

/** What SES says where sending the same letter again is no use (API_SendEmail.html, Errors). */
const REFUSALS = ['MessageRejected', 'BadRequestException'];

/**
 * What SES says, besides throttling, where it is the account that may send nothing now: all of these 24 hours is sent, or it is
 * paused (`runbooks/mails-bounced.md`). The letter itself is as good as any.
 */
const NOT_NOW = [
  'LimitExceededException',
  'SendingPausedException',
  'AccountSuspendedException',
  'MailFromDomainNotVerifiedException',
];

export function createMail(env: Env) {
  const client = new SESv2Client(awsConfig(env));
  const from = requireVariable(env, 'MAIL_FROM');
  return {
    /**
     * SES makes one message of both bodies (multipart/alternative). Refused: for good, in SES's words. `notNow`: the account
     * may send nothing now. A letter is never worth that a request stands still for it.
     */
    async send({ to, listId, subject, text }: Letter): Promise<'sent' | 'notNow' | { refused: string }> {
      const Body = { Text: utf8(text), Html: utf8(letterHtml({ subject, text })) };
      const Content = { Simple: { Subject: utf8(subject), Body, Headers: headersOf(listId) } };
      const Destination = { ToAddresses: [...to] };
      try {
        await calling(client.send(new SendEmailCommand({ FromEmailAddress: from, Destination, Content })));
        return 'sent';
      } catch (error) {
        if (REFUSALS.some((name) => isAwsError(error, name))) return { refused: messageOf(error) };
        if (['AwsThrottled', ...NOT_NOW].some((name) => isAwsError(error, name))) return 'notNow';
        throw error;
      }
    },
  };
}

/** Else SES takes it for ASCII. */
function utf8(Data: string) {
  return { Data, Charset: 'UTF-8' };
}

/** RFC 3834 section 5: nobody's absence note answers a machine. */
function headersOf(listId: string) {
  return [
    { Name: 'Auto-Submitted', Value: 'auto-generated' },
    { Name: 'List-Id', Value: listId },
  ];
}

export type Mail = ReturnType<typeof createMail>;
