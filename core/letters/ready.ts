/** The letter when every name serves: one act is left, and it is the customer's own. */
import type { CertificateRequest } from '../request.ts';
import { type LetterText, paragraphs, prefixOf } from './letter.ts';

export function ready({ aliases, prefix, siteId }: CertificateRequest, consoleUrl: string): LetterText {
  return {
    subject: `All ${aliases.length} names serve: save ${prefixOf({ prefix, siteId })} in the site settings`,
    text: paragraphs(
      ['The certificate is on the air, and each of these names has answered with it:'],
      aliases.map((alias) => `  ${alias}`),
      [
        `One thing is left: somebody who may change the settings of site ${siteId} saves the prefix "${prefix}" there. Only then does the site use these names.`,
        'There is no deadline, and it can be taken back at any time.',
      ],
      [`Site settings: ${consoleUrl}/#/sites/${siteId}/settings`],
    ),
  };
}
