/** The flags of `npm run demo`. A value that cannot be gets one sentence that names the flag and what it takes instead. */
import { parseArgs } from 'node:util';
import type { Method } from '../../core/status.ts';

export interface DemoFlags {
  /** straight: nobody holds a name. conflict: somebody else's distribution holds one. */
  story: DemoStory;
  /** The result as one JSON object on standard output; the story goes to standard error. */
  json: boolean;
  /** The TLS edge stays up until Ctrl-C. */
  keep: boolean;
  /** Names of the certificate. */
  aliases: number;
  /** How AWS makes sure of the names; undefined takes the service's default. */
  method: Method | undefined;
}

const STORIES = ['straight', 'conflict'] as const;
export type DemoStory = (typeof STORIES)[number];

/** ACM puts at most 100 names into one certificate, at any quota. */
const MOST_ALIASES = 100;

/** Throws an Error whose message is for the person who typed. */
export function readDemoFlags(args: readonly string[]): DemoFlags {
  const { story: name, json, keep, aliases, method } = parse(args);
  const story = STORIES.find((each) => each === name);
  if (!story) throw new Error(`--story takes straight or conflict; it was given "${name}".`);
  const count = Number(aliases);
  if (!/^\d+$/.test(aliases) || count < 1 || count > MOST_ALIASES)
    throw new Error(
      `--aliases takes a whole number from 1 to ${MOST_ALIASES}, as in --aliases 20; it was given "${aliases}".`,
    );
  if (method !== undefined && method !== 'email' && method !== 'dns')
    throw new Error(`--method takes email or dns; it was given "${method}".`);
  return { story, json, keep, aliases: count, method: method && (method === 'dns' ? 'DNS' : 'EMAIL') };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        story: { type: 'string', default: 'straight' },
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        aliases: { type: 'string', default: '5' },
        method: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw new Error(
      `${problem}. The flags are --story straight or conflict, --aliases N, --method email or dns, --json and --keep.`,
      { cause },
    );
  }
}
