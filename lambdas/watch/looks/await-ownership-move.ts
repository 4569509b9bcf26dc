/** Has the ownership move ended, or does nobody hold the names any more? Its end says how the request goes on. */
import { blocks, isTrue } from '../../../core/condition.ts';
import { heldNames, type OwnershipMove } from '../../../core/move.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { few } from '../../../core/text.ts';
import { deadlineOf } from '../../../core/wait.ts';
import { type ConflictTools, findConflicts } from '../../duties/find-conflicts.ts';
import { asConditions } from '../../duties/record-findings.ts';
import type { Requests } from '../../records/requests.ts';
import { type Look, MET, type Seen } from '../look.ts';

export function lookAtOwnershipMove(tools: ConflictTools, requests: Requests): Look {
  return async ({ execution: requestId }, now) => {
    const request = await requests.require(requestId);
    const move = request.moveId === null ? undefined : await tools.moves.require(request.moveId);
    if (!move) return MET; // nobody held a name when it was to begin
    if (move.outcome === null) return (await isAnyHeld(tools, request, now)) ? 'notYet' : MET;
    switch (move.outcome) {
      case 'moved':
      case 'freed':
        return MET;
      case 'handedBack':
      case 'withdrawn': // only where somebody canceled, and then nobody asks any more
        await giveBack(tools, requests, request, now);
        return { end: { verdict: 'back' } };
      case 'givenUp':
        return ended('OwnershipGivenUp', request, move, { why: move.decision?.note ?? 'it cannot be done' });
      case 'timedOut':
        return ended(isProven(request, move) ? 'SupportTimedOut' : 'TxtRecordsGivenUp', request, move);
      default:
        return move.outcome satisfies never;
    }
  };
}

function ended(reason: string, request: CertificateRequest, move: OwnershipMove, facts = {}): Seen {
  const names = few(heldOf(request, move));
  return { end: { verdict: 'ended', reason, facts: { names, ...facts } } };
}

function heldOf({ aliases }: CertificateRequest, move: OwnershipMove): string[] {
  return heldNames(move).filter((alias) => aliases.includes(alias));
}

/** All TXT records were seen: then it was AWS Support that did not come to an end. */
function isProven(request: CertificateRequest, move: OwnershipMove): boolean {
  return heldOf(request, move).every((alias) => move.aliases[alias]?.txt === 'seen');
}

async function isAnyHeld(tools: ConflictTools, request: CertificateRequest, now: Date): Promise<boolean> {
  const findings = await findConflicts(tools, request, keptOff(request), now.toISOString());
  return Object.values(findings).some(blocks);
}

/** The customer's turn again: who holds each name, what our on-call said of it, and the wish for help is used up. */
async function giveBack(
  tools: ConflictTools,
  requests: Requests,
  request: CertificateRequest,
  now: Date,
): Promise<void> {
  const findings = await findConflicts(tools, request, keptOff(request), deadlineOf('AwaitRelease', now));
  await requests.change(request.requestId, () => ({
    type: 'ConflictsChecked',
    at: now.toISOString(),
    by: 'service',
    text: 'The names are given back to be released; asked AWS who holds them now.',
    set: { helpAskedAt: null },
    conditions: asConditions('conflict', findings),
  }));
}

function keptOff({ aliases, conditions }: CertificateRequest): string[] {
  return aliases.filter((alias) => {
    const conflict = conditions[alias]?.conflict;
    return conflict !== undefined && !isTrue(conflict);
  });
}
