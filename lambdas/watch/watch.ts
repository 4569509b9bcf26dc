/**
 * Watch: the one place that looks at what parked workflows await. Called every minute, by events, and when a person asks.
 * A look that fails is looked at again; one wait's trouble never keeps the others from being looked at.
 */
import * as z from 'zod';
import { CANCELED } from '../../core/request.ts';
import { WAITS, type WaitName } from '../../core/wait.ts';
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
import { lookAtUse } from './looks/await-unused.ts';
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

/** What a tick has for looks and resends; ten of the function's sixty seconds are left for everything else. */
const TICK_MS = 50_000;
/** A look takes about as long: some calls to the table, one to ACM or CloudFront. One after the other, they stay below ACM's 10 a second. */
const LOOK_MS = 200;
/** More stay due for the next tick: ten seconds are left for resends. 200 a minute carry 3,000 requests that wait for approval. */
const LOOKS_A_TICK = 200;
/** After AWS has throttled a look: its buckets fill by the second. */
const BREATH_MS = 1000;

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
  const post = { requests, sites, mail: createMail(env), consoleUrl: requireVariable(env, 'CONSOLE_URL') };
  const looks: Record<WaitName, Look> = {
    AwaitPreflightFix: lookAtPreflight(env, machine, requests, sites),
    AwaitValidationRecords: lookAtValidationRecords(env, acm, post),
    AwaitValidation: lookAtValidation(env, acm, post),
    AwaitDeployment: lookAtDeployment(cloudFront, requests, sites),
    AwaitUnused: lookAtUse(acm, requests),
  };

  /** True when AWS let us ask. A look that it throttled is put off, and counts for nothing. */
  async function look(wait: Wait, now: Date): Promise<boolean> {
    const claimed = await waits.claim(wait, now);
    if (!claimed) return true;
    try {
      const canceled = WAITS[wait.name].endsOnCancel && (await requests.require(wait.requestId)).cancelAskedAt;
      const seen = canceled ? { end: CANCELED } : await looks[wait.name](claimed, now);
      if (seen === 'notYet') await waits.lookAgain(claimed, now);
      else {
        await stepFunctions.succeed(claimed.taskToken, seen.end);
        await waits.end(claimed);
      }
    } catch (error) {
      if (isAwsError(error, 'AwsThrottled')) {
        await waits.putOff(claimed, now);
        return false;
      }
      logger.error('a look failed; it is tried again', {
        requestId: wait.requestId,
        wait: wait.name,
        error: error as Error,
      });
      await waits.lookAgain(claimed, now);
    }
    return true;
  }

  async function lookAtDue(now: Date): Promise<void> {
    const due = (await waits.due(now)).slice(0, LOOKS_A_TICK);
    for (const wait of due) if (!(await look(wait, now))) await machine.pause(BREATH_MS);
    const rest = TICK_MS - due.length * LOOK_MS;
    await grantResends({ acm, requests, resends, leases: createLeases(table), machine }, now, rest).catch(
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
        await tellExecution({ requests, waits, stepFunctions }, event.detail, now);
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
