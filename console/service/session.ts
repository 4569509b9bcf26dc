/**
 * Who is signed in. A refusal for want of a session leads to the sign-in, and the reader comes back to the same place. Nothing of
 * a session is kept here but what the service says of it.
 */
import type { Permission } from '../../core/principal.ts';
import { ConnectionLost, call, whenRefused } from './api.ts';
import { dropDraft, dropDraftOfOthers } from './draft.ts';
import { forgetAll } from './live.ts';
import { notices } from './notices.ts';
import { mayDo, readerOf, type SessionState, sessionState } from './reader.ts';
import { useStore } from './store.ts';

/** Asks who is signed in. Throws ConnectionLost. */
export async function findSession(): Promise<void> {
  const answer = await call('sessions.get', {});
  if ('signedIn' in answer) begin({ kind: 'out', ended: sessionState.get().kind === 'in' });
  else begin({ kind: 'in', session: answer });
}

/** What one reader has read, or was told, is not shown to the next. */
function begin(state: SessionState): void {
  const before = sessionState.get();
  sessionState.set(state);
  if (state.kind === 'in') dropDraftOfOthers(readerOf(state));
  if (readerOf(before) === readerOf(state)) return;
  forgetAll();
  notices.set([]);
}

let asking: Promise<void> | undefined;

/** Asks again; without a connection, which is told elsewhere, the session may well be alive. */
export function askAgain(): Promise<void> {
  asking ??= findSession()
    .catch((error) => {
      if (!(error instanceof ConnectionLost)) throw error;
    })
    .finally(() => {
      asking = undefined;
    });
  return asking;
}

/** Whenever a call was refused, the session may be gone. */
export function watchSession(): void {
  whenRefused(() => {
    if (sessionState.get().kind === 'in') void askAgain();
  });
}

export async function signOut(): Promise<void> {
  await call('sessions.delete', {});
  begin({ kind: 'out', ended: false });
  dropDraft();
}

export const useMay = (permission: Permission): boolean => mayDo(useStore(sessionState), permission);
