/** Starts what the call that stored a request has not lived to start. To start again what runs is harmless. */
import type { Logger } from '@aws-lambda-powertools/logger';
import type { StepFunctions } from '../clients/step-functions.ts';
import type { Starts } from '../records/starts.ts';

export interface Starting {
  starts: Starts;
  stepFunctions: StepFunctions;
  provisionCertificateArn: string;
  logger: Logger;
}

/** One that cannot be started stays due, and keeps no other from it. */
export async function startDue(
  { starts, stepFunctions, provisionCertificateArn, logger }: Starting,
  now: Date,
): Promise<void> {
  for (const requestId of await starts.due(now)) {
    try {
      await stepFunctions.start(provisionCertificateArn, requestId, { requestId });
      await starts.done(requestId);
    } catch (error) {
      logger.error('a request could not be started; it is tried again', { requestId, error: error as Error });
    }
  }
}
