/**
 * The ticket of an ownership move, as data and in words: what OpsCenter stores, what the API and the pages show. All of it
 * follows from the move; nothing is written in a ticket that is not seen there.
 */

import type { Actor } from './actor.ts';
import type { TicketRow, TicketView } from './api/answers-ticket.ts';
import { holderInWords } from './holder.ts';
import { heldNames, type MoveOutcome, type OwnershipMove, ownershipRecord, ticketDedup } from './move.ts';
import type { CertificateRequest } from './request.ts';
import { type SupportCase, supportCase } from './support-case.ts';
import { cut, hidden, searchable, type TicketItem } from './ticket-item.ts';
import { pathOf, ticketSteps } from './ticket-steps.ts';

export type { TicketRow, TicketView } from './api/answers-ticket.ts';

/** The file of that name in `runbooks`, and the command of the CLI. */
const RUNBOOK = 'move-cname-ownership';

/** OpsCenter's severities go from 1, critical, to 4. A customer waits, but what served before still serves. */
const SEVERITY = { usual: '3', escalated: '2' } as const;

/** Five days after AWS Support was to be asked; its own first answers come within days. */
export const ESCALATES_AFTER_SECONDS = 5 * 24 * 3600;

/** What a ticket is made of: the move, what it knows of its request, and what it waits for now. */
export interface TicketCase {
  move: OwnershipMove;
  request: Pick<CertificateRequest, 'certificateArn'>;
  wait?: { deadline: string; dueAt: string } | undefined;
  now: Date;
}

/** The row of a move whose ticket has been opened. */
export function ticketRow(move: OwnershipMove): Pick<TicketView, keyof TicketRow> {
  const { ticketId, moveId, siteId, requestId, phase, outcome, failing } = move;
  return {
    ticketId: ticketId ?? '',
    kind: 'ownership',
    moveId,
    siteId,
    requestId,
    title: titleOf(move),
    severity: severityOf(move),
    status: phase === 'ENDED' ? 'closed' : 'open',
    phase,
    outcome,
    waitingOn: failing ? 'vendor on-call' : waitingOn(move),
    failing,
    openedAt: move.startedAt,
    escalatedAt: move.escalatedAt,
    closedAt: move.endedAt,
  };
}

export function ticketView({ move, request, wait, now }: TicketCase): TicketView {
  const { distribution, supportCaseId, decision, notes } = move;
  return {
    ...ticketRow(move),
    description: descriptionOf(move, now),
    runbook: RUNBOOK,
    deadline: wait?.deadline ?? null,
    nextCheckAt: wait?.dueAt ?? null,
    distribution,
    aliases: Object.entries(move.aliases).map(([alias, { holder, state, txt, refusal }]) => {
      const { kind, plan, swap } = pathOf(move, alias, now);
      const record = { ...ownershipRecord(alias, distribution), type: 'TXT' as const };
      return { alias, state, holder, record, txt, refusal, path: kind, plan, swap };
    }),
    supportCase: caseOf(move, request),
    supportCaseId,
    steps: ticketSteps(move, now),
    decision,
    notes,
  };
}

/** Who must act for the move to go on. */
export function waitingOn(move: OwnershipMove): Actor {
  const held = heldNames(move);
  switch (move.phase) {
    case 'OPENING':
    case 'ENDED':
      return 'nobody';
    case 'TXT': {
      const asked = held.some((alias) => ['missing', 'wrong'].includes(move.aliases[alias]?.txt ?? ''));
      return asked ? 'customer DNS' : 'AWS';
    }
    case 'API':
      return 'AWS';
    case 'SUPPORT':
      return move.supportCaseId ? 'AWS' : 'vendor on-call';
  }
}

/** `consoleUrl`: origin of the console, for the link: to the list until OpsCenter has given the ticket its id. */
export function ticketItem({ move, request, now }: Omit<TicketCase, 'wait'>, consoleUrl: string): TicketItem {
  const { siteId, moveId, ticketId, distribution } = move;
  const account = accountOf(request);
  const arn = account && `arn:aws:cloudfront::${account}:distribution/${distribution.id}`;
  const text = caseOf(move, request);
  return {
    title: titleOf(move),
    description: descriptionOf(move, now),
    severity: severityOf(move),
    data: {
      '/aws/dedup': searchable(JSON.stringify({ dedupString: ticketDedup(siteId, distribution.id) })),
      ...(arn ? { '/aws/resources': searchable(JSON.stringify([{ arn }])) } : {}),
      siteId: searchable(siteId),
      move: hidden(moveId),
      runbook: hidden(`runbooks/${RUNBOOK}.md`),
      console: hidden(`${consoleUrl}/#/tickets${ticketId ? `/${ticketId}` : ''}`),
      names: hidden(namesOf(move, now)),
      ...(text ? { supportCase: hidden(`${text.subject}\n\n${text.body}`) } : {}),
    },
  };
}

function titleOf(move: OwnershipMove): string {
  const [all, held] = [Object.keys(move.aliases).length, heldNames(move).length];
  const names = `${held} of ${all} name${all === 1 ? '' : 's'}`;
  if (move.phase === 'ENDED')
    return `${OUTCOMES[move.outcome ?? 'withdrawn']}: ${all} name${all === 1 ? '' : 's'} of site ${move.siteId} (Identity already exists)`;
  return `Identity already exists: ${names} of site ${move.siteId} held by others`;
}

const OUTCOMES = {
  moved: 'Moved',
  freed: 'Moved and set free',
  handedBack: 'Handed back to the customer',
  givenUp: 'Given up',
  timedOut: 'Timed out',
  withdrawn: 'Withdrawn',
} as const satisfies Record<MoveOutcome, string>;

function severityOf({ escalatedAt }: OwnershipMove): string {
  return escalatedAt === null ? SEVERITY.usual : SEVERITY.escalated;
}

/** Markdown, below 2,048 characters however many names there are: they stand in the data, this says what to do. */
function descriptionOf(move: OwnershipMove, now: Date): string {
  const { siteId, requestId, distribution } = move;
  const open = ticketSteps(move, now).filter(({ state }) => state === 'manual' || state === 'open');
  const next = open.map(
    ({ title, state, evidence }) =>
      `- ${title}${state === 'manual' ? ' (**you**)' : ''}: ${cut(evidence, EVIDENCE_LENGTH)}`,
  );
  return [
    `CloudFront gives a name to one distribution only, and somebody else's holds names of site \`${siteId}\`. AWS is to hand them over to \`${distribution.id}\` (\`${distribution.domainName}\`); request \`${requestId}\` goes on by itself then. The ticket closes itself when AWS says that nobody else holds them.`,
    ['**Now**', ...(next.length > 0 ? next : ['- Nothing to do.'])].join('\n'),
    `**Walk it:** \`runbook ${RUNBOOK} --request ${requestId}\`, or by hand: \`runbooks/${RUNBOOK}.md\`. Names, holders and TXT records: datum \`names\`. The text for AWS Support: datum \`supportCase\`.`,
    'To set this item to Resolved means "AWS has moved them": the service looks at once and believes only AWS.',
  ].join('\n\n');
}

/** Of a step's evidence in the description: two steps at most are open at a time. */
const EVIDENCE_LENGTH = 400;

function namesOf(move: OwnershipMove, now: Date): string {
  return Object.entries(move.aliases)
    .map(([alias, { holder, state, txt, refusal }]) => {
      const { name, value } = ownershipRecord(alias, move.distribution);
      return [
        `${alias}: ${state}, by ${holderInWords(holder)}`,
        `  ${name} TXT "${value}": ${txt}`,
        ...(refusal ? [`  CloudFront, ${refusal.at}: ${refusal.text}`] : []),
        `  ${pathOf(move, alias, now).plan}`,
      ].join('\n');
    })
    .join('\n');
}

/** Drafted as soon as a name needs it; it stays until the move has ended. */
function caseOf(move: OwnershipMove, request: TicketCase['request']): SupportCase | null {
  const account = accountOf(request);
  if (move.phase !== 'SUPPORT' || !request.certificateArn || !account || heldNames(move).length === 0) return null;
  return supportCase(move, { account, certificateArn: request.certificateArn });
}

/** An ARN's fifth part. */
function accountOf({ certificateArn }: TicketCase['request']): string | undefined {
  return certificateArn?.split(':')[4];
}
