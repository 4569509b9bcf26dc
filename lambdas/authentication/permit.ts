/** May the caller do what it asks for? Where is for each operation to say: what a caller may not see does not exist for it. */
import { ServiceError } from '../../core/errors.ts';
import { may, type Principal, type RequiredPermission } from '../../core/principal.ts';

/** Throws PermissionDenied, in words that name the permission. */
export function permit(principal: Principal, operation: string, required: RequiredPermission): void {
  const who = principal.kind === 'member' ? 'Your role' : 'This application';
  if (required === 'public') return;
  if (required === 'authenticated') {
    if (principal.kind === 'member') throw denied(who, operation, 'it is for applications');
  } else if (!may(principal, required)) throw denied(who, operation, `it lacks the permission ${required}`);
}

/** Of somebody who may do it, but not with that. */
export function refuseGrant(operation: string): never {
  throw denied('You', operation, 'nobody can give, change or renew more than they have themselves');
}

function denied(who: string, operation: string, why: string): ServiceError {
  return new ServiceError('PermissionDenied', { who, operation, why });
}
