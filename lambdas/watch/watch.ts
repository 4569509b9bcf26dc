/**
 * Watch: the one place that looks at what parked workflows await. Called every minute, by events, and when a person asks.
 * A look that fails is looked at again; one wait's trouble never keeps the others from being looked at.
 */
import * as z from 'zod';
import { parseDataCenters } from '../../core/data-center.ts';
import type { Notice } from '../../core/notice.ts';
import { CANCELED } from '../../core/request.ts';
import { WAITS } from '../../core/wait.ts';
import { createAcm } from '../clients/acm.ts';
import { isAwsError, requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createEvents } from '../clients/events.ts';
import { createExecutionHistory } from '../clients/execution-history.ts';
import { publisher } from '../clients/figures.ts';
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { createQuotas } from '../clients/quotas.ts';
import { readingOnce } from '../clients/reading-once.ts';
import { createStepFunctions } from '../clients/step-functions.ts';
import { createTable } from '../clients/table.ts';
import { createPost } from '../duties/tell-contacts.ts';
import { createCares } from '../records/cares.ts';
import { createErrands, following } from '../records/errands.ts';
import { createLeases } from '../records/leases.ts';
import { createLinks } from '../records/links.ts';
import { createMoves } from '../records/moves.ts';
import { createNotices } from '../records/notices.ts';
import { dueLongest, type Found } from '../records/overdue.ts';
import { createRenewalTickets } from '../records/renewal-tickets.ts';
import { createResends } from '../records/resends.ts';
import { createSightings } from '../records/sightings.ts';
import { createWaits, isLookedAt, type Wait } from '../records/waits.ts';
import { type Create, createLogger, REAL_MACHINE, wrapped } from '../runtime.ts';
import { CARES_A_TICK, careForDue } from './care.ts';
import { inviteToDns } from './caring/campaign.ts';
import { watchExpiry } from './caring/expiry.ts';
import { watchHealth } from './caring/health.ts';
import { watchRenewal } from './caring/renewal.ts';
import { ERRANDS_A_TICK, runErrands } from './errands.ts';
import { type Telling as TellingOfExecutions, tellExecution } from './executions.ts';
import { glance } from './glance.ts';
import { createLooks } from './looks.ts';
import { createMeter } from './metrics.ts';
import { NOTICES_A_TICK, type Telling, tellNotices } from './notices.ts';
import { grantResends } from './resends.ts';

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
 * Of the function's sixty seconds, from its beginning: nothing else that is due is begun after so many, and stays due for the next tick.
 * Ten are left for what is at it, for notices and for figures: a function that is killed would tell neither.
 */
const TICK_MS = 50_000;
/**
 * A tick that begins later than this after its event is passed over: the next one has come (infra/schedules.ts says the same of EventBridge).
 * It has stood in Lambda's own queue, throttled or to be tried again, and what it would compute from its time, leases first, was over at once.
 */
const LATE_MS = 60_000;
/** No look is begun after so many, however slow they are: ten are left for resends. */
const LOOKS_MS = 40_000;
/** No notice is told after so many. */
const NOTICES_MS = 55_000;
/**
 * A look takes 200 ms or so: some calls to the table, one to ACM or CloudFront. One after the other, they stay below ACM's 10 a second, and
 * 200 a minute carry 3,000 requests that wait for approval.
 */
const LOOKS_A_TICK = 200;
/** After AWS has throttled a look: its buckets fill by the second. */
const BREATH_MS = 1000;

export const create: Create = (env, machine = REAL_MACHINE, publish = publisher(env, machine)) => {
  const table = readingOnce(createTable(env));
  const post = { ...createPost(env, table), links: createLinks(table, machine.randomHex) };
  const { requests, sites } = post;
  const [moves, waits, resends, leases, cares] = [
    createMoves(table),
    createWaits(table),
    createResends(table),
    createLeases(table),
    createCares(table),
  ];
  const acm = createAcm(env);
  const cloudFront = createCloudFront(env);
  const stepFunctions = createStepFunctions(env);
  const executionHistory = createExecutionHistory(env);
  const logger = createLogger('Watch', env);
  const renewalTickets = createRenewalTickets(table);
  const measured = { waits, renewalTickets, sites, requests, acm, quotas: createQuotas(env) };
  const meter = createMeter(measured, publish, (error) => {
    logger.error('the hour could not be measured; the next tick tries again', { error: error as Error });
  });
  const notices = createNotices(table);
  const telling: Telling = { notices, sites, events: createEvents(env) };
  const dataCenters = parseDataCenters(requireVariable(env, 'DATA_CENTERS'));
  const errands = createErrands(table);
  const running = { stepFunctions, errands };
  const machineArns = {
    'provision-certificate': requireVariable(env, 'PROVISION_CERTIFICATE_ARN'),
    'move-ownership': requireVariable(env, 'MOVE_OWNERSHIP_ARN'),
    'migrate-validation': requireVariable(env, 'MIGRATE_VALIDATION_ARN'),
    'conclude-request': requireVariable(env, 'CONCLUDE_REQUEST_ARN'),
    'renew-certificate': requireVariable(env, 'RENEW_CERTIFICATE_ARN'),
    'retire-site': requireVariable(env, 'RETIRE_SITE_ARN'),
  };
  const looks = createLooks({
    env,
    machine,
    logger,
    requests,
    sites,
    moves,
    leases,
    acm,
    cloudFront,
    dataCenters,
    post,
  });

  const failed = () => meter.count('LooksFailed');

  /** True when AWS let us ask. A look that it throttled, or that waits for another writer, is put off, and counts for nothing. */
  async function look(wait: Wait, now: Date): Promise<boolean> {
    const claimed = await waits.claim(wait, now);
    if (!claimed) return true;
    try {
      const canceled = WAITS[wait.name].onCancel === 'ends' && (await requests.require(wait.execution)).cancelAskedAt;
      const seen = canceled ? { end: CANCELED } : await looks[wait.name](claimed, now);
      if (seen === 'notYet') await waits.lookAgain(claimed, now);
      else {
        await errands.give(following(wait.execution, now));
        await stepFunctions.succeed(claimed.taskToken, seen.end);
        await waits.end(claimed);
      }
    } catch (error) {
      if (isAwsError(error, 'AwsThrottled') || isAwsError(error, 'WriterBusy')) {
        await waits.putOff(claimed, now);
        if (isAwsError(error, 'AwsThrottled')) meter.count('LooksThrottled');
        return false;
      }
      if (!isLookedAt(wait, now)) await errands.give({ ...following(wait.execution, now), dueAt: now.toISOString() });
      failed();
      logger.error('a look failed; it is tried again', {
        execution: wait.execution,
        wait: wait.name,
        error: error as Error,
      });
    }
    return true;
  }

  /** A row that cannot even be claimed or put off keeps no other from being looked at. */
  function lookOrTell(wait: Wait, now: Date): Promise<boolean> {
    return look(wait, now).catch((error: unknown) => {
      failed();
      const { execution, name } = wait;
      logger.error('a wait cannot be looked at', { execution, wait: name, error: error as Error });
      return true;
    });
  }

  const renewing = watchRenewal(running, machineArns['renew-certificate']);
  const seeing = () => {
    const dns = dnsFrom(env);
    return { acm, cloudFront, sites, dataCenters, machine, dns, edge: edgeFrom(env, dns) };
  };
  const nursing = { seeing, post, sightings: createSightings(table), logger, publish };
  const care = {
    cares,
    requests,
    logger,
    failed,
    caring: [watchExpiry(acm, post), renewing, inviteToDns(post), watchHealth(nursing)],
  };

  /** Every kind is asked for once a tick, notices at its end: what is done meanwhile makes nothing else due in the same minute. */
  async function findDue(now: Date): Promise<Due> {
    const [errand, wait, resend, cared] = await Promise.all([
      errands.due(now, ERRANDS_A_TICK),
      waits.due(now, LOOKS_A_TICK),
      resends.due(new Date(now.getTime() + TICK_MS)),
      cares.due(now, CARES_A_TICK),
    ]);
    return { errands: errand, waits: wait, resends: resend, cares: cared };
  }

  /** What its time does not suffice for stays due. */
  async function doDue(due: Due, now: Date, elapsed: Elapsed): Promise<void> {
    const isOver = () => elapsed() >= TICK_MS;
    const tools = { ...running, post, machineArns, telling: tellingOf(now), logger, failed };
    await runErrands(tools, due.errands, now, isOver);
    for (const wait of due.waits) {
      if (elapsed() >= LOOKS_MS) break;
      if (!(await lookOrTell(wait, now))) await machine.pause(BREATH_MS);
    }
    const granting = { acm, requests, resends, leases, machine };
    await grantResends(granting, due.resends, now, elapsed, TICK_MS).catch((error: unknown) => {
      if (isAwsError(error, 'WriterBusy')) return; // another watch is at it
      logger.error('resending failed; it is tried again', { error: error as Error });
      failed();
    });
    await careForDue(care, due.cares, now, isOver);
  }

  /** Answers what stood in the outbox. */
  async function tell(now: Date, elapsed: Elapsed): Promise<readonly Notice[]> {
    let waiting: readonly Notice[] = [];
    try {
      const outbox = await notices.outbox(NOTICES_A_TICK, now);
      waiting = outbox.notices;
      await tellNotices(telling, outbox, now, () => elapsed() >= NOTICES_MS);
    } catch (error) {
      logger.error('notices could not be told; they are told again', { error: error as Error });
      failed();
    }
    return waiting;
  }

  async function tick(now: Date, began: Date, elapsed: Elapsed): Promise<void> {
    await glance({ cares, requests, edge: () => edgeFrom(env, dnsFrom(env)) }, now).catch((error: unknown) => {
      logger.error('the glance failed; the next one is in an hour', { error: error as Error });
      failed();
    });
    const due = await findDue(now);
    await doDue(due, now, elapsed);
    await meter.tick(now, began, dueLongest({ ...due, notices: await tell(now, elapsed) }));
  }

  /** What is parked for it, and for the executions that carry its name in front, its cadence anew. */
  async function lookAtAll(name: string, now: Date): Promise<void> {
    for (const wait of await waits.of(name)) await lookOrTell({ ...wait, looks: 0 }, now);
  }

  /** Its ownership move first, whose end the request awaits: another request may have begun it. */
  async function lookAtRequest(requestId: string, now: Date): Promise<void> {
    const moveId = (await requests.find(requestId))?.moveId;
    if (moveId) await lookAtAll(moveId, now);
    await lookAtAll(requestId, now);
  }

  function tellingOf(now: Date): TellingOfExecutions {
    const lookAt = (requestId: string) => lookAtAll(requestId, now);
    const stopped: TellingOfExecutions['stopped'] = (stop) => {
      logger.error('a workflow stopped', { ...stop });
      meter.stopped();
    };
    return { ...running, requests, sites, moves, waits, executionHistory, logger, stopped, lookAt };
  }

  async function lookAtTicket(ticketId: string, now: Date): Promise<void> {
    const move = await moves.ofTicket(ticketId);
    if (move) await lookAtAll(move.moveId, now);
  }

  return wrapped('Watch', env, WatchEvent, async (event) => {
    const now = new Date(event.time);
    const began = machine.now();
    const elapsed = () => machine.now().getTime() - began.getTime();
    table.forget();
    switch (event['detail-type']) {
      case 'ACM Certificate Available': {
        const requestId = await requests.ofCertificate(event.resources[0] ?? '');
        if (requestId) await lookAtRequest(requestId, now);
        break;
      }
      case 'Step Functions Execution Status Change':
        await tellExecution(tellingOf(now), event.detail, now);
        break;
      case 'OpsItem Update':
        await lookAtTicket(OpsItemDetail.parse(event.detail)['ops-item-id'], now);
        break;
      case 'Look Requested':
        await lookAtRequest(String(event.detail.requestId), now);
        await doDue(await findDue(now), now, elapsed);
        break;
      default:
        if (began.getTime() - now.getTime() <= LATE_MS) return tick(now, began, elapsed);
        logger.warn('a tick came late and is passed over', { time: event.time, began: began.toISOString() });
        return meter.late(now, began);
    }
    await tell(now, elapsed);
  });
};

type Due = Omit<Found, 'notices'>;
/** Milliseconds since the function began. */
type Elapsed = () => number;
