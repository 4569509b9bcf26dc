/** orphans.list: what belongs to nobody any more, as it is now. */
import { denied } from '../../authentication/permit.ts';
import { findOrphans } from '../../duties/find-orphans.ts';
import type { Operation, Tools } from '../operation.ts';

export function listOrphans(tools: Tools): Operation<'orphans.list'> {
  return async (_, { principal }) => {
    if (principal.partnerId !== null) throw denied(principal, 'orphans.list', FOR_THE_VENDOR);
    return { orphans: await findOrphans(tools) };
  };
}

/** They are of all partners. */
export const FOR_THE_VENDOR = 'it is for the vendor’s own people';
