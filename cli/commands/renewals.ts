/** `certs renewals`: who must click what, from when, until when, at all sites that one may see. */
import type { Answers } from '../../core/api/operations.ts';
import { withTimes } from '../../core/text.ts';
import { table, when } from '../in-words.ts';
import { cursorOption, pageInWords } from '../paging.ts';
import type { Program } from '../program.ts';
import type { Colors } from '../terminal.ts';

export function addRenewalCommands({ command, act, terminal: { color } }: Program): void {
  command
    .command('renewals')
    .description(
      'the next renewal of every certificate, what ends first first: who must act, from when, until when; 50 at a time',
    )
    .addOption(cursorOption())
    .action(({ cursor }, self) =>
      act(self, async ({ call, answer }) => {
        const page = await call('renewals.list', { cursor });
        const lines = renewalsInWords(page.renewals, color);
        return answer(page, pageInWords(self, lines, page.nextCursor, 'Nothing is to be renewed.'));
      }),
    );
}

function renewalsInWords(renewals: Answers['renewals.list']['renewals'], color: Colors): string[] {
  if (renewals.length === 0) return [];
  const rows = renewals.map(({ siteId, requestId, renewal }) => [
    siteId,
    requestId,
    renewal.state,
    when(renewal.dueBy),
    withTimes(renewal.message),
  ]);
  const head = ['SITE', 'REQUEST', 'STATE', 'DUE BY', 'WHAT'];
  return table([head, ...rows], (cell, n) => (n === 0 ? color.bold(cell) : cell));
}
