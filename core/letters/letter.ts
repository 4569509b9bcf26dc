/** What our own letters to a site's contacts are made of: what happened, who must do what, until when. Plain text, ready to forward. */
import { type ConditionName, viewOf } from '../condition.ts';
import { type CertificateRequest, certificateNames } from '../request.ts';
import { list, withTimes } from '../text.ts';
import { recordLines } from '../validation-record.ts';

/** Each goes out once in the life of a request. */
export type LetterName =
  | 'records'
  | 'records reminder'
  | 'validation asked'
  | 'reminder after 24 h'
  | 'reminder after 60 h'
  | 'conflict'
  /** By the move that came to nothing. */
  | `conflict handed back by ${string}`
  /** By the time from which it is waited for: once mended, records may be lost again. */
  | `misled since ${string}`
  /** By the move that asks for them. */
  | `ownership records of ${string}`
  | 'freed'
  | 'ready'
  | 'migration invitation'
  | `migration reminder ${number} days before ${string}`
  | `migration ${number} records`
  | `migration ${number} ended`
  | 'failure'
  /** By the time of the last change: each change is told. */
  | `domains changed at ${string}`
  // Of one renewal; forgotten when the next begins.
  | `renewal ${string}`
  // Of a request that serves: one for the troubles that began together.
  | `trouble since ${string}`
  // Of the site's end, by the execution that works at it.
  | `retirement ${'asked' | 'overdue' | 'done'} ${string}`;

export interface LetterText {
  subject: string;
  text: string;
}

/** The letter with a link for whoever has no account: added at its end, so that the rest reads the same without it. */
export function forwardable({ subject, text }: LetterText, url: string, until: string): LetterText {
  const link = paragraphs([
    `To forward to whoever manages the DNS or reads the mailboxes: what there is to do and what is seen of it, without an account, until ${until}:`,
    url,
  ]);
  return { subject, text: `${text}\n\n${link}` };
}

/** The page behind a link. What stands after # stays in the browser: no server in between sees the token. */
export function addressOfLink(token: string, consoleUrl: string): string {
  return `${consoleUrl}/#/instructions/${token}`;
}

/** By which readers sort our letters: one list a site (RFC 2919). */
export function listIdOf(siteId: string, consoleUrl: string): string {
  return `<${siteId}.certificates.${new URL(consoleUrl).hostname}>`;
}

/** What one condition of a name is, and what to do about it, indented. */
export function wordsOn({ conditions }: CertificateRequest, alias: string, name: ConditionName): string[] {
  const condition = conditions[alias]?.[name];
  if (!condition) return [];
  const { message, remedy } = viewOf(condition);
  return [`  ${message}`, `  ${remedy}`];
}

/** Of a certificate that names more than the request: why AWS asks for those too, and the way out for whoever cannot answer for them. */
export function leftOutToo(request: CertificateRequest): string[][] {
  const names = certificateNames(request).slice(request.aliases.length);
  if (names.length === 0) return [];
  const [it, they] = names.length === 1 ? ['it was', 'it'] : ['they were', 'them'];
  return [
    [
      `AWS asks for ${list(names)} as well: the certificate names ${they} still, though ${it} left out. One name that is not answered for blocks the others; if nobody can, generate a new certificate without ${they}.`,
    ],
  ];
}

/** Of names whose record is a wildcard's: what must stand before their validation record does, and so is read before it. */
export function ownRecordsFirst(request: CertificateRequest, condition: 'approval' | 'migration'): string[][] {
  const names = certificateNames(request).filter(
    (alias) => request.conditions[alias]?.[condition]?.reason === 'RecordUnderWildcard',
  );
  if (names.length === 0) return [];
  const own = names.map((name) => ({ name, type: 'CNAME', value: request.target }) as const);
  return [
    [
      `First of all: ${list(names)} ${names.length === 1 ? 'leads' : 'lead'} here by a wildcard record, which answers for no name that has a record below it. Before the records further down, add ${names.length === 1 ? 'this one, or the name leads' : 'these, or the names lead'} here no more:`,
    ],
    recordLines(own).map((line) => `  ${line}`),
  ];
}

/** What a subject names: who looks after several sites has letters of all of them, and prefixes are often the same. */
export function prefixOf({ prefix, siteId }: Pick<CertificateRequest, 'prefix' | 'siteId'>): string {
  return `prefix "${prefix}" of site ${siteId}`;
}

export function addressOf({ siteId, requestId }: CertificateRequest, consoleUrl: string): string {
  return `${consoleUrl}/#/sites/${siteId}/requests/${requestId}`;
}

export function paragraphs(...lines: readonly (readonly string[])[]): string {
  return withTimes(lines.map((paragraph) => paragraph.join('\n')).join('\n\n'));
}
