/** applications.list: those that lie wholly within the caller's own scope, oldest first. No secret is in them. */
import { type Application, viewApplication } from '../../../core/application.ts';
import { covers } from '../../../core/principal.ts';
import type { AccessTools, Operation } from '../operation.ts';
import { readPage } from '../parts/page.ts';

export function listApplications({ applications }: AccessTools): Operation<'applications.list'> {
  return async ({ partnerId, ...page }, { principal }) => {
    const isSeen = (each: Application) => covers(principal, each) && (partnerId ?? each.partnerId) === each.partnerId;
    const { entries, nextCursor } = await readPage(page, { ...applications, isSeen }, viewApplication);
    return { applications: entries, nextCursor };
  };
}
