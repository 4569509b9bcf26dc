/**
 * Watch: the one place that looks at what parked workflows await. Called every minute, by events, and when a person asks.
 * A look that fails is looked at again; one wait's trouble never keeps the others from being looked at.
 */
import * as z from 'zod';
import type { WaitName } from '../../core/wait.ts';
import { createAcm } from '../clients/acm.ts';
import { isAwsError, requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createMail } from '../clients/mail.ts';
import { createStepFunctions } from '../clients/step-functions.ts';
import { createTable } from '../clients/table.ts';
import { createLeases } from '../records/leases.ts';
import { createRequests } from '../records/requests.ts';
import { createResends } from '../records/resends.ts';
import { createSites } from '../records/sites.ts';
import { createWaits, type Wait } from '../records/waits.ts';
import { type Create, createLogger, REAL_MACHINE, wrapped } from '../runtime.ts';
import { tellExecution } from './executions.ts';
import type { Look } from './look.ts';
import { lookAtDeployment } from './looks/await-deployment.ts';
import { lookAtPreflight } from './looks/await-preflight-fix.ts';
import { lookAtValidation } from './looks/await-validation.ts';
import { lookAtValidationRecords } from './looks/await-validation-records.ts';
import { grantResends } from './resends.ts';

/** An EventBridge event; the schedule's has detail type `Scheduled Event`. */
const WatchEvent = z.looseObject({
  time: z.iso.datetime(),
  'detail-type': z.string(),
  resources: z.array(z.string()).default([]),
  detail: z.record(z.string(), z.unknown()).default({}),
});

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const [requests, sites, waits, resends] = [
    createRequests(table),
    createSites(table),
    createWaits(table),
    createResends(table),
  ];
  const acm = createAcm(env);
  const cloudFront = createCloudFront(env);
  const stepFunctions = createStepFunctions(env);
  const logger = createLogger('Watch', env);
  const looks: Record<WaitName, Look> = {
    AwaitPreflightFix: lookAtPreflight(env, machine, requests, sites),
    AwaitValidationRecords: lookAtValidationRecords(
      acm,
      createMail(env),
      requireVariable(env, 'CONSOLE_URL'),
      requests,
      sites,
    ),
    AwaitValidation: lookAtValidation(acm, requests),
    AwaitDeployment: lookAtDeployment(cloudFront, requests, sites),
  };

  async function look(wait: Wait, now: Date): Promise<void> {
    const claimed = await waits.claim(wait, now);
    if (!claimed) return;
    try {
      const seen = await looks[wait.name](claimed, now);
      if (seen === 'notYet') return await waits.lookAgain(claimed, now);
      await stepFunctions.succeed(claimed.taskToken, seen.end);
      await waits.end(claimed);
    } catch (error) {
      logger.error('a look failed; it is tried again', {
        requestId: wait.requestId,
        wait: wait.name,
        error: error as Error,
      });
      await waits.lookAgain(claimed, now);
    }
  }

  async function lookAtDue(now: Date): Promise<void> {
    for (const wait of await waits.due(now)) await look(wait, now);
    await grantResends({ acm, requests, resends, leases: createLeases(table), machine }, now).catch(
      (error: unknown) => {
        if (!isAwsError(error, 'WriterBusy'))
          logger.error('resending failed; it is tried again', { error: error as Error });
      },
    );
  }

  async function lookAtRequest(requestId: string, now: Date): Promise<void> {
    await waits.lookNow(requestId, now);
    for (const wait of await waits.at(requestId)) await look(wait, now);
  }

  return wrapped('Watch', env, WatchEvent, async (event) => {
    const now = new Date(event.time);
    switch (event['detail-type']) {
      case 'ACM Certificate Available': {
        const requestId = await requests.ofCertificate(event.resources[0] ?? '');
        if (requestId) await lookAtRequest(requestId, now);
        break;
      }
      case 'Step Functions Execution Status Change':
        await tellExecution(requests, waits, event.detail, now);
        break;
      case 'Look Requested':
        await lookAtRequest(String(event.detail.requestId), now);
        await lookAtDue(now);
        break;
      default:
        await lookAtDue(now);
    }
    const dues = [await waits.nextDueAt(), await resends.nextDueAt()].filter((due) => due !== undefined);
    return { nextDueAt: dues.sort()[0] ?? null };
  });
};
