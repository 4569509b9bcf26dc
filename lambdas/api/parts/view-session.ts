/** A session as the API shows it: who is signed in, what it may do and where, until when. Never the token. */
import type { Signed } from '../../authentication/session.ts';

export function viewSession({ principal, session, expiresAt }: Signed) {
  const { partnerId, sites, permissions } = principal;
  return {
    UID: session.UID,
    apiKey: session.apiKey,
    partnerId,
    sites,
    permissions,
    loggedInAt: session.loggedInAt,
    /** Unless something is called before. */
    expiresAt: new Date(expiresAt * 1000).toISOString(),
    endsAt: new Date(session.endsAt * 1000).toISOString(),
  };
}
