/** orphans.list: what belongs to nobody any more, as it is now. */
import { findOrphans } from '../duties/find-orphans.ts';
import type { Operation, Tools } from './operation.ts';

export function listOrphans(tools: Tools): Operation<'orphans.list'> {
  return async () => ({ orphans: await findOrphans(tools) });
}
