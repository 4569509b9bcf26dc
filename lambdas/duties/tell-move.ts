/**
 * What the request shows of the ownership move that serves it: who must act, until when, and how each of its names stands. A
 * request that has gone on by itself, or is on its way out, shows nothing of it any more.
 */
import type { Finding } from '../../core/condition.ts';
import { isServed, type OwnershipMove } from '../../core/move.ts';
import type { CertificateRequest, EventType, RequestFields } from '../../core/request.ts';
import { waitingOn } from '../../core/ticket.ts';
import type { Requests } from '../records/requests.ts';
import { asConditions, type Findings } from './record-findings.ts';

export interface MoveNews {
  type: EventType;
  text: string;
  now: Date;
  /** Of the present wait; null where nobody is waited for. */
  deadline: string | null;
  /** `conflict`, by alias. Names that nobody else holds any more need none. */
  findings?: Findings;
}

export function tellMove(
  requests: Requests,
  move: OwnershipMove,
  { type, text, now, deadline, findings = {} }: MoveNews,
): Promise<CertificateRequest> {
  return requests.change(move.requestId, (request) => {
    if (!isServed(request)) return undefined;
    const ours = Object.entries({ ...goneFindings(move), ...findings }).filter(([alias]) =>
      request.aliases.includes(alias),
    );
    return {
      type,
      at: now.toISOString(),
      by: 'service',
      text,
      set: { ...whoActs(move), deadline },
      conditions: asConditions('conflict', Object.fromEntries(ours)),
    };
  });
}

function whoActs(move: OwnershipMove): Pick<RequestFields, 'status' | 'waitingOn'> {
  const actor = waitingOn(move);
  return { status: actor === 'customer DNS' ? 'ACTION_REQUIRED' : 'PENDING', waitingOn: actor };
}

function goneFindings({ aliases }: OwnershipMove): Record<string, Finding> {
  const gone = Object.keys(aliases).filter((alias) => aliases[alias]?.state === 'gone');
  return Object.fromEntries(gone.map((alias) => [alias, { reason: 'NoConflict', facts: { alias } }]));
}
