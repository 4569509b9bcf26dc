/** What a letter says when names that pointed here before their certificate was asked for do not any more. */
import { misledNames } from '../misled.ts';
import type { CertificateRequest } from '../request.ts';
import { addressOf, type LetterText, paragraphs, prefixOf, wordsOn } from './letter.ts';

/** The certificate is there, the record is not: which record each name lacks, by when. */
export function misled(request: CertificateRequest, until: string, consoleUrl: string): LetterText {
  const open = misledNames(request);
  const [total, all] = [open.length, request.aliases.length];
  return {
    subject: `The DNS of ${total} of ${all} names of ${prefixOf(request)} does not lead here any more: please put it back`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" is issued and on the air. But the DNS of ${total} of its ${all} names was changed since it was checked, so they cannot serve:`,
      ],
      ...open.map((alias) => [alias, ...wordsOn(request, alias, 'dns')]),
      [
        `You have time until ${until}. We look by ourselves, every few minutes at first and then every hour, and go on as soon as the records are back.`,
      ],
      [`Status and "check again": ${addressOf(request, consoleUrl)}`],
    ),
  };
}
