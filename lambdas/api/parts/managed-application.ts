/** The application that a caller wants to change: one that it may not see does not exist for it. */
import type { Application } from '../../../core/application.ts';
import { ServiceError } from '../../../core/errors.ts';
import { covers, type Principal } from '../../../core/principal.ts';
import type { AccessTools } from '../operation.ts';

/** Throws ApplicationUnknown. */
export async function managedApplication(
  { applications }: AccessTools,
  principal: Principal,
  userKey: string,
): Promise<Application> {
  const application = await applications.find(userKey);
  if (!application || application.deletedAt !== undefined || !covers(principal, application)) {
    throw new ServiceError('ApplicationUnknown', { userKey });
  }
  return application;
}
