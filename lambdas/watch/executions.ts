/**
 * Executions that changed status: a technical failure shows as `failing` on its request; that it runs again, or has come to its end, takes
 * that back. Events come late and out of order: one that no longer holds is passed over, for the one that holds now comes too. An event may
 * also not come at all: what runs is followed besides, by an errand.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { standsStill } from '../../core/endings.ts';
import { isJob, isSameWork, jobOf, machineOf, requestOf } from '../../core/execution.ts';
import type { OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest, Failing, Happening, Stop } from '../../core/request.ts';
import { retiredSiteOf } from '../../core/retirement.ts';
import { type Standstill, stopsOf } from '../../core/standstill.ts';
import { isOver, isRunning, isServing } from '../../core/status.ts';
import { withTurn } from '../../core/turn.ts';
import { whatStopped } from '../../core/what-stopped.ts';
import type { ExecutionHistory } from '../clients/execution-history.ts';
import type { MachineArns, Standing, StepFunctions } from '../clients/step-functions.ts';
import { type Errand, type Errands, following } from '../records/errands.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import { isLookedAt, type Waits } from '../records/waits.ts';
import type { LookAt } from './look-at.ts';

const ExecutionDetail = z.looseObject({
  executionArn: z.string(),
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
  error: z.string().nullish(),
  redriveCount: z.int().nullish(),
});
type ExecutionDetail = z.infer<typeof ExecutionDetail>;

export interface ExecutionTools {
  requests: Requests;
  sites: Sites;
  moves: Moves;
  waits: Waits;
  errands: Errands;
  stepFunctions: StepFunctions;
  executionHistory: ExecutionHistory;
  logger: Logger;
  lookAt: Pick<LookAt, 'execution'>;
  /** Hears of every workflow that stopped for a technical reason. */
  stopped: (stop: Stop & ({ requestId: string } | { siteId: string })) => void;
}

/**
 * The execution's name is the request's id, a job's of it, or the id of the ownership move that works for a request. Throws where Step
 * Functions does not show yet what the event says: Lambda hands it over again, a minute and two minutes later.
 */
export async function tellExecution(tools: ExecutionTools, detail: unknown, now: Date): Promise<void> {
  const event = ExecutionDetail.parse(detail);
  const { name, status } = event;
  if (retiredSiteOf(name) !== undefined) return tellOfSite(tools, event, now);
  const { requests, moves, lookAt, stopped } = tools;
  const move = isJob(name) ? await moves.find(jobOf(name)) : undefined;
  const requestId = move?.requestId ?? requestOf(name);
  const present = await requests.find(requestId);
  if (!present) return; // somebody else's execution
  if (move && move.execution !== name) return; // another one has taken its place
  const isShown = Boolean(present.failing || move?.failing);
  const stands = await newsOf(tools, event, { isShown, isAwaited: move !== undefined }, now);
  if (stands === undefined) return;
  if (move) await tellMove(moves, move.moveId, stands);
  await requests.change(requestId, (request) => {
    if (!stands) return recovered(request, event, now);
    if (isOver(request)) return undefined; // a business end: told when it was recorded
    const stop = { execution: name, ...stands };
    const stops = [...others(request, name), stop];
    if (isServing(request) && !isJob(name)) return behind(stop, stops);
    // Only while the request waits for its move do the two share their troubles.
    if (move && request.step !== 'AwaitOwnershipMove') return undefined;
    return failing(request, stop, stops);
  });
  if (stands) stopped({ requestId, execution: name, ...stands });
  if (status === 'SUCCEEDED' && move) await lookAt.execution(requestId, now);
}

/**
 * What has run for an hour without a wait is seen to; a wait is looked at by itself, and who ends it has its execution followed again. What is
 * parked though it is shown to stand still was set going, and nobody was told.
 */
export async function followExecution(
  tools: ExecutionTools,
  machineArns: MachineArns,
  errand: Errand,
  now: Date,
): Promise<void> {
  const { of: name } = errand;
  const machine = machineOf(name);
  if (!machine) return;
  const isParked = (await tools.waits.at(name)).some((wait) => isLookedAt(wait, now));
  if (isParked && !(await isShownStopped(tools, name))) return;
  const standing = await tools.stepFunctions.find(machineArns[machine], name);
  if (standing?.status === 'RUNNING' && !isParked) return tools.errands.again(errand, following(name, now));
  if (standing) await tellExecution(tools, { ...standing, name }, now); // else it never began, or nobody knows it any more
}

/** How it stands still, or null where it runs or has ended; undefined where that is no news. `isAwaited`: its end is, by somebody. */
async function newsOf(
  tools: ExecutionTools,
  event: ExecutionDetail,
  { isShown, isAwaited }: { isShown: boolean; isAwaited: boolean },
  now: Date,
): Promise<Standstill | null | undefined> {
  const { name, status } = event;
  if (status === 'PENDING_REDRIVE') return undefined;
  if (status === 'RUNNING' && !isShown) return undefined; // it begins: there is nothing to take back
  if (status === 'SUCCEEDED' && !isShown && !isAwaited) {
    // Such an end is for ever: no redrive parks it again, and Step Functions need not be asked.
    for (const wait of await tools.waits.at(name)) await tools.waits.end(wait);
    await tools.errands.drop({ kind: 'follow', of: name });
    return undefined;
  }
  if (!(await holds(tools, event, now))) return undefined;
  return standsStill(event) ? readStandstill(tools, event, now) : null;
}

/** By its site, its move, or its request. */
async function isShownStopped({ sites, moves, requests }: ExecutionTools, name: string): Promise<boolean> {
  const siteId = retiredSiteOf(name);
  if (siteId !== undefined) return Boolean((await sites.find(siteId))?.retirement?.failing);
  const move = isJob(name) ? await moves.find(jobOf(name)) : undefined;
  if (move?.failing) return true;
  const request = await requests.find(move?.requestId ?? requestOf(name));
  return request !== undefined && stopsOf(request).some(({ execution }) => isSameWork(execution, name));
}

/**
 * Whether an execution stands as the event says. What was redriven is followed again. Of one that has ended, what it was parked at is ended,
 * and nobody needs to follow it. Its waits are read before Step Functions is asked: what a redrive parks after that has another token, and stays.
 */
async function holds(
  { waits, errands, stepFunctions }: ExecutionTools,
  { executionArn, name, status, redriveCount }: ExecutionDetail,
  now: Date,
): Promise<boolean> {
  const parked = status === 'RUNNING' ? [] : await waits.at(name);
  const standing = await stepFunctions.describe(executionArn);
  if (standing && isBehind(standing, status, redriveCount ?? 0))
    throw new Error(`Step Functions says that ${name} is ${standing.status}, and its event that it is ${status}`);
  if (standing?.status !== status) return false;
  for (const wait of parked) await waits.end(wait);
  if (status === 'RUNNING') await errands.give(following(name, now));
  else await errands.drop({ kind: 'follow', of: name });
  return true;
}

/** DescribeExecution is eventually consistent. What a redrive does not explain is older than the event. */
function isBehind(standing: Standing, status: string, redriveCount: number): boolean {
  if (standing.redriveCount !== redriveCount) return standing.redriveCount < redriveCount;
  return standing.status === 'RUNNING' && status !== 'RUNNING';
}

/** That its state cannot be seen keeps nobody from being told that it stands still. */
async function readStandstill(
  { executionHistory, logger }: ExecutionTools,
  { executionArn, status, error }: ExecutionDetail,
  now: Date,
): Promise<Standstill> {
  const step = await executionHistory.stoppedAt(executionArn).catch((failed: unknown) => {
    logger.error('the state at which an execution stopped cannot be seen', { executionArn, error: failed as Error });
  });
  return { error: error ?? status, since: now.toISOString(), ...(step && { step }) };
}

/** A move that stands still is seen in its ticket, for it may have outlived its request. */
function tellMove(moves: Moves, moveId: string, failing: OwnershipMove['failing']): Promise<OwnershipMove> {
  return moves.change(moveId, (move) =>
    (move.phase === 'ENDED' && failing) || (!move.failing && !failing) ? undefined : { failing },
  );
}

/** A retirement that stands still is seen in its site. One that ended as OVERDUE was told when it was recorded. */
async function tellOfSite(tools: ExecutionTools, event: ExecutionDetail, now: Date): Promise<void> {
  const { sites, stopped } = tools;
  const { name } = event;
  const siteId = retiredSiteOf(name) ?? '';
  const site = await sites.find(siteId);
  if (!site) return;
  const isShown = Boolean(site.retirement?.failing);
  const failing = await newsOf(tools, event, { isShown, isAwaited: false }, now);
  if (failing === undefined) return;
  const { retirement } = await sites.changeRetirement(siteId, name, ({ state }) =>
    !failing || state === 'AWAITING_DNS' || state === 'REMOVING' ? { failing } : {},
  );
  if (retirement?.execution !== name) return; // another one has taken its place
  if (failing) stopped({ siteId, execution: name, ...failing });
}

/** What else stands still for the request. */
function others({ failing }: CertificateRequest, name: string): Stop[] {
  return (failing?.stops ?? []).filter(({ execution }) => !isSameWork(execution, name));
}

/** Null where nothing stands still. */
function allOf(stops: readonly Stop[]): Failing | null {
  if (!stops[0]) return null;
  const { execution: _, ...first } = stops[0];
  return { ...first, stops };
}

/** Only what stood still goes on: that other work begins, or ends, takes nothing back. */
function recovered(request: CertificateRequest, { name, status }: ExecutionDetail, now: Date): Happening | undefined {
  const { failing, waitingOn } = request;
  const stops = others(request, name);
  if (!failing || stops.length === failing.stops?.length) return undefined;
  const told = { type: 'Recovered', at: now.toISOString(), by: 'service' } as const;
  const runs = status === 'RUNNING' ? 'runs again' : 'has run to its end';
  if (stops.length > 0) return { ...told, text: `Some of the work ${runs}.`, set: { failing: allOf(stops) } };
  // The state that runs again may have told meanwhile who must act now: that stays.
  const set = { failing: null, waitingOn: waitingOn === 'vendor on-call' ? 'nobody' : waitingOn } as const;
  return withTurn(request, { ...told, text: `The workflow ${runs}.`, set });
}

/** It serves: only what comes after (the clean-up of what it has replaced) stands still, and nobody outside has to act. */
function behind(stop: Stop, stops: readonly Stop[]): Happening {
  const { since } = stop;
  const text = `The clean-up stopped (${whatStopped(stop)}); the vendor's on-call must act. Everything serves.`;
  return { type: 'Failing', at: since, by: 'service', text, set: { failing: allOf(stops) } };
}

function failing(request: CertificateRequest, stop: Stop, stops: readonly Stop[]): Happening {
  return {
    type: 'Failing',
    at: stop.since,
    by: 'service',
    text: `The workflow stopped (${whatStopped(stop)}); the vendor's on-call must act.`,
    set: {
      failing: allOf(stops),
      // What serves goes on serving while what is done for it stands still.
      ...(isRunning(request) && { status: 'PENDING' }),
      waitingOn: 'vendor on-call',
      deadline: null,
    },
  };
}
