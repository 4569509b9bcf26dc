/** What the file of an operation of core/operations-access.ts is: `<verb><Noun>(tools)` answers its handler. */
import type { AccessInputOf, AccessOperationName } from '../../core/operations-access.ts';
import type { Principal } from '../../core/principal.ts';
import type { Door } from '../authentication/door.ts';
import type { DoorRequest } from '../authentication/request.ts';
import type { Audit } from '../records/audit.ts';

/** Made once per function instance and handed to every operation. */
export interface AccessTools extends Door {
  audit: Audit;
  /** Where a person goes on after signing in. */
  consoleUrl: string;
}

/** Of an operation that anybody may call. */
export interface PublicCall {
  /** World time. Signatures and sessions are judged by the door's own, `machine.doorTime()`. */
  now: Date;
  request: DoorRequest;
  /** Headers `Set-Cookie` of the answer, by cookie name; operations add to them. */
  cookies: Map<string, string>;
}

export interface AccessCall extends PublicCall {
  /** It has the permission that the operation asks for. */
  principal: Principal;
}

/** The names of operations that judge their caller themselves. */
type PublicName = Extract<AccessOperationName, `sessions.${string}`>;

export type AccessOperation<Name extends AccessOperationName> = (
  input: AccessInputOf<Name>,
  call: Name extends PublicName ? PublicCall : AccessCall,
) => Promise<unknown>;
