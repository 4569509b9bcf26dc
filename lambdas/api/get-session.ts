/** sessions.get: who is signed in. To ask is to go on: the session slides. */
import { errorOf } from '../authentication/refusal.ts';
import { bySession } from '../authentication/session.ts';
import type { AccessOperation, AccessTools } from './operation-access.ts';
import { viewSession } from './view-session.ts';

export function getSession(tools: AccessTools): AccessOperation<'sessions.get'> {
  return async (_, { request, cookies }) => {
    const signed = await bySession(tools, request);
    if (!signed.valid) throw errorOf(signed);
    for (const [name, cookie] of signed.cookies) cookies.set(name, cookie);
    return viewSession(signed);
  };
}
