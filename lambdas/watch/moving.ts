/**
 * What every look at an ownership move begins with: who holds the names now, what on-call has decided. The truth is what AWS
 * says: a name that nobody else holds is done, and a ticket that is resolved while its names are still held is worked on again.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import type { Dns } from '../../core/dns.ts';
import { heldNames, isServed, type MoveDecision, type MoveOutcome, type OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { few } from '../../core/text.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import type { FoundTicket } from '../clients/ops-center.ts';
import { keepTicket, type TicketTools, ticketIdOf } from '../duties/keep-ticket.ts';
import { openTicket } from '../duties/open-ticket.ts';
import { asConditions, type Findings } from '../duties/record-findings.ts';
import { seeHolders } from '../duties/see-holders.ts';
import type { Leases } from '../records/leases.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import type { Machine } from '../runtime.ts';
import type { Seen } from './look.ts';

export interface MoveTools extends TicketTools {
  requests: Requests;
  sites: Sites;
  moves: Moves;
  leases: Leases;
  cloudFront: CloudFront;
  machine: Machine;
  logger: Logger;
  /** A client for one invocation. */
  dns: () => Dns;
}

export interface SeenMove {
  move: OwnershipMove;
  ticket: FoundTicket;
  /** How it ends now, by AWS's word or on-call's. */
  outcome?: MoveOutcome;
}

export async function seeMove(
  tools: MoveTools,
  read: OwnershipMove,
  request: CertificateRequest,
  now: Date,
): Promise<SeenMove> {
  const { moves } = tools;
  const { move: ticketed, ticket } = await withTicket(tools, read, request, now);
  const before = ticket.status === 'Resolved' ? await noteResolved(moves, read.moveId, ticket, now) : ticketed;
  const move = await seeHolders(tools, before, request, heldNames(before));
  await putOn(tools, move, request, now);
  if (heldNames(move).length === 0) return { move, ticket, outcome: 'moved' };
  switch (move.decision?.kind) {
    case 'handBack':
      return { move, ticket, outcome: 'handedBack' };
    case 'giveUp':
      return { move, ticket, outcome: 'givenUp' };
    case 'resolve':
      return { move: await backToWork(tools, move, request, ticket, move.decision, now), ticket };
    default:
      return { move, ticket };
  }
}

export function endedAs(outcome: MoveOutcome): Seen {
  return { end: { verdict: 'ended', outcome } };
}

/** A person may have deleted the item: on-call's list has this move still, so it gets another. */
async function withTicket(
  tools: MoveTools,
  read: OwnershipMove,
  request: CertificateRequest,
  now: Date,
): Promise<{ move: OwnershipMove; ticket: FoundTicket }> {
  const { opsCenter } = tools;
  const there = await opsCenter.read(ticketIdOf(read));
  if (there) return { move: read, ticket: there };
  const move = await openTicket(tools, read, request, read.phase, now);
  const ticket = await opsCenter.read(ticketIdOf(move));
  if (!ticket) throw new Error(`${move.moveId} has no ticket: OpsCenter does not show ${move.ticketId} yet`);
  return { move, ticket };
}

/** To set the item to Resolved in AWS's own console is to say "resolve" here. */
function noteResolved(moves: Moves, moveId: string, ticket: FoundTicket, now: Date): Promise<OwnershipMove> {
  return moves.change(moveId, ({ decision }) =>
    decision
      ? undefined
      : {
          decision: {
            kind: 'resolve',
            by: ticket.changedBy,
            at: ticket.changedAt || now.toISOString(),
            note: 'The OpsItem was set to Resolved.',
          },
        },
  );
}

async function backToWork(
  tools: MoveTools,
  { moveId }: OwnershipMove,
  request: CertificateRequest,
  ticket: FoundTicket,
  seen: MoveDecision,
  now: Date,
): Promise<OwnershipMove> {
  const move = await tools.moves.change(moveId, (present) => {
    if (present.decision?.at !== seen.at) return undefined; // another decision came meanwhile: the next look's
    const text = `Not resolved: AWS says that somebody else still holds ${few(heldNames(present))}.`;
    return { decision: null, notes: [...present.notes, { at: now.toISOString(), by: 'service', text }] };
  });
  await keepTicket(tools, ticket, { move, request, now, status: 'InProgress' });
  return move;
}

/**
 * Names that nobody else holds any more go on at once where a request waits for them, so that they serve while others are held. Whether it
 * does is asked again under the lease, and told under it: whoever takes the names of a request off that has ended meanwhile has it before or after.
 */
async function putOn(
  { cloudFront, leases, machine, requests }: MoveTools,
  { distribution, aliases, moveId }: OwnershipMove,
  seen: CertificateRequest,
  now: Date,
): Promise<void> {
  const freshOf = (request: CertificateRequest): string[] =>
    isServed(request)
      ? request.aliases.filter(
          (alias) =>
            aliases[alias]?.state === 'gone' && request.conditions[alias]?.attached?.reason !== 'AliasAttached',
        )
      : [];
  if (freshOf(seen).length === 0) return;
  await leases.holding('cloudfront', moveId, machine.now(), async () => {
    const request = await requests.require(seen.requestId);
    const fresh = freshOf(request);
    if (fresh.length === 0) return;
    const refusal = await cloudFront.addAliases(distribution.id, fresh);
    if (refusal) return; // AddAliases tells the causes apart when the move has ended
    const attached: Findings = Object.fromEntries(
      fresh.map((alias) => [alias, { reason: 'AliasAttached', facts: { alias, distribution: distribution.id } }]),
    );
    await requests.change(request, () => ({
      type: 'AliasesAdded',
      at: now.toISOString(),
      by: 'service',
      text: `Nobody else holds ${few(fresh)} any more: added to distribution ${distribution.id}.`,
      conditions: asConditions('attached', attached),
    }));
  });
}
