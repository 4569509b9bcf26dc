/** Which build is deployed, as people know it: /health and `certs doctor` say it. */
import { execFileSync } from 'node:child_process';

/**
 * What BUILD says, else the commit that is checked out, `-dirty` after it where files differ from it; `unknown` without git. Throws
 * where BUILD is no word.
 */
export function buildOf(given: string | undefined, folder = import.meta.dirname): string {
  if (given === undefined || given === '') return commitOf(folder);
  // It stands in a public answer and on terminals.
  if (!/^[\w.-]{1,64}$/.test(given))
    throw new Error(`BUILD takes letters, digits, ".", "_" and "-": it was given "${given}"`);
  return given;
}

function commitOf(folder: string): string {
  try {
    const describe = ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'];
    return execFileSync('git', describe, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
