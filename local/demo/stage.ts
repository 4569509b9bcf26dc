/** What the stories of the demo are told with: lines in the terminal under world time, and jumps until a request is so. */
import color from 'picocolors';
import { withTimes } from '../../core/text.ts';
import type { RequestView } from '../../core/view.ts';
import type { Product } from '../product.ts';
import { SITE } from '../scenery.ts';
import type { DemoFlags } from './flags.ts';

export const HOUR_MS = 3_600_000;
/** Each wait takes hours of world time, AWS Support four days; a day more than the approval's 96 h means that something is stuck. */
const LIMIT_MS = 120 * HOUR_MS;
/** More names than this are told in sum. */
const MOST_TOLD = 8;

export interface Stage {
  product: Product;
  flags: DemoFlags;
  say(...words: string[]): void;
  /** Something went as it should. */
  good(...words: string[]): void;
  /** What is wrong, or will be, and what to do about it. */
  bad(problem: { message: string; remedy: string }): void;
  /** One line for each of the first names, one for the rest. */
  tellNames<T>(names: readonly T[], line: (name: T) => string): void;
  /** What is wrong name by name; what is right only where there are few names. */
  tellPreflight(aliases: RequestView['aliases']): void;
  read(requestId: string): Promise<RequestView>;
  /** Jumps from event to event until the request is so. A request that ends otherwise is an error. */
  until(requestId: string, reached: (request: RequestView) => boolean): Promise<RequestView>;
  /** So many hours pass. */
  hours(count: number): Promise<void>;
}

export function createStage(product: Product, flags: DemoFlags): Stage {
  const { clock } = product.world;
  // The story goes to standard error when standard output is for a machine.
  const print = flags.json ? console.error : console.log;
  const say = (...words: string[]) =>
    print(color.dim(clock.now().toISOString().slice(0, 16).replace('T', ' ')), ...words);
  const good = (...words: string[]) => say(color.green('  ✓'), ...words);
  const bad: Stage['bad'] = ({ message, remedy }) =>
    say(color.red('  ✗'), withTimes(`${message}\n      ${color.dim(remedy)}`));
  const read = (requestId: string) =>
    product.call<RequestView>('GET', `/sites/${SITE.siteId}/certificates/${requestId}`);

  return {
    product,
    flags,
    say,
    good,
    bad,
    read,

    tellNames(names, line) {
      for (const name of names.slice(0, MOST_TOLD)) good(line(name));
      if (names.length > MOST_TOLD) good(`and ${names.length - MOST_TOLD} more, all alike`);
    },

    tellPreflight(aliases) {
      const found = aliases.map((each) => ({ alias: each.alias, problems: problemsOf(each) }));
      for (const { alias, problems } of found) {
        for (const problem of problems) bad(problem);
        if (problems.length === 0 && aliases.length <= MOST_TOLD) good(alias);
      }
      const rest = found.filter(({ problems }) => problems.length === 0).length;
      if (aliases.length > MOST_TOLD) good(`${plural(rest, 'name')} as they should be`);
    },

    async until(requestId, reached) {
      let latest = await read(requestId);
      const limit = new Date(clock.now().getTime() + LIMIT_MS);
      await clock.jumpUntil(async () => {
        latest = await read(requestId);
        if (latest.failure) throw new Error(`${latest.failure.message} ${latest.failure.remedy}`);
        if (latest.failing) throw new Error(`the workflow stopped: ${latest.failing.error}`);
        return reached(latest);
      }, limit);
      return latest;
    },

    hours: (count) => clock.jumpTo(new Date(clock.now().getTime() + count * HOUR_MS)),
  };
}

/** A holder that an edge shows is a problem to come, however right the records are. */
function problemsOf({ conditions }: RequestView['aliases'][number]) {
  return Object.values(conditions).filter(
    ({ status, actor, reason }) => (status === 'False' && actor !== 'nobody') || reason === 'HolderSeen',
  );
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function bold(text: string): string {
  return color.bold(text);
}
