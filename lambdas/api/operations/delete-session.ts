/** sessions.delete: logout. The session ends in the table, so that a copied cookie is worth nothing; again is harmless. */
import { errorOf, refused } from '../../authentication/refusal.ts';
import { isForeign, logOut } from '../../authentication/session.ts';
import type { AccessTools, Operation } from '../operation.ts';

export function deleteSession(tools: AccessTools): Operation<'sessions.delete'> {
  return async (_, { request, cookies }) => {
    if (isForeign(tools, request)) throw errorOf(refused('foreignOrigin'));
    for (const [name, cookie] of await logOut(tools, request)) cookies.set(name, cookie);
    return { signedIn: false };
  };
}
