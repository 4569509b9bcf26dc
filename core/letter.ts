/** Our own letters to a site's contacts: what happened, who must do what, until when. Plain text, ready to forward. */
import { viewOf } from './condition.ts';
import { endingInWords } from './endings.ts';
import type { CertificateRequest } from './request.ts';
import { withTimes } from './text.ts';
import { recordLines, type ValidationRecord } from './validation-record.ts';

/** Each goes out once in the life of a request. */
export type LetterName = 'instructions' | 'reminder after 24 h' | 'reminder after 60 h' | 'failure';

export interface LetterText {
  subject: string;
  text: string;
}

/** The approval mails are out: who must click. */
export function instructions(request: CertificateRequest, until: string, consoleUrl: string): LetterText {
  const lines = request.aliases.map(
    (alias) => `  ${alias}: mailboxes of ${request.conditions[alias]?.mail?.facts.validationDomain ?? alias}`,
  );
  return {
    subject: `Approve ${request.aliases.length} certificate mails for prefix "${request.prefix}"`,
    text: paragraphs(
      ['Amazon has sent one approval mail for each of these names:', ...lines],
      [
        'Each went to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ of the domain named beside it.',
        'For each name, one of these mailboxes must open the mail "Certificate request for <name>" and press "I Approve".',
        `All of them until ${until}. One name that is not approved blocks the others.`,
      ],
      [`Status and "send again": ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** AWS waits for records: who must add which. `missing`: those that we do not see yet, exactly as they must stand. */
export function recordInstructions(
  request: CertificateRequest,
  missing: readonly ValidationRecord[],
  until: string,
  consoleUrl: string,
): LetterText {
  const records = missing.length === 1 ? '1 DNS record' : `${missing.length} DNS records`;
  return {
    subject: `Add ${records} for the certificate of prefix "${request.prefix}"`,
    text: paragraphs(
      ['Amazon issues the certificate when these records stand in the DNS, as lines of a zone file:'],
      recordLines(missing).map((line) => `  ${line}`),
      [
        'Both names of each record begin with an underscore. Where a form takes the name of a record without the zone, leave the zone out.',
        `All of them until ${until}. One that is missing blocks the others.`,
        'They stay the same for ever. Keep them: each renewal needs them, and nobody has to do anything then.',
      ],
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
    subject: `${open} of ${total} names still to be ${request.method === 'EMAIL' ? 'approved' : 'validated'} for prefix "${request.prefix}"`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" waits for ${open} of ${total} names. All of them must be ready until ${until}.`,
        'After that the request fails and every name has to be done again, also those that are ready now.',
      ],
      ...missing.map((alias) => [alias, ...wordsOn(request, alias)]),
      [`Status${request.method === 'EMAIL' ? ' and "send again"' : ''}: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** The request has ended: why, and what its cure is. To be written after the failure is recorded. */
export function failure(request: CertificateRequest, consoleUrl: string): LetterText {
  if (!request.failure) throw new Error(`request ${request.requestId} has not failed`);
  const { message, remedy } = endingInWords(request.failure);
  return {
    subject: `No certificate for prefix "${request.prefix}": what happened and what to do`,
    text: paragraphs(
      [
        `The certificate request for the prefix "${request.prefix}" of site ${request.siteId} has ended without a certificate.`,
      ],
      ['What happened', `  ${message}`],
      ['What to do', `  ${remedy}`],
      ['Names that served before go on to serve as before.'],
      [`Name by name: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

function wordsOn({ conditions }: CertificateRequest, alias: string): string[] {
  const approval = conditions[alias]?.approval;
  if (!approval) return [];
  const { message, remedy } = viewOf(approval);
  return [`  ${message}`, `  ${remedy}`];
}

function addressOf({ siteId, requestId }: CertificateRequest, consoleUrl: string): string {
  return `${consoleUrl}/#/sites/${siteId}/requests/${requestId}`;
}

function paragraphs(...lines: readonly (readonly string[])[]): string {
  return withTimes(lines.map((paragraph) => paragraph.join('\n')).join('\n\n'));
}
