/**
 * MoveAliases: asks CloudFront to hand over each name whose TXT record stands. A refusal is an answer: it is kept with CloudFront's
 * own words, and says which way the name goes next. Who holds a name is asked again right before, for one of another site of ours
 * is never taken, though inside one account CloudFront would do it.
 */
import { heldNames, isOff, type MoveOutcome, type MovingAlias, type OwnershipMove } from '../../core/move.ts';
import { refusalKind } from '../../core/ownership-path.ts';
import { few } from '../../core/text.ts';
import { pathOf } from '../../core/ticket-steps.ts';
import { createCloudFront } from '../clients/cloudfront.ts';
import { createTable } from '../clients/table.ts';
import { seeHolders } from '../duties/see-holders.ts';
import { tellMove } from '../duties/tell-move.ts';
import { createLeases } from '../records/leases.ts';
import { createMoves } from '../records/moves.ts';
import { createRequests } from '../records/requests.ts';
import { createSites } from '../records/sites.ts';
import { type Create, createLogger, moveStep, REAL_MACHINE } from '../runtime.ts';

/** Two seconds a name are 40 of the step's 60; more names are the next run's. */
const NAMES_A_RUN = 20;
/** CloudFront takes about one write in two seconds before it throttles. */
const SPACING_MS = 2000;
/** No name is begun after so many, however slow CloudFront is: ten of the step's sixty seconds, and of its lease's, are left for what is written. */
const ASKING_MS = 45_000;

type Verdict = { verdict: 'support' | 'txt' | 'more' } | { verdict: 'ended'; outcome: MoveOutcome };

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const sites = createSites(table);
  const moves = createMoves(table);
  const leases = createLeases(table);
  const cloudFront = createCloudFront(env);
  const logger = createLogger('MoveAliases', env);

  return moveStep('MoveAliases', env, async ({ moveId, now }): Promise<Verdict> => {
    const before = await moves.change(moveId, ({ phase }) => (phase === 'API' ? undefined : { phase: 'API' }));
    const request = await requests.require(before.requestId);
    if (isOff(request)) return WITHDRAWN;
    const asked = byPath(before, 'api', now).slice(0, NAMES_A_RUN);
    const seen = await seeHolders({ moves, cloudFront, sites }, before, request, asked);
    const toMove = byPath(seen, 'api', now).filter((alias) => asked.includes(alias));
    if (toMove.length > 0) await leases.holding('cloudfront', moveId, machine.now(), () => moveAll(seen, toMove, now));
    const move = await refuseOurSites(moveId, now);
    if (isOff(await requests.require(move.requestId))) return WITHDRAWN;
    const verdict = verdictOf(move, now);
    await tell(verdict.verdict === 'support' ? await moves.change(moveId, () => ({ phase: 'SUPPORT' })) : move, now);
    return verdict;
  });

  async function moveAll(
    { moveId, requestId, distribution }: OwnershipMove,
    names: string[],
    now: Date,
  ): Promise<void> {
    const began = machine.now().getTime();
    for (const [index, alias] of names.entries()) {
      if (index > 0) await machine.pause(SPACING_MS);
      if (machine.now().getTime() - began >= ASKING_MS) return; // the next run's
      if (isOff(await requests.require(requestId))) return; // its certificate may be off already
      const answer = await cloudFront.moveAlias(distribution.id, alias);
      await change(moveId, alias, (moving) =>
        typeof answer === 'string'
          ? { ...moving, state: 'gone' }
          : { ...moving, refusal: refusalOf(moving, refusalKind(answer), `${answer.code}: ${answer.text}`, now) },
      );
    }
  }

  /** On-call settles with both customers whose name it is. */
  async function refuseOurSites(moveId: string, now: Date): Promise<OwnershipMove> {
    let move = await moves.require(moveId);
    for (const alias of byPath(move, 'never', now)) {
      if (move.aliases[alias]?.refusal) continue;
      logger.error('a name of another site of ours was to be moved', { moveId, siteId: move.siteId, alias });
      move = await change(moveId, alias, (moving) => ({
        ...moving,
        refusal: refusalOf(moving, 'other', 'Not asked: another site of ours holds it', now),
      }));
    }
    return move;
  }

  function change(moveId: string, alias: string, to: (moving: MovingAlias) => MovingAlias): Promise<OwnershipMove> {
    return moves.change(moveId, ({ aliases }) => {
      const moving = aliases[alias];
      return moving && { aliases: { ...aliases, [alias]: to(moving) } };
    });
  }

  async function tell(move: OwnershipMove, now: Date): Promise<void> {
    const held = heldNames(move);
    const handedOver = Object.keys(move.aliases).length - held.length;
    await tellMove(requests, move, {
      type: 'MoveTried',
      text: `CloudFront was asked: ${handedOver} of ${Object.keys(move.aliases).length} names are handed over${held.length > 0 ? `, not ${few(held)}` : ''}.`,
      now,
      deadline: null,
    });
  }
};

const WITHDRAWN = { verdict: 'ended', outcome: 'withdrawn' } as const;

function byPath(move: OwnershipMove, kind: ReturnType<typeof pathOf>['kind'], now: Date): string[] {
  return heldNames(move).filter((alias) => pathOf(move, alias, now).kind === kind);
}

function verdictOf(move: OwnershipMove, now: Date): Verdict {
  const has = (kind: Parameters<typeof byPath>[1]) => byPath(move, kind, now).length > 0;
  if (heldNames(move).length === 0) return { verdict: 'ended', outcome: 'moved' };
  if (has('api')) return { verdict: 'more' };
  return { verdict: has('txt') || has('wait') ? 'txt' : 'support' };
}

function refusalOf(
  { refusal }: MovingAlias,
  kind: NonNullable<MovingAlias['refusal']>['kind'],
  text: string,
  now: Date,
): MovingAlias['refusal'] {
  return { kind, text, at: now.toISOString(), times: (refusal?.times ?? 0) + 1 };
}
