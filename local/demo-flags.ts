/** The flags of `npm run demo`. A value that cannot be gets one sentence that names the flag and what it takes instead. */
import { parseArgs } from 'node:util';
import type { Method } from '../core/request.ts';

export interface DemoFlags {
  /** The result as one JSON object on standard output; the story goes to standard error. */
  json: boolean;
  /** The TLS edge stays up until Ctrl-C. */
  keep: boolean;
  /** Names of the certificate. */
  aliases: number;
  /** How AWS makes sure of the names; undefined takes the service's default. */
  method: Method | undefined;
}

/** ACM puts at most 100 names into one certificate, at any quota. */
const MOST_ALIASES = 100;

/** Throws an Error whose message is for the person who typed. */
export function readDemoFlags(args: readonly string[]): DemoFlags {
  const { json, keep, aliases, method } = parse(args);
  const count = Number(aliases);
  if (!/^\d+$/.test(aliases) || count < 1 || count > MOST_ALIASES)
    throw new Error(
      `--aliases takes a whole number from 1 to ${MOST_ALIASES}, as in --aliases 20; it was given "${aliases}".`,
    );
  if (method !== undefined && method !== 'email' && method !== 'dns')
    throw new Error(`--method takes email or dns; it was given "${method}".`);
  return { json, keep, aliases: count, method: method && (method === 'dns' ? 'DNS' : 'EMAIL') };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        aliases: { type: 'string', default: '5' },
        method: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw new Error(`${problem}. The flags are --aliases N, --method email or dns, --json and --keep.`, { cause });
  }
}
