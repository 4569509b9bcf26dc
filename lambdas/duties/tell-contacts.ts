/**
 * Sends a letter to the contacts of a request's site, once. That it went out is an event of the request, written after the
 * sending: a crash between the two sends it again rather than never.
 */
import type { LetterName, LetterText } from '../../core/letter.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { list } from '../../core/text.ts';
import type { Mail } from '../clients/mail.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';

export interface Post {
  requests: Requests;
  sites: Sites;
  mail: Mail;
  /** Origin of the console, for links. */
  consoleUrl: string;
}

/** Nothing happens for a site without contacts. A letter that SES refuses for good is told in the history and not sent again. */
export async function tellContacts(
  { requests, sites, mail }: Post,
  request: CertificateRequest,
  name: LetterName,
  letter: LetterText,
  now: Date,
): Promise<void> {
  if (request.letters.includes(name)) return;
  const { contacts } = await sites.require(request.siteId);
  if (contacts.length === 0) return;
  const sent = await mail.send({ to: contacts, ...letter });
  const text =
    sent === 'sent'
      ? `Told ${list(contacts)}: ${letter.subject}`
      : `A letter to ${list(contacts)} could not be sent (${sent.refused}): ${letter.subject}`;
  await requests.change(request.requestId, ({ letters }) => ({
    type: 'ContactsTold',
    at: now.toISOString(),
    by: 'service',
    text,
    set: { letters: letters.includes(name) ? letters : [...letters, name] },
  }));
}
