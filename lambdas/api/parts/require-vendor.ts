/** What is of all partners is for the vendor's own people. Throws PermissionDenied. */
import type { OperationName } from '../../../core/api/operations.ts';
import type { Principal } from '../../../core/principal.ts';
import { denied } from '../../authentication/permit.ts';

export function requireVendor(principal: Principal, operation: OperationName): void {
  if (principal.partnerId !== null) throw denied(principal, operation, 'it is for the vendor’s own people');
}
