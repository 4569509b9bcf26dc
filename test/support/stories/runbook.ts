/**
 * A runbook as its test runs it: blocks of commands in the order of the file, with what each prints, its exit code, and what the
 * world does before it. `certs` is our command line, `aws` the shim beside this file, or the AWS CLI that AWS_CLI names.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { saveProfile } from '../../../cli/profile.ts';
import type { Product } from '../../../local/product.ts';
import { REGION } from '../../../local/world.ts';
import { ROOT } from '../repository.ts';

export interface Block {
  commands: string;
  exit: number;
  /** It ends the matter: for a world of its own. */
  ends: boolean;
  /** Lines that must stand in the output in this order; `…` is whatever stands there. */
  prints: string[];
  /** What happens in the world before. */
  world: string | undefined;
}

/** Fences may be indented, as in a list. */
export function blocksOf(markdown: string): Block[] {
  const parts = markdown.matchAll(
    /^ *<!-- world: (?<world>[^\n]+?) -->$|^(?<indent> *)```(?<info>sh|text)(?<words>[^\n]*)\n(?<text>.*?)^ *```$/gms,
  );
  const blocks: Block[] = [];
  let world: string | undefined;
  for (const { groups = {} } of parts) {
    const { info, words = '', text = '', indent = '' } = groups;
    const lines = text.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    if (groups.world) world = groups.world;
    else if (info === 'text') blocks.at(-1)?.prints.push(...lines.filter(Boolean));
    else {
      const exit = Number(/exit=(\d)/.exec(words)?.[1] ?? 0);
      blocks.push({ commands: lines.join('\n'), exit, ends: / ends\b/.test(words), prints: [], world });
      world = undefined;
    }
  }
  return blocks;
}

/** The first line that the output lacks. */
export function lacking(output: string, prints: readonly string[]): string | undefined {
  let rest = output.split('\n');
  return prints.find((line) => {
    const pattern = new RegExp(`^${line.split('…').map(escaped).join('.*')}$`);
    const at = rest.findIndex((each) => pattern.test(each.trimEnd()));
    rest = rest.slice(at + 1);
    return at < 0;
  });
}

export interface Shell {
  run(commands: string, variables: Readonly<Record<string, string>>): Promise<{ exit: number; output: string }>;
  close(): void;
}

/** A shell of somebody on call, on a started product. */
export function openShell({ ports, rootPem, operator }: Product): Shell {
  const home = mkdtempSync(join(tmpdir(), 'on-call-'));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const command = (name: string, ...words: string[]) =>
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${words.map((word) => `"${word}"`).join(' ')} "$@"\n`, {
      mode: 0o755,
    });
  command('certs', process.execPath, join(ROOT, 'cli/main.ts'));
  if (process.env.AWS_CLI) command('aws', process.env.AWS_CLI);
  else command('aws', process.execPath, join(ROOT, 'test/support/stories/aws-cli.ts'));
  const ca = join(home, 'ca.pem');
  writeFileSync(ca, rootPem);
  const env = {
    XDG_CONFIG_HOME: home,
    PATH: [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    CERTS_SECRET: operator.secret,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.aws}`,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION, // of the first version of the AWS CLI
    AWS_ACCESS_KEY_ID: 'on-call',
    AWS_SECRET_ACCESS_KEY: 'simulated',
  };
  saveProfile(env, 'local', { url: `https://localhost:${ports.api}/api`, ca, userKey: operator.userKey });
  return {
    run: (commands, variables) =>
      new Promise((resolve, reject) => {
        const shell = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', commands], {
          env: { ...env, ...variables },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        for (const stream of [shell.stdout, shell.stderr])
          stream.on('data', (chunk) => {
            output += chunk;
          });
        shell.on('error', reject);
        shell.on('close', (exit) => resolve({ exit: exit ?? 1, output }));
      }),
    close: () => rmSync(home, { recursive: true }),
  };
}

/** A text as a pattern that matches itself. */
function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
