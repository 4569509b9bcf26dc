/**
 * What a reader had typed and not saved when the session ended: kept for this tab while the portal signs in, and given back to the same
 * reader alone. One form has one, for only what was shown then can have any.
 */
import { readerOf, sessionState } from './reader.ts';

const KEPT = 'draft';

interface Draft {
  reader: string;
  form: string;
  typed: unknown;
}

function kept(): Draft | undefined {
  const text = sessionStorage.getItem(KEPT);
  return text === null ? undefined : JSON.parse(text);
}

/** As a form goes: where the reader left it or signed out, what was typed goes with it. */
export function keepDraft(reader: string, form: string, typed: unknown): void {
  const session = sessionState.get();
  if (session.kind !== 'out' || !session.ended) return;
  sessionStorage.setItem(KEPT, JSON.stringify({ reader, form, typed } satisfies Draft));
}

/** Of this reader, in this form. Stays until it is dropped: a screen may be drawn more than once. */
export function draftOf<Typed>(form: string): Typed | undefined {
  const draft = kept();
  return draft?.form === form && draft.reader === readerOf(sessionState.get()) ? (draft.typed as Typed) : undefined;
}

/** Whichever there is, or that of one form. */
export function dropDraft(form?: string): void {
  if (form === undefined || kept()?.form === form) sessionStorage.removeItem(KEPT);
}

/** Nothing of one reader is left for the next. */
export function dropDraftOfOthers(reader: string): void {
  if (kept()?.reader !== reader) dropDraft();
}
