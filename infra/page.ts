/** The console's files, built as for local mode (console/vite.config.ts). The same sources give the same files, and so the same asset. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';

const ROOT = join(import.meta.dirname, '..');

/** Throws what the builder says. */
export function buildPage(): ISource {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', 'console', '--logLevel', 'warn'], { cwd: ROOT, stdio: 'inherit' });
  return Source.asset(join(ROOT, 'build/console'));
}
