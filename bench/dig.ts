/** dig (https://www.isc.org/bind/), the peer of our questions to the DNS, where it is installed. */
import { spawnSync } from 'node:child_process';
import type { SlowDns } from './slow-dns.ts';

const PROGRAM = 'dig';

export interface Dug {
  /** `dig 9.18.41`. */
  name: string;
  /** Milliseconds for all, one after the other. */
  value: number;
}

/** Asks the resolver for the CNAME of each name, in one process. Undefined where dig is not installed. */
export function dig({ resolvers, port }: SlowDns, names: readonly string[]): Dug | undefined {
  const version = spawnSync(PROGRAM, ['-v'], { encoding: 'utf8' });
  if (version.error) return undefined;
  const [resolver = ''] = resolvers.split(':');
  const input = names.map((name) => `${name} CNAME\n`).join('');
  const began = performance.now();
  const { stdout } = spawnSync(PROGRAM, [`@${resolver}`, '-p', port, '+noall', '+answer', '-f', '-'], {
    input,
    encoding: 'utf8',
  });
  const value = performance.now() - began;
  const answers = stdout.split('\n').filter((line) => line.includes('CNAME')).length;
  if (answers !== names.length) throw new Error(`dig had ${answers} answers to ${names.length} questions`);
  return { name: /DiG ([\d.]+)/.exec(version.stderr)?.[1]?.replace(/^/, 'dig ') ?? PROGRAM, value };
}
