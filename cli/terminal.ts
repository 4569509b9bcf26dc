/**
 * Where a command runs: its output, the person in front of it if there is one, environment, time. Commands know only this, so a
 * test is a terminal too. A secret comes from the environment or is asked for; it is never an argument, which others could list.
 */
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import color from 'picocolors';

export type Colors = ReturnType<typeof color.createColors>;

export interface Terminal {
  /** Standard output: what was asked for. Written as it is. */
  write(text: string): void;
  /** Standard error: one line about what goes on, or what is wrong. */
  tell(line: string): void;
  /** A person looks at standard output: it may be redrawn and coloured. */
  isTty: boolean;
  columns: number;
  rows: number;
  color: Colors;
  env: Readonly<Record<string, string | undefined>>;
  /** Undefined when nobody is there to answer. What is typed for a secret is not shown. */
  ask(question: string, options?: { secret: boolean }): Promise<string | undefined>;
  now(): Date;
  sleep(ms: number): Promise<unknown>;
}

/** Of a terminal that does not tell its own, or tells 0. */
const USUAL = { columns: 80, rows: 24 };

/** The terminal of this process. */
export function processTerminal({ stdin, stdout, stderr, env }: NodeJS.Process): Terminal {
  const isTty = stdout.isTTY === true && env.TERM !== 'dumb';
  return {
    write: (text) => void stdout.write(text),
    tell: (line) => void stderr.write(`${line}\n`),
    isTty,
    get columns() {
      return stdout.columns || USUAL.columns;
    },
    get rows() {
      return stdout.rows || USUAL.rows;
    },
    color: color.createColors(isTty && !env.NO_COLOR), // https://no-color.org
    env,
    ask: (question, options) => (stdin.isTTY ? answer(question, options?.secret ?? false) : Promise.resolve(undefined)),
    now: () => new Date(),
    sleep: (ms) => sleep(ms),
  };

  /** On standard error, so that standard output stays what was asked for. */
  async function answer(question: string, isSecret: boolean): Promise<string> {
    if (!isSecret) {
      const lines = createInterface({ input: stdin, output: stderr });
      return lines.question(question).finally(() => lines.close());
    }
    stderr.write(question);
    const lines = createInterface({ input: stdin, terminal: true }); // no output: nothing typed is echoed
    return lines.question('').finally(() => {
      lines.close();
      stderr.write('\n');
    });
  }
}
