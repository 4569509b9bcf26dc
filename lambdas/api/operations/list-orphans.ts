/** orphans.list: what belongs to nobody any more, as it is now. */
import { findOrphans } from '../../duties/find-orphans.ts';
import type { Operation, Tools } from '../operation.ts';
import { requireVendor } from '../parts/require-vendor.ts';

export function listOrphans(tools: Tools): Operation<'orphans.list'> {
  return async (_, { principal }) => {
    requireVendor(principal, 'orphans.list');
    return { orphans: await findOrphans(tools) };
  };
}
