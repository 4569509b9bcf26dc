/**
 * Entity tags (RFC 9110 section 8.8.3), strong: of an answer to a GET, by its bytes. With one as If-None-Match what has not changed is
 * not sent again; with one as If-Match what somebody else has changed meanwhile is not overwritten.
 */
import { createHash } from 'node:crypto';

export function entityTagOf(answer: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(answer)).digest('base64url')}"`;
}

/** Does `If-Match` (section 13.1.1) hold for what is there? Weak tags match nothing; `*` matches whatever it is. */
export function isMatched(ifMatch: string, present: unknown): boolean {
  if (ifMatch.trim() === '*') return true;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  return tags.includes(entityTagOf(present));
}
