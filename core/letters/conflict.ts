/** What letters say of names that somebody else holds: what to do about it, the proof that AWS moves them on, and that they are free. */
import { blocks, viewOf } from '../condition.ts';
import { ownershipLines } from '../ownership-record.ts';
import type { CertificateRequest } from '../request.ts';
import { addressOf, type LetterText, paragraphs, prefixOf } from './letter.ts';

/** The certificate is there, but CloudFront does not give us some of its names: what holds each, and what to do about it. */
export function conflict(request: CertificateRequest, until: string, consoleUrl: string): LetterText {
  const off = request.aliases.flatMap((alias) => {
    const finding = request.conditions[alias]?.conflict;
    return finding && blocks(finding) ? [{ alias, ...viewOf(finding) }] : [];
  });
  const [total, kept] = [request.aliases.length, off.length];
  const rest = kept < total ? ' The rest goes on the air meanwhile.' : '';
  return {
    subject: `${kept} of ${total} names are taken elsewhere for ${prefixOf(request)}: please have them released`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" is issued, but CloudFront does not let us serve ${kept} of its ${total} names.${rest}`,
      ],
      ...off.map(({ alias, message, remedy }) => [alias, `  ${message}`, `  ${remedy}`]),
      [
        `You have time until ${until}. We look by ourselves, every few minutes at first and then every hour, and go on as soon as the names are free.`,
      ],
      [`Status, "check again" and "I can't": ${addressOf(request, consoleUrl)}/conflict`],
    ),
  };
}

/** AWS moves names on proof: the TXT records to add. `missing`: the names whose record we do not see yet. */
export function ownershipRecords(
  request: CertificateRequest,
  missing: readonly string[],
  { distribution, until }: { distribution: { id: string; domainName: string }; until: string },
  consoleUrl: string,
): LetterText {
  const records = missing.length === 1 ? '1 TXT record' : `${missing.length} TXT records`;
  return {
    subject: `Add ${records} so that AWS hands over held names of ${prefixOf(request)}`,
    text: paragraphs(
      [
        "Identity already exists: CloudFront gives a name to one distribution only, and somebody else's holds these names:",
        ...missing.map(
          (alias) =>
            `  ${alias}: ${request.conditions[alias]?.conflict?.facts.holder ?? 'another CloudFront resource'}`,
        ),
      ],
      ['AWS moves them on proof that whoever manages their DNS wants it. The proof, as lines of a zone file:'],
      ownershipLines(missing, distribution).map((line) => `  ${line}`),
      [
        'The name of each record begins with an underscore. Where a form takes the name of a record without the zone, leave the zone out. The value has no dot at its end.',
        `All of them until ${until}; otherwise the request ends.`,
      ],
      [
        'We look by ourselves. When all of them stand, we ask CloudFront, and AWS Support where CloudFront refuses; AWS Support takes days.',
        'Removing a name from the resource that holds it works at any time too, and is faster.',
      ],
      [`Which of them are seen: ${addressOf(request, consoleUrl)}/conflict`],
    ),
  };
}

/** AWS has moved the names after the request had ended: nobody holds them any more, and a new request gets them. */
export function freed(request: CertificateRequest, names: readonly string[], consoleUrl: string): LetterText {
  return {
    subject: `Names of ${prefixOf(request)} are free: generate again`,
    text: paragraphs(
      ['AWS has taken these names from the resource that held them:', ...names.map((name) => `  ${name}`)],
      [
        'The certificate request that they were wanted for had ended by then, so we have set them free: nobody holds them now.',
        'Generate the certificate again to have them serve, soon: whoever has a certificate for a free name can take it.',
      ],
      ['The TXT records that proved whose names they are can be removed.'],
      [`The request that had ended: ${addressOf(request, consoleUrl)}`],
    ),
  };
}
