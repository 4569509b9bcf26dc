/** May the caller do what it asks for? Where is for each operation to say: what a caller may not see does not exist for it. */
import { ServiceError } from '../../core/errors.ts';
import { may, type Principal, type RequiredPermission } from '../../core/principal.ts';

/** Throws PermissionDenied, in words that name the permission. */
export function permit(principal: Principal, operation: string, required: RequiredPermission): void {
  if (required === 'public') return;
  if (required === 'authenticated') {
    if (principal.kind === 'member') throw denied(principal, operation, 'it is for applications');
  } else if (!may(principal, required)) throw denied(principal, operation, `it lacks the permission ${required}`);
}

/** Of somebody who may do it, but not with that. */
export function refuseGrant(operation: string): never {
  const why = 'nobody can give, change, renew or take away more than they have themselves';
  throw new ServiceError('PermissionDenied', { who: 'You', operation, why });
}

/** The error, `why` in words. */
export function denied({ kind }: Principal, operation: string, why: string): ServiceError {
  const who = kind === 'member' ? 'Your role' : 'This application';
  return new ServiceError('PermissionDenied', { who, operation, why });
}
