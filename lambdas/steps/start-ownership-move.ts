/**
 * StartOwnershipMove: has AWS asked for the names that others hold. A site has one ownership move at most, and with it one ticket:
 * a request that finds one under way joins it, and sets it going where it stands still. The record comes before the execution, so that a
 * crash between is mended here.
 */
import { ServiceError } from '../../core/errors.ts';
import { jobName } from '../../core/execution.ts';
import { isHeld } from '../../core/holder.ts';
import { type MovingAlias, type OwnershipMove, openingRequestOf } from '../../core/move.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { few } from '../../core/text.ts';
import { requireVariable } from '../clients/aws.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createStepFunctions } from '../clients/step-functions.ts';
import { createTable } from '../clients/table.ts';
import { distributionOf } from '../duties/distribution-of.ts';
import { findHolders, ownOf } from '../duties/find-holders.ts';
import { startExecution } from '../duties/run-execution.ts';
import { setMoveGoing } from '../duties/set-move-going.ts';
import { createErrands } from '../records/errands.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { createWaits } from '../records/waits.ts';
import { type Create, step } from '../runtime.ts';

/** A move that ends or begins between reading and writing is read again; more often than that is a bug. */
const ATTEMPTS = 3;

type Aliases = Readonly<Record<string, MovingAlias>>;

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const moves = createMoves(table);
  const waits = createWaits(table);
  const cloudFront = createCloudFront(env);
  const runTools = { stepFunctions: createStepFunctions(env), errands: createErrands(table) };
  const machineArns = { 'move-ownership': requireVariable(env, 'MOVE_OWNERSHIP_ARN') };
  const going = { ...runTools, moves, waits, machineArns };

  return step('StartOwnershipMove', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const aliases = request.cancelAskedAt ? {} : await heldAliases(request);
    if (Object.keys(aliases).length === 0) return { verdict: 'needless' }; // AwaitOwnershipMove sees the same

    const move = await openOrJoin(request, aliases, now);
    await requests.change(requestId, ({ moveId }) =>
      moveId === move.moveId
        ? undefined
        : {
            type: 'MoveStarted',
            at: now.toISOString(),
            by: 'service',
            text: `AWS shall hand over ${Object.keys(aliases).length} of ${request.aliases.length} names.`,
            set: {
              moveId: move.moveId,
              step: 'StartOwnershipMove',
              status: 'ACTION_REQUIRED',
              waitingOn: 'customer DNS',
              deadline: null,
            },
          },
    );
    const { moveId, execution } = move;
    const input = { requestId: openingRequestOf(moveId) };
    await startExecution(runTools, machineArns['move-ownership'], execution, input, now);
    await setMoveGoing(going, moveId, now);
    return { verdict: 'started', moveId };
  });

  /** The names that another account, or something else of ours, holds now. Another site's are never asked for. */
  async function heldAliases(request: CertificateRequest): Promise<Aliases> {
    const kept = request.aliases.filter((alias) => isHeld(request.conditions[alias]?.conflict));
    const held = await findHolders({ cloudFront, sites }, await ownOf(sites, request), kept);
    return Object.fromEntries(
      Object.entries(held).flatMap(([alias, { holder }]): [string, MovingAlias][] =>
        holder && holder.kind !== 'ourSite' ? [[alias, { holder, state: 'held', txt: 'unknown', refusal: null }]] : [],
      ),
    );
  }

  async function openOrJoin(request: CertificateRequest, aliases: Aliases, now: Date): Promise<OwnershipMove> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const running = await moves.runningOf(request.siteId);
      if (running?.isEnding) await refuseEnding(running.moveId, now);
      const move = running ? await join(running.moveId, request, aliases, now) : await open(request, aliases, now);
      if (move) return move;
    }
    throw new ServiceError('ChangedMeanwhile');
  }

  /** Throws WriterBusy, which this state tries for as long as an end may take: AWS takes its time. That it stands still, nobody else may see. */
  async function refuseEnding(moveId: string, now: Date): Promise<never> {
    await setMoveGoing(going, moveId, now);
    throw new ServiceError('WriterBusy');
  }

  /**
   * Undefined when it has ended meanwhile. Throws WriterBusy while it is ending. A case at AWS Support does not know the names that join:
   * on-call adds them to it.
   */
  async function join(
    moveId: string,
    { requestId }: CertificateRequest,
    aliases: Aliases,
    now: Date,
  ): Promise<OwnershipMove | undefined> {
    const move = await moves.change(moveId, (present) => {
      if (present.phase === 'ENDED') return undefined;
      if (present.isEnding) throw new ServiceError('WriterBusy');
      const added = Object.entries(aliases).filter(([alias]) => present.aliases[alias]?.state !== 'held');
      if (present.requestId === requestId && added.length === 0) return undefined;
      const joined = { requestId, aliases: { ...present.aliases, ...Object.fromEntries(added) } };
      if (added.length === 0 || present.supportCaseId === null) return joined;
      const text = `Case ${present.supportCaseId} does not name ${few(added.map(([alias]) => alias))}: add to it, or file another.`;
      return {
        ...joined,
        supportCaseId: null,
        notes: [...present.notes, { at: now.toISOString(), by: 'service', text }],
      };
    });
    return move.phase === 'ENDED' ? undefined : move;
  }

  /** Undefined when the site has another under way meanwhile. */
  async function open(
    { requestId, siteId }: CertificateRequest,
    aliases: Aliases,
    now: Date,
  ): Promise<OwnershipMove | undefined> {
    const moveId = await nextMoveId(requestId);
    const move: OwnershipMove = {
      moveId,
      execution: moveId,
      siteId,
      requestId,
      distribution: await distributionOf(sites, siteId),
      phase: 'OPENING',
      aliases,
      ticketId: null,
      decision: null,
      supportCaseId: null,
      escalatedAt: null,
      notes: [],
      outcome: null,
      failing: null,
      startedAt: now.toISOString(),
      endedAt: null,
      version: 1,
    };
    return (await moves.open(move)) ? move : undefined;
  }

  /** A request has several one after the other where on-call hands the conflict back. */
  async function nextMoveId(requestId: string): Promise<string> {
    for (let n = 1; ; n++) {
      const moveId = jobName(requestId, 'move', n);
      if (!(await moves.find(moveId))) return moveId;
    }
  }
};
