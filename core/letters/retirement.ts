/** Letters about the end of a site: which records must go, until when, and what happens then. */

import type { Retirement } from '../retirement.ts';
import { type LetterText, paragraphs } from './letter.ts';

/** Asked for: the records to remove. */
export function retirementAsked(
  siteId: string,
  names: readonly string[],
  deadline: string,
  target: string,
): LetterText {
  return {
    subject: `Remove ${names.length} DNS records: site ${siteId} is being retired`,
    text: paragraphs(
      [`The site ${siteId} is being retired. Please remove these records from the DNS; each is a CNAME to ${target}:`],
      names.map((name) => `  ${name}`),
      [
        `All names go on serving until the last of them is gone. We look by ourselves until ${deadline}; an hour after the last one is gone we take the certificate and everything else away.`,
        'Until then the site can be kept. Afterwards its site id and API key are never used again.',
      ],
    ),
  };
}

/** The deadline has passed, and names still lead to us. */
export function retirementOverdue(siteId: string, { pointing, unknown }: Retirement): LetterText {
  return {
    subject: `Site ${siteId} is not retired: DNS records still lead to it`,
    text: paragraphs(
      [`These names still lead to the site ${siteId}, or their name servers do not answer:`],
      [...pointing, ...unknown].map((name) => `  ${name}`),
      [
        'A name that leads to something that is gone can be taken over by others, so nothing was taken away: all names go on serving.',
        'Remove the records and have the site retired again, or leave everything as it is.',
      ],
    ),
  };
}

export function retired(siteId: string): LetterText {
  return {
    subject: `Site ${siteId} is retired`,
    text: paragraphs([
      `The names, certificates and the distribution of the site ${siteId} are gone. Its site id and API key are never used again. Nothing is left to do.`,
    ]),
  };
}
