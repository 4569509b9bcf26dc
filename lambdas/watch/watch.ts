/**
 * Watch: the one place that looks at what parked workflows await. Called every minute, by events, and when a person asks. What each kind of
 * call does is in a file of its own; all share the tools that are made here.
 */
import * as z from 'zod';
import { parseDataCenters } from '../../core/data-center.ts';
import { createAcm } from '../clients/acm.ts';
import { requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createEvents } from '../clients/events.ts';
import { createExecutionHistory } from '../clients/execution-history.ts';
import { publisher } from '../clients/figures.ts';
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { createQuotas } from '../clients/quotas.ts';
import { readingOnce } from '../clients/reading-once.ts';
import { createStepFunctions, machineArnsFrom } from '../clients/step-functions.ts';
import { createTable } from '../clients/table.ts';
import { createPost } from '../duties/tell-contacts.ts';
import { createCares } from '../records/cares.ts';
import { createErrands } from '../records/errands.ts';
import { createLeases } from '../records/leases.ts';
import { createLinks } from '../records/links.ts';
import { createMoves } from '../records/moves.ts';
import { createNotices } from '../records/notices.ts';
import { createRenewalTickets } from '../records/renewal-tickets.ts';
import { createResends } from '../records/resends.ts';
import { createSightings } from '../records/sightings.ts';
import { createWaits } from '../records/waits.ts';
import { type Create, createLogger, REAL_MACHINE, wrapped } from '../runtime.ts';
import { inviteToDns } from './caring/campaign.ts';
import { watchExpiry } from './caring/expiry.ts';
import { watchHealth } from './caring/health.ts';
import { watchRenewal } from './caring/renewal.ts';
import { type ExecutionTools, tellExecution } from './executions.ts';
import { createLookAt } from './look-at.ts';
import { createLooks } from './looks.ts';
import { createMeter } from './metrics.ts';
import { doDue, type TickTools, tell, tick } from './tick.ts';

/** An EventBridge event; the schedule's has detail type `Scheduled Event`. */
const WatchEvent = z.looseObject({
  time: z.iso.datetime(),
  'detail-type': z.string(),
  resources: z.array(z.string()).default([]),
  detail: z.record(z.string(), z.unknown()).default({}),
});

/** Of EventBridge's `OpsItem Update`. */
const OpsItemDetail = z.looseObject({ 'ops-item-id': z.string() });

/**
 * A tick that begins later than this after its event is passed over: the next one has come (infra/schedules.ts says the same of EventBridge).
 * It has stood in Lambda's own queue, throttled or to be tried again, and what it would compute from its time, leases first, was over at once.
 * So is a look that was asked for: whoever asks makes due what is to be looked at, and a tick has found it. However many ask, watch does not
 * fall behind by more than this.
 */
const LATE_MS = 60_000;

export const create: Create = (env, machine = REAL_MACHINE, publish = publisher(env, machine)) => {
  const table = readingOnce(createTable(env));
  const logger = createLogger('Watch', env);
  const post = { ...createPost(env, table), links: createLinks(table, machine.randomHex) };
  const base = {
    env,
    machine,
    logger,
    publish,
    post,
    requests: post.requests,
    sites: post.sites,
    moves: createMoves(table),
    waits: createWaits(table),
    errands: createErrands(table),
    resends: createResends(table),
    leases: createLeases(table),
    cares: createCares(table),
    notices: createNotices(table),
    sightings: createSightings(table),
    renewalTickets: createRenewalTickets(table),
    acm: createAcm(env),
    cloudFront: createCloudFront(env),
    stepFunctions: createStepFunctions(env),
    executionHistory: createExecutionHistory(env),
    events: createEvents(env),
    quotas: createQuotas(env),
    dataCenters: parseDataCenters(requireVariable(env, 'DATA_CENTERS')),
    machineArns: machineArnsFrom(env),
    edge: () => edgeFrom(env, dnsFrom(env)),
  };
  const meter = createMeter(base, publish, (error) => {
    logger.error('the hour could not be measured; the next tick tries again', { error: error as Error });
  });
  const lookAt = createLookAt({ ...base, meter, looks: createLooks(base) });
  const stopped: ExecutionTools['stopped'] = (stop) => {
    logger.error('a workflow stopped', { ...stop });
    meter.stopped();
  };
  const healthTools = () => {
    const dns = dnsFrom(env);
    return { ...base, dns, edge: edgeFrom(env, dns) };
  };
  const caring = [
    watchExpiry(base),
    watchRenewal(base, base.machineArns['renew-certificate']),
    inviteToDns(post),
    watchHealth({ ...base, healthTools }),
  ];
  const tools: TickTools = { ...base, meter, lookAt, caring, stopped, failed: () => meter.count('LooksFailed') };

  return wrapped('Watch', env, WatchEvent, async (event) => {
    const now = new Date(event.time);
    const began = machine.now();
    const elapsed = () => machine.now().getTime() - began.getTime();
    const isLate = began.getTime() - now.getTime() > LATE_MS;
    table.forget();
    switch (event['detail-type']) {
      case 'ACM Certificate Available': {
        const requestId = await base.requests.ofCertificate(event.resources[0] ?? '');
        if (requestId) await lookAt.request(requestId, now);
        break;
      }
      case 'Step Functions Execution Status Change':
        await tellExecution(tools, event.detail, now);
        break;
      case 'OpsItem Update':
        await lookAt.ticket(OpsItemDetail.parse(event.detail)['ops-item-id'], now);
        break;
      case 'Look Requested':
        if (isLate) return void logger.warn('a look was asked for long ago and is passed over', { ...event.detail });
        await lookAt.request(String(event.detail.requestId), now);
        await doDue(tools, now, elapsed);
        break;
      default:
        if (!isLate) return tick(tools, now, began, elapsed);
        logger.warn('a tick came late and is passed over', { time: event.time, began: began.toISOString() });
        return meter.late(now, began);
    }
    await tell(tools, now, elapsed);
  });
};
