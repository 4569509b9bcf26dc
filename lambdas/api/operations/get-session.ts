/** sessions.get: who is signed in, or that nobody is: a page asks before it knows. To ask is to go on: the session slides. */
import { bySession } from '../../authentication/session.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { viewSession } from '../parts/view-session.ts';

export function getSession(tools: AccessTools): Operation<'sessions.get'> {
  return async (_, { request, cookies, identified }) => {
    const signed = await bySession(tools, request);
    if (!signed.valid) return { signedIn: false };
    identified(signed.principal);
    for (const [name, cookie] of signed.cookies) cookies.set(name, cookie);
    return viewSession(signed);
  };
}
