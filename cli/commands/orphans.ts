/** `certs orphans`: what belongs to nobody any more; deletes only what certainly serves nobody, and only when told to. */
import { EXIT } from '../exit.ts';
import { table } from '../in-words.ts';
import type { Program } from '../program.ts';

export function addOrphans({ command, act, terminal: { color } }: Program): void {
  command
    .command('orphans')
    .description(
      'what belongs to nobody any more: certificates, distributions, targets, claims, waits, names that still lead here; changes nothing',
    )
    .option('--delete', 'deletes those that certainly serve nobody; the others stay')
    .action((options: { delete?: boolean }, self) =>
      act(self, async ({ call, answer, terminal }) => {
        const found = await call('orphans.list', {});
        const rows = found.orphans.map(({ kind, id, why, safe }) => [kind, id, safe ? 'safe' : 'in doubt', why]);
        const lines =
          rows.length > 0 ? table(rows, (cell, n) => (n === 1 ? color.bold(cell) : cell)) : ['Nothing is left behind.'];
        if (!options.delete) return answer(found, lines);
        for (const { kind, id } of found.orphans.filter(({ safe }) => safe))
          terminal.tell((await call('orphans.delete', { kind, id })).text);
        const left = await call('orphans.list', {});
        answer(
          left,
          left.orphans.length === 0
            ? ['Nothing is left behind.']
            : left.orphans.map(({ kind, id, why }) => `left: ${kind} ${id}: ${why}`),
        );
        return left.orphans.length === 0 ? EXIT.done : EXIT.actionRequired;
      }),
    );
}
