/** What a letter says while a request waits for its names to be made ready: what stands in the DNS of each, and what must stand there. */
import { blocks, viewOf } from '../condition.ts';
import { REASONS } from '../reasons.ts';
import { recordsToAdd } from '../records-to-add.ts';
import type { CertificateRequest } from '../request.ts';
import { addressOf, type LetterText, paragraphs, prefixOf } from './letter.ts';

/** `again`: as a reminder. Undefined while nobody can do anything about what is open: it is only not known yet. */
export function recordsToSet(
  request: CertificateRequest,
  until: string,
  consoleUrl: string,
  again = false,
): LetterText | undefined {
  const open = request.aliases.flatMap((alias) => {
    const lines = toDo(request, alias);
    return lines.length > 0 ? [[alias, ...lines]] : [];
  });
  if (open.length === 0) return undefined;
  const [total, wrong] = [request.aliases.length, open.length];
  return {
    subject: `${again ? 'Reminder: set' : 'Set'} DNS records for ${wrong} of ${total} names of ${prefixOf(request)}`,
    text: paragraphs(
      [
        `The certificate for the prefix "${request.prefix}" is requested as soon as all of its ${total} names are ready. What is seen of those that are not, and what must stand in the DNS:`,
      ],
      ...open,
      [
        `You have time until ${until}; after that the request ends. We look by ourselves, every few minutes at first and then every hour, and go on as soon as all names are ready.`,
      ],
      [`Status and "check again": ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** Each thing that keeps the name from going on and that somebody can mend, with the record where it is one; indented. */
function toDo({ conditions }: CertificateRequest, alias: string): string[] {
  const mendable = Object.values(conditions[alias] ?? {}).filter(
    (condition) => blocks(condition) && REASONS[condition.reason].actor !== 'nobody',
  );
  return mendable.flatMap((condition) => {
    const { message, remedy } = viewOf(condition);
    const lines = recordsToAdd(condition).flatMap(({ name, type, value }) => [
      `Name: ${name}`,
      `Type: ${type}`,
      `Value: ${value}`,
    ]);
    return [message, remedy, ...lines].map((line) => `  ${line}`);
  });
}
