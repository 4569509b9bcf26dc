/** The letter after the trusted domains have changed: the certificate serves as before, and does not fit them any more. */

import type { Outdated } from '../replacement.ts';
import type { CertificateRequest } from '../request.ts';
import { type LetterText, prefixOf } from './letter.ts';

export function domainsChanged(
  { prefix, siteId }: Pick<CertificateRequest, 'prefix' | 'siteId'>,
  { notCovered, noLongerTrusted }: Outdated,
  consoleUrl: string,
): LetterText {
  const paragraphs = [
    [
      `The trusted domains of site ${siteId} have changed. The certificate for the prefix "${prefix}" serves as before.`,
    ],
    ...(notCovered.length > 0 ? [['These names are not in it, so they do not serve:', ...named(notCovered)]] : []),
    ...(noLongerTrusted.length > 0
      ? [['These names are in it though their domains are not trusted any more:', ...named(noLongerTrusted)]]
      : []),
    [
      'What to do: generate the certificate again when the list of domains is complete. The plan shows beforehand who must click or which records to add, and which names would go off the air; that is asked for name by name.',
      'Until the new certificate is proven, the present one serves.',
    ],
    [`Plan and generate: ${consoleUrl}/#/sites/${siteId}`],
  ];
  return {
    subject: `Trusted domains changed: generate the certificate for ${prefixOf({ prefix, siteId })} again`,
    text: paragraphs.map((lines) => lines.join('\n')).join('\n\n'),
  };
}

function named(aliases: readonly string[]): string[] {
  return aliases.map((alias) => `  ${alias}`);
}
