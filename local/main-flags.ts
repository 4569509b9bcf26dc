/** The flags of `npm start`. What cannot be gets one sentence that names the flag and what it takes instead. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface MainFlags {
  /** Start over. */
  fresh: boolean;
  /** World seconds per real second. */
  speed: number;
  /** Free ports instead of the usual ones. */
  anyPorts: boolean;
  /** Where state is kept; undefined takes the usual place. Absolute. */
  folder: string | undefined;
  help: boolean;
}

/** A day a second. */
const MAX_SPEED = 86_400;

export const USAGE = `npm start -- [options]

  --fresh          start over: forget the world that is kept
  --speed N        world seconds per real second, 0 to ${MAX_SPEED} (default 1)
  --any-ports      take free ports instead of the usual ones
  --folder PATH    keep the world there (default .local)
  --help           show this`;

/** Throws an Error whose message is for the person who typed. */
export function readMainFlags(args: readonly string[]): MainFlags {
  const { fresh, speed, 'any-ports': anyPorts, folder, help } = parse(args);
  if (!/^\d+(\.\d+)?$/.test(speed) || Number(speed) > MAX_SPEED)
    throw new Error(
      `--speed takes a number from 0 (time stands) to ${MAX_SPEED} (a day a second); it was given "${speed}".`,
    );
  if (folder === '') throw new Error('--folder takes the path of a folder, as in --folder /tmp/world.');
  return { fresh, speed: Number(speed), anyPorts, folder: folder && resolve(folder), help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean', default: false },
        speed: { type: 'string', default: '1' },
        'any-ports': { type: 'boolean', default: false },
        folder: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.split(/[.\n]/)[0] : String(cause);
    throw new Error(`${problem}.\n\n${USAGE}`, { cause });
  }
}
