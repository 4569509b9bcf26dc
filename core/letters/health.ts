/** What a letter says of names that serve, or served: what is amiss, the exact record, and what happens if nobody mends it. */
import { type ConditionName, viewOf } from '../condition.ts';
import type { Trouble } from '../health.ts';
import type { CertificateRequest } from '../request.ts';
import { addressOf, type LetterText, paragraphs, prefixOf } from './letter.ts';

/** Troubles that began together; there is one at least. */
export function trouble(request: CertificateRequest, troubles: readonly Trouble[], consoleUrl: string): LetterText {
  const names = new Set(troubles.map(({ alias }) => alias)).size;
  return {
    subject: `${names} of ${request.aliases.length} names of ${prefixOf(request)} need somebody's attention`,
    text: paragraphs(
      [`We look after the names that serve for the prefix "${request.prefix}", and found this:`],
      ...troubles.map(({ alias, condition }) => {
        const { message, remedy } = viewOf(condition);
        return [alias, `  ${message}`, `  ${remedy}`];
      }),
      [...new Set(troubles.map(({ name }) => name))].flatMap((name) => CONSEQUENCES[name] ?? []),
      [`We look again by ourselves. Status and "check again": ${addressOf(request, consoleUrl)}`],
    ),
  };
}

/** What a reason's own words do not say. */
const CONSEQUENCES: Partial<Record<ConditionName, string>> = {
  dns: 'A name without its record goes off the air as soon as caches have forgotten it.',
};
