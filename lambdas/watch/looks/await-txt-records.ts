/** Do the TXT records of all held names stand? Then CloudFront is asked, but not before it has forgotten an earlier "not there". */
import { jobOf } from '../../../core/execution.ts';
import { heldNames, isOff } from '../../../core/move.ts';
import { pathOf } from '../../../core/ticket-steps.ts';
import { keepTicket } from '../../duties/keep-ticket.ts';
import { recordsInWords, seeTxtRecords } from '../../duties/see-txt-records.ts';
import { tellMove } from '../../duties/tell-move.ts';
import { isPast, type Look, MET } from '../look.ts';
import { endedAs, type MoveTools, seeMove } from '../moving.ts';

export function lookAtTxtRecords(tools: MoveTools): Look {
  const { moves, requests } = tools;
  return async ({ execution, deadline }, now) => {
    const before = await moves.require(jobOf(execution));
    // First of all: with the request its certificate goes, without which AWS does not say who holds a name.
    const request = await requests.require(before.requestId);
    if (isOff(request)) return endedAs('withdrawn');
    const { outcome, move: held, ticket } = await seeMove(tools, before, request, now);
    if (outcome) return endedAs(outcome);
    const seen = await seeTxtRecords({ moves, dns: tools.dns() }, held, deadline);
    const { move, records } = seen;
    await tellMove(requests, move, {
      type: 'TxtRecordsLooked',
      text: `Looked again: ${recordsInWords(seen)}.`,
      now,
      deadline,
      findings: Object.fromEntries(Object.entries(records).map(([alias, { finding }]) => [alias, finding])),
    });
    const kinds = heldNames(move).map((alias) => pathOf(move, alias, now).kind);
    if (!kinds.some((kind) => kind === 'txt' || kind === 'wait')) return MET;
    if (isPast(deadline, now)) return endedAs('timedOut');
    await keepTicket(tools, ticket, { move, request, now });
    return 'notYet';
  };
}
