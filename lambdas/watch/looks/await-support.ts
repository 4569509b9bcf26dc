/**
 * Has AWS Support moved the names? Only AWS's own list of holders says so. Meanwhile on-call is reminded, and the TXT records are
 * kept in sight, for AWS Support looks at them too. The request may have ended: what was asked for at AWS goes on.
 */
import type { Finding } from '../../../core/condition.ts';
import { jobOf } from '../../../core/execution.ts';
import { heldNames, type OwnershipMove } from '../../../core/move.ts';
import { atSupport } from '../../../core/ownership-record.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { isOver } from '../../../core/status.ts';
import { ESCALATES_AFTER_SECONDS } from '../../../core/ticket.ts';
import { distributionOf } from '../../duties/distribution-of.ts';
import { keepTicket } from '../../duties/keep-ticket.ts';
import { type SeenRecords, seeTxtRecords } from '../../duties/see-txt-records.ts';
import { tellMove } from '../../duties/tell-move.ts';
import type { Wait } from '../../records/waits.ts';
import { isPast, type Look } from '../look.ts';
import { endedAs, type MoveTools, seeMove } from '../moving.ts';

export function lookAtSupport(tools: MoveTools): Look {
  const { moves, requests } = tools;
  return async (wait, now) => {
    const { execution, deadline } = wait;
    const before = await moves.require(jobOf(execution));
    const request = await requests.require(before.requestId);
    if (await isTargetGone(tools, before, request)) return endedAs('withdrawn');
    const { outcome, move: present, ticket } = await seeMove(tools, before, request, now);
    if (outcome) return endedAs(outcome);
    if (hasNewcomer(present, request)) return { end: { verdict: 'txt' } };
    const seen = await seeTxtRecords({ moves, dns: tools.dns() }, present, deadline);
    await tellMove(requests, seen.move, {
      type: 'SupportLooked',
      text: `AWS says that somebody else still holds ${heldNames(seen.move).length} of the names.`,
      now,
      deadline,
      findings: findingsOf(seen, deadline),
    });
    if (isPast(deadline, now)) return endedAs('timedOut');
    const move = await escalated(tools, seen.move, wait, now);
    await keepTicket(tools, ticket, { move, request, now });
    return 'notYet';
  };
}

/**
 * A request that has ended left its certificate for AWS to move the names to; that of a later request does as well, whether it
 * has joined or not. Without either there is nothing to move them to.
 */
async function isTargetGone(
  { requests, sites, cloudFront }: MoveTools,
  move: OwnershipMove,
  request: CertificateRequest,
): Promise<boolean> {
  if (!isOver(request)) return false;
  const { id } = await distributionOf(sites, request.siteId);
  const { certificateArn } = await cloudFront.served(id);
  if (certificateArn === request.certificateArn) return false;
  const laterId = certificateArn === null ? undefined : await requests.ofCertificate(certificateArn);
  const later = laterId === undefined ? undefined : await requests.find(laterId);
  return later === undefined || isOver(later) || !heldNames(move).every((alias) => later.aliases.includes(alias));
}

/** A name that joined while the others were at AWS Support: CloudFront has not been asked for it, which takes its TXT record. */
function hasNewcomer(move: OwnershipMove, request: CertificateRequest): boolean {
  return !isOver(request) && heldNames(move).some((alias) => move.aliases[alias]?.refusal === null);
}

/** A record that is gone is the customer's to put back; of the others AWS Support is awaited. */
function findingsOf({ move, records }: SeenRecords, until: string): Record<string, Finding> {
  return Object.fromEntries(
    Object.entries(records).map(([alias, { state, finding }]) => [
      alias,
      state === 'seen' ? atSupport(move, alias, until) : finding,
    ]),
  );
}

async function escalated(
  { moves, logger }: MoveTools,
  move: OwnershipMove,
  { parkedAt }: Wait,
  now: Date,
): Promise<OwnershipMove> {
  const late = now.getTime() - Date.parse(parkedAt) >= ESCALATES_AFTER_SECONDS * 1000;
  if (move.escalatedAt !== null || !late) return move;
  const { moveId, siteId, ticketId } = move;
  logger.error('AWS Support has not moved the names yet: the ticket is raised', { moveId, siteId, ticketId });
  return moves.change(moveId, () => ({ escalatedAt: now.toISOString() }));
}
