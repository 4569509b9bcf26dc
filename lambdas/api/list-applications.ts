/** applications.list: those that lie wholly within the caller's own scope, oldest first. No secret is in them. */
import { viewApplication } from '../../core/application.ts';
import { covers } from '../../core/principal.ts';
import type { AccessOperation, AccessTools } from './operation-access.ts';

export function listApplications({ applications }: AccessTools): AccessOperation<'applications.list'> {
  return async ({ partnerId }, { principal }) => {
    const all = await applications.list();
    const seen = all.filter((each) => covers(principal, each) && (partnerId ?? each.partnerId) === each.partnerId);
    return { applications: seen.map(viewApplication) };
  };
}
