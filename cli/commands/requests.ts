/** `certs requests`: on-call's first question, at all sites: what is on its way, and what stands still. */
import type { Answers } from '../../core/api/operations.ts';
import { table, when } from '../in-words.ts';
import type { Program } from '../program.ts';
import type { Colors } from '../terminal.ts';

type Answer = Answers['requests.list'];
type Stop = Answer['requests'][number]['stops'][number];

export function addRequestCommands({ command, act, terminal: { color } }: Program): void {
  command
    .command('requests')
    .description('the requests of all sites that are on their way or of which something stands still, that first')
    .option('--stopped', 'only those of which something stands still, and retirements that do')
    .option('--cursor <cursor>', 'the page after the one that ended with it')
    .action(({ stopped = false, cursor }: { stopped?: boolean; cursor?: string }, self) =>
      act(self, async ({ call, answer }) => {
        const found = await call('requests.list', { state: stopped ? 'stopped' : 'all', ...(cursor && { cursor }) });
        return answer(found, requestsInWords(found, stopped, color));
      }),
    );
}

/** A line for each, and below it one for each of its executions that stands still. */
function requestsInWords({ requests, retirements, nextCursor }: Answer, stopped: boolean, color: Colors): string[] {
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
  if (listed.length === 0 && !nextCursor) return [stopped ? 'Nothing stands still.' : 'No request is on its way.'];
  return [
    ...listed.flatMap(({ stops }, n) => [lines[n] ?? '', ...stops.map((stop) => color.yellow(stopLine(stop)))]),
    ...(nextCursor ? [`More:  certs requests${stopped ? ' --stopped' : ''} --cursor ${nextCursor}`] : []),
  ];
}

function stopLine({ execution, error, since, until }: Stop): string {
  return `  stands still since ${when(since)} (${error}): ${execution}, to be redriven until ${when(until)}`;
}
