/** Who reads the page, and what they may do there. The service decides again at each call. */
import type { Answers } from '../../core/api/operations.ts';
import type { Permission } from '../../core/principal.ts';
import { createStore } from './store.ts';

type Session = Exclude<Answers['sessions.get'], { signedIn: false }>;

export type SessionState =
  | { kind: 'in'; session: Session }
  /** `ended`: there was one until now. */
  | { kind: 'out'; ended: boolean };

export const sessionState = createStore<SessionState>({ kind: 'out', ended: false });

/** Whether the reader may see a screen that needs this. */
export const mayDo = (state: SessionState, permission: Permission): boolean =>
  state.kind === 'in' && state.session.permissions.includes(permission);

/** One of the customer's own people, who acts for its sites: "you" where a site admin is meant. */
export const isSiteAdmin = (state: SessionState): boolean =>
  mayDo(state, 'sites.write') && state.kind === 'in' && state.session.partnerId !== null;

/** Names who reads; nobody: ''. */
export const readerOf = (state: SessionState): string =>
  state.kind === 'in' ? `${state.session.partnerId} ${state.session.UID}` : '';
