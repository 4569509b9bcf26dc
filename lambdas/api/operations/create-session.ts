/** sessions.create: the portal hands over a signed UID, the browser gets its session. Every signature is good once. */
import { errorOf } from '../../authentication/refusal.ts';
import { logIn } from '../../authentication/session.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { viewSession } from '../parts/view-session.ts';

export function createSession(tools: AccessTools): Operation<'sessions.create'> {
  return async (input, { request, cookies, identified }) => {
    const signed = await logIn(tools, request, input);
    if (!signed.valid) throw errorOf(signed);
    identified(signed.principal);
    for (const [name, cookie] of signed.cookies) cookies.set(name, cookie);
    return { ...viewSession(signed), location: tools.consoleUrl };
  };
}
