/** A ticket as on-call reads it at night: what is so, what each step's check found, what to do next. */
import { holderInWords } from '../core/holder.ts';
import { withTimes } from '../core/text.ts';
import type { TicketView } from '../core/ticket.ts';
import { whatStopped } from '../core/what-stopped.ts';
import { when } from './in-words.ts';
import type { Colors } from './terminal.ts';

type Lines = string[];

export function ticketInWords(ticket: TicketView, color: Colors): Lines {
  const { ticketId, title, severity, phase, outcome, waitingOn, deadline, nextCheckAt, runbook, requestId, failing } =
    ticket;
  return [
    `${color.bold(ticketId)}  ${title}`,
    `  severity ${severity}, opened ${when(ticket.openedAt)}, ${outcome ? `closed: ${outcome}` : `at ${phase}, waiting on ${waitingOn}`}`,
    ...(deadline ? [`  until ${when(deadline)}${nextCheckAt ? `; we look again at ${when(nextCheckAt)}` : ''}`] : []),
    ...(failing
      ? [
          color.yellow(
            `  stands still since ${when(failing.since)} (${whatStopped(failing)}): redrive it, or decide here`,
          ),
        ]
      : []),
    ...(ticket.supportCaseId ? [`  case ${ticket.supportCaseId} at AWS Support`] : []),
    '',
    ...namesInWords(ticket, color),
    '',
    ...stepsInWords(ticket, color),
    ...notesInWords(ticket, color),
    ...(outcome ? [] : ['', `Next:  certs runbook ${runbook} --request ${requestId}`]),
  ];
}

/** Each name with its holder as far as AWS tells it (ids are masked), its TXT record and what happens next. */
export function namesInWords({ aliases, distribution }: TicketView, color: Colors): Lines {
  return [
    `Names, to be moved to distribution ${distribution.id} (${distribution.domainName}):`,
    ...aliases.flatMap(({ alias, state, holder, record, txt, refusal, plan }) => {
      if (state === 'gone') return [`  ${color.green('✓')} ${alias}: nobody else holds it any more`];
      return [
        `  ${color.red('✗')} ${alias}: held by ${holderInWords(holder)}${holder.service ? ` (${holder.service})` : ''}`,
        `      TXT ${txt}: ${record.name} TXT "${record.value}"`,
        ...(refusal ? [`      CloudFront, ${when(refusal.at)}: ${refusal.text}`] : []),
        `      ${withTimes(plan)}`,
      ];
    }),
  ];
}

const GLYPHS: Record<TicketView['steps'][number]['state'], string> = {
  done: '✓',
  open: '…',
  manual: '!',
  blocked: '-',
};

/** `!` is yours to do, `…` is at work or waits for others, `-` comes later. */
export function stepsInWords({ steps }: TicketView, color: Colors): Lines {
  const paint = { done: color.green, open: color.cyan, manual: color.yellow, blocked: color.dim };
  return steps.flatMap(({ title, state, evidence }, index) => [
    `${paint[state](`${GLYPHS[state]} ${index + 1}. ${title}`)}`,
    ...(evidence ? [`     ${withTimes(evidence)}`] : []),
  ]);
}

/** Ready to paste; what stands between the rules goes to AWS as it is. */
export function supportCaseInWords({ supportCase }: TicketView): Lines {
  if (!supportCase) return [];
  const { service, category, severity, subject, body } = supportCase;
  const rule = '-'.repeat(72);
  return [
    `Service: ${service}   Category: ${category}   Severity: ${severity}`,
    `Subject: ${subject}`,
    rule,
    body.trimEnd(),
    rule,
  ];
}

function notesInWords({ notes }: TicketView, color: Colors): Lines {
  return notes.flatMap(({ at, by, text }) => [
    '',
    color.dim(`${when(at)}  ${by}`),
    ...text.split('\n').map((line) => `  ${line}`),
  ]);
}
