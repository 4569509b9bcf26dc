/** `certs requests`: on-call's first question, at all sites: what is on its way, and what stands still. */
import type { Answers } from '../../core/api/operations.ts';
import { whatStopped } from '../../core/what-stopped.ts';
import { table, when } from '../in-words.ts';
import { cursorOption, pageInWords } from '../paging.ts';
import type { Program } from '../program.ts';
import type { Colors } from '../terminal.ts';

type Page = Answers['requests.list'];
type Stop = Page['requests'][number]['stops'][number];

export function addRequestCommands({ command, act, terminal: { color } }: Program): void {
  command
    .command('requests')
    .description(
      'the requests of all sites that are on their way or of which something stands still, that first; 50 at a time',
    )
    .option('--stopped', 'only those of which something stands still, and retirements that do')
    .addOption(cursorOption())
    .action(({ stopped, cursor }, self) =>
      act(self, async ({ call, answer }) => {
        const page = await call('requests.list', { state: stopped ? 'stopped' : 'all', cursor });
        const none = stopped ? 'Nothing stands still.' : 'No request is on its way.';
        return answer(page, pageInWords(self, requestsInWords(page, color), page.nextCursor, none));
      }),
    );
}

/** A line for each, and below it one for each of its executions that stands still. */
function requestsInWords({ requests, retirements }: Page, color: Colors): string[] {
  const listed = [
    ...retirements.map(({ siteId, state, askedAt, stop }) => ({
      row: [siteId, 'retirement', state, `asked for on ${when(askedAt)}`],
      stops: [stop],
    })),
    ...requests.map(({ siteId, requestId, status, step, waitingOn, since, deadline, stops }) => ({
      row: [
        siteId,
        requestId,
        status,
        `${step} since ${when(since)}, waiting on ${waitingOn}${deadline ? ` until ${when(deadline)}` : ''}`,
      ],
      stops,
    })),
  ];
  const lines = table(
    listed.map(({ row }) => row),
    (cell, n) => (n === 0 ? color.bold(cell) : cell),
  );
  return listed.flatMap(({ stops }, n) => [lines[n] ?? '', ...stops.map((stop) => color.yellow(stopLine(stop)))]);
}

function stopLine({ execution, since, until, ...stop }: Stop): string {
  return `  stands still since ${when(since)} (${whatStopped(stop)}): ${execution}, to be redriven until ${when(until)}`;
}
