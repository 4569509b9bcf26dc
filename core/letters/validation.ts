/** What letters say while AWS validates the names of a new certificate: who must click, or which records to add, and which are missing. */
import { type CertificateRequest, validationDomainOf } from '../request.ts';
import { list } from '../text.ts';
import { recordLines, type ValidationRecord } from '../validation-record.ts';
import { addressOf, type LetterText, ownRecordsFirst, paragraphs, prefixOf, wordsOn } from './letter.ts';

/** The approval mails are out: who must click. */
export function approvalsAsked(request: CertificateRequest, until: string, consoleUrl: string): LetterText {
  const lines = request.aliases.map((alias) => `  ${alias}: mailboxes of ${validationDomainOf(request, alias)}`);
  return {
    subject: `Approve ${request.aliases.length} certificate mails for ${prefixOf(request)}`,
    text: paragraphs(
      ['Amazon has sent one approval mail for each of these names:', ...lines],
      [
        'Each went to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ of the domain named beside it.',
        'For each name, one of these mailboxes must open the mail "Certificate request for <name>" and press "I Approve".',
        `All of them until ${until}. One name that is not approved blocks the others.`,
      ],
      ...heldAlready(request),
      [`Status and "send again": ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** AWS waits for records: who must add which. `missing`: those that we do not see yet, exactly as they must stand. */
export function recordsAsked(
  request: CertificateRequest,
  missing: readonly ValidationRecord[],
  until: string,
  consoleUrl: string,
): LetterText {
  const records = missing.length === 1 ? '1 DNS record' : `${missing.length} DNS records`;
  return {
    subject: `Add ${records} for the certificate of ${prefixOf(request)}`,
    text: paragraphs(
      ...ownRecordsFirst(request, 'approval'),
      ['Amazon issues the certificate when these records stand in the DNS, as lines of a zone file:'],
      recordLines(missing).map((line) => `  ${line}`),
      [
        'Both names of each record begin with an underscore. Where a form takes the name of a record without the zone, leave the zone out.',
        `All of them until ${until}. One that is missing blocks the others.`,
        'They stay the same for ever. Keep them: each renewal needs them, and nobody has to do anything then.',
      ],
      ...heldAlready(request),
      [`Which of them are seen: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** Names are still to be validated: which, by whom, until when. */
export function reminder(
  request: CertificateRequest,
  missing: readonly string[],
  until: string,
  consoleUrl: string,
): LetterText {
  const [total, open] = [request.aliases.length, missing.length];
  return {
    subject: `${open} of ${total} names still to be ${request.method === 'EMAIL' ? 'approved' : 'validated'} for ${prefixOf(request)}`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" waits for ${open} of ${total} names. All of them must be ready until ${until}.`,
        'After that the request fails and every name has to be done again, also those that are ready now.',
      ],
      ...missing.map((alias) => [alias, ...wordsOn(request, alias, 'approval')]),
      [`Status${request.method === 'EMAIL' ? ' and "send again"' : ''}: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** An early warning, where an edge was seen to serve names for somebody else: there is time to have them released. */
function heldAlready({ aliases, conditions }: CertificateRequest): string[][] {
  const held = aliases.filter((alias) => conditions[alias]?.conflict?.reason === 'HolderSeen');
  if (held.length === 0) return [];
  return [
    [
      `Another CloudFront resource serves ${list(held)} already. Remove ${held.length === 1 ? 'the name' : 'these names'} there, best before the certificate is issued, or we must wait for it then.`,
      'Look in every AWS account that your company and its agencies have or had: CloudFront distributions, Amplify apps, App Runner services, Cognito domains, API Gateway custom domains.',
    ],
  ];
}
