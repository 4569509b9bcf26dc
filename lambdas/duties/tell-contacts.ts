/**
 * Sends a letter to the contacts of a request's site, once. That it went out is an event of the request, written after the
 * sending: a crash between the two sends it again rather than never. What SES does not take now is owed: nothing waits for it, and
 * whoever comes first sends it, the next look or the errand of an hour later. Where somebody else must act, the letter has a link to
 * forward: what there is to do, for whoever has no account.
 */
import { instructionsOf, linkEnd } from '../../core/instructions.ts';
import { addressOfLink, forwardable, type LetterName, type LetterText, listIdOf } from '../../core/letters/letter.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { isLeaving } from '../../core/retirement.ts';
import { list } from '../../core/text.ts';
import { type Env, requireVariable } from '../clients/aws.ts';
import { createMail, type Mail } from '../clients/mail.ts';
import type { Table } from '../clients/table.ts';
import type { Links } from '../records/links.ts';
import { createRequests, type Requests } from '../records/requests.ts';
import { createSites, type Sites } from '../records/sites.ts';

export interface Post {
  requests: Requests;
  sites: Sites;
  mail: Mail;
  /** Origin of the console, for links. */
  consoleUrl: string;
  /** Absent where no letter asks somebody outside to act. */
  links?: Links;
}

/** What letters are written with. Who asks somebody outside to act adds `links`. */
export function createPost(env: Env, table: Table) {
  return {
    requests: createRequests(table),
    sites: createSites(table),
    mail: createMail(env),
    consoleUrl: requireVariable(env, 'CONSOLE_URL'),
  } satisfies Post;
}

/** Nothing happens for a site without contacts. A letter that SES refuses for good is told in the history and not sent again. */
export async function tellContacts(
  post: Post,
  request: CertificateRequest,
  name: LetterName,
  letter: LetterText,
  now: Date,
): Promise<void> {
  if (request.letters.includes(name)) return;
  const { requests, sites, mail, consoleUrl } = post;
  const site = await sites.require(request.siteId);
  const { contacts } = site;
  if (contacts.length === 0) return;
  const listId = listIdOf(request.siteId, consoleUrl);
  const sent = await mail.send({
    to: contacts,
    listId,
    ...(isLeaving(site) ? letter : await withLink(post, request, letter, now)),
  });
  if (sent === 'notNow') return requests.owe(request, { name, ...letter }, now);
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

/** The request is read anew: what there is to do may have been found since. */
async function withLink(
  { requests, links, consoleUrl }: Post,
  { requestId }: CertificateRequest,
  letter: LetterText,
  now: Date,
): Promise<LetterText> {
  const request = links && (await requests.require(requestId));
  if (!request || !instructionsOf(request, {}, now).some(({ state }) => state === 'open')) return letter;
  const expiresAt = linkEnd(request, now);
  const url = addressOfLink(await links.make({ requestId, expiresAt }), consoleUrl);
  return forwardable(letter, url, expiresAt);
}
