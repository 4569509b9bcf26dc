/**
 * Who is signed in. Where the service knows no sessions everybody may do everything; else a refusal for want of one leads to the
 * sign-in, and the reader comes back to the same place. Nothing of a session is kept here but what the service says of it.
 */
import type { Permission } from '../core/principal.ts';
import { ConnectionLost, call, Problem, type Session, whenRefused } from './api.ts';
import { forgetAll } from './live.ts';
import { createStore, useStore } from './store.ts';

export type SessionState =
  | { kind: 'none' }
  | { kind: 'in'; session: Session }
  /** `ended`: there was one until now. */
  | { kind: 'out'; ended: boolean };

export const sessionState = createStore<SessionState>({ kind: 'none' });

/** Asks who is signed in: at the start, and whenever a call was refused. */
export async function findSession(): Promise<void> {
  const wasIn = sessionState.get().kind === 'in';
  try {
    sessionState.set({ kind: 'in', session: await call('sessions.get', {}) });
  } catch (error) {
    if (error instanceof ConnectionLost) return; // told elsewhere; the session may well be alive
    if (!(error instanceof Problem)) throw error;
    sessionState.set(error.code === 'OperationUnknown' ? { kind: 'none' } : { kind: 'out', ended: wasIn });
  }
}

export async function signOut(): Promise<void> {
  await call('sessions.delete', {});
  forgetAll();
  sessionState.set({ kind: 'out', ended: false });
}

/** Whether the reader may see a screen that needs this. The service decides again at each call. */
export function mayDo(state: SessionState, permission: Permission): boolean {
  return state.kind === 'none' || (state.kind === 'in' && state.session.permissions.includes(permission));
}

export const useMay = (permission: Permission): boolean => mayDo(useStore(sessionState), permission);

let asking = false;

export function watchSession(): void {
  whenRefused(() => {
    if (asking || sessionState.get().kind !== 'in') return;
    asking = true;
    void findSession().finally(() => {
      asking = false;
    });
  });
}
