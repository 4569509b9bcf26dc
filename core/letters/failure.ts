/** The letter when a request has ended without a certificate: why, and what its cure is. To be written after the failure is recorded. */
import { endingInWords } from '../endings.ts';
import type { CertificateRequest } from '../request.ts';
import { addressOf, type LetterText, paragraphs, prefixOf } from './letter.ts';

export function failure(request: CertificateRequest, consoleUrl: string): LetterText {
  if (!request.failure) throw new Error(`request ${request.requestId} has not failed`);
  const { message, remedy } = endingInWords(request.failure);
  return {
    subject: `No certificate for ${prefixOf(request)}: what happened and what to do`,
    text: paragraphs(
      [
        `The certificate request for the prefix "${request.prefix}" of site ${request.siteId} has ended without a certificate.`,
      ],
      ['What happened', `  ${message}`],
      ['What to do', `  ${remedy}`],
      ['Names that served before go on serving as before.'],
      [`Name by name: ${addressOf(request, consoleUrl)}`],
    ),
  };
}
