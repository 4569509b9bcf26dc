/**
 * The folder that a world is kept in. The rule kept here: only what this program made is ever deleted, and a folder that cannot
 * be used is told in one sentence with its remedy, before anything is written.
 */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { refuseIfInUse, unusable } from './store.ts';

/** Everything that a world writes: its SQLite file with the two beside it, the table's folder, the root certificate, the secret. */
const OURS = ['world.db', 'world.db-wal', 'world.db-shm', 'dynamodb', 'ca.pem', 'secret', 'netrc'];

/** Checks the folder, and makes it when it is not there. Throws `StateUnusable`. */
export function prepareFolder(folder: string): void {
  const present = existsSync(folder);
  if (present && !statSync(folder).isDirectory())
    throw unusable(`${folder} is a file, and a world needs a folder: move it away, or name another with --folder.`);
  try {
    if (!present) mkdirSync(folder, { recursive: true, mode: 0o700 }); // secrets lie in it
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unusable(
      `${folder} cannot be read and written: change its permissions, or name another with --folder.`,
      cause,
    );
  }
  const [world, table] = ['world.db', 'dynamodb'].map((name) => existsSync(join(folder, name)));
  if (world && !table)
    throw unusable(`${folder} has lost its dynamodb folder: put it back, or start over with --fresh.`);
}

/** Starts over: forgets the world in the folder, and nothing else that lies there. Throws `StateUnusable` where no world is. */
export function forgetWorld(folder: string): void {
  if (!existsSync(folder)) return;
  const entries = statSync(folder).isDirectory() ? readdirSync(folder) : [folder];
  if (entries.length > 0 && !entries.includes('world.db'))
    throw unusable(`${folder} holds no world, so --fresh deletes nothing there: name another folder with --folder.`);
  if (entries.length > 0) refuseIfInUse(join(folder, 'world.db'));
  removeWorld(folder);
}

/** Whether anything lies there that a world has written. */
export function holdsWorld(folder: string): boolean {
  return OURS.some((name) => existsSync(join(folder, name)));
}

/** Takes away what a world has written; the folder stays. */
export function removeWorld(folder: string): void {
  for (const name of OURS) rmSync(join(folder, name), { recursive: true, force: true });
}
