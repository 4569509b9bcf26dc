/** On-call's tickets: `certs tickets …`. What counts as moved is AWS's word: `resolve` makes the service look, no more. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { table, when } from '../in-words.ts';
import { cursorOption, pageInWords } from '../paging.ts';
import type { Program } from '../program.ts';
import { ticketInWords } from '../ticket-in-words.ts';

export function addTicketCommands(program: Program): void {
  const { command, act, terminal } = program;
  const { color } = terminal;
  const tickets = command
    .command('tickets')
    .description("on-call's tickets: names that others hold, renewals that come to nothing");

  tickets
    .command('list', { isDefault: true })
    .description('newest first, 50 at a time')
    .addOption(new Option('--status <which>').choices(['open', 'closed', 'all']).default('open'))
    .addOption(cursorOption())
    .action(({ status, cursor }, self) =>
      act(self, async ({ call, answer }) => {
        const page = await call('tickets.list', { status, cursor });
        const rows = page.tickets.map((each) => [
          each.ticketId,
          `sev ${each.severity}`,
          each.outcome ?? (each.failing ? `stands still (${each.failing.error})` : `waiting on ${each.waitingOn}`),
          when(each.openedAt),
          each.requestId,
          each.title,
        ]);
        const lines = table(rows, (cell, n) => (n === 0 ? color.bold(cell) : cell));
        const none = status === 'all' ? 'No ticket.' : `No ${status} ticket.`;
        return answer(page, pageInWords(self, lines, page.nextCursor, none));
      }),
    );

  tickets
    .command('show <ticket>')
    .description('what is held by whom, what was seen, the steps, the case for AWS Support')
    .action((ticketId: string, _, self) =>
      act(self, async ({ call, answer }) => {
        const ticket = await call('tickets.get', { ticketId });
        return answer(ticket, ticketInWords(ticket, color));
      }),
    );

  tickets
    .command('note <ticket> <text>')
    .description('adds what you saw or did')
    .option('--case-id <id>', 'the case at AWS Support that you filed')
    .action((ticketId: string, text: string, { caseId }, self) =>
      act(self, async ({ call, answer }) => {
        const ticket = await call('tickets.note', { ticketId, text, ...(caseId && { supportCaseId: caseId }) });
        return answer(ticket, [`Noted in ${ticketId}.`]);
      }),
    );

  addDecisions(program, tickets);
}

const DECISIONS = [
  { name: 'resolve', decision: 'resolve', does: 'AWS says that the names are moved: the service looks at once' },
  { name: 'hand-back', decision: 'handBack', does: 'the customer must act first; they read the note' },
  { name: 'give-up', decision: 'giveUp', does: 'the request ends; the customer reads the note as the reason' },
] as const;

function addDecisions({ act }: Program, tickets: Command): void {
  for (const { name, decision, does } of DECISIONS)
    tickets
      .command(`${name} <ticket>`)
      .description(does)
      .requiredOption('--note <text>', 'why; of hand-back and give-up the customer reads it')
      .action((ticketId: string, { note }, self) =>
        act(self, async ({ call, answer }) => {
          const ticket = await call('tickets.resolve', { ticketId, decision, note });
          return answer(ticket, [
            `Decided: the service looks at ${ticketId} now. What came of it:  certs tickets show ${ticketId}`,
          ]);
        }),
      );
}
