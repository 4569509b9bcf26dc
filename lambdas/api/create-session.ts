/** sessions.create: the portal hands over a signed UID, the browser gets its session. Every signature is good once. */
import { errorOf } from '../authentication/refusal.ts';
import { logIn } from '../authentication/session.ts';
import type { AccessOperation, AccessTools } from './operation-access.ts';
import { viewSession } from './view-session.ts';

export function createSession(tools: AccessTools): AccessOperation<'sessions.create'> {
  return async (input, { request, cookies }) => {
    const signed = await logIn(tools, request, input);
    if (!signed.valid) throw errorOf(signed);
    for (const [name, cookie] of signed.cookies) cookies.set(name, cookie);
    return { ...viewSession(signed), location: tools.consoleUrl };
  };
}
