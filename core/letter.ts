/** Our own letters to a site's contacts: what happened, who must do what, until when. Plain text, ready to forward. */
import type { CertificateRequest } from './request.ts';

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
    text: [
      `Amazon has sent one approval mail for each of these names:`,
      ...lines,
      '',
      'Each went to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ of the domain named beside it.',
      'For each name, one of these mailboxes must open the mail "Certificate request for <name>" and press "I Approve".',
      `All of them until ${until}. One name that is not approved blocks the others.`,
      '',
      `Status and "send again": ${consoleUrl}/#/sites/${request.siteId}/requests/${request.requestId}`,
    ].join('\n'),
  };
}
