import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOf } from '../../../infra/build.ts';
import { ROOT } from '../../support/repository.ts';

it('is what the environment calls it', () => {
  expect(buildOf('release-7')).toBe('release-7');
  expect(() => buildOf('release 7')).toThrow('BUILD takes letters, digits, ".", "_" and "-": it was given "release 7"');
});

it.each([undefined, ''])('else is the commit that is checked out: %j', (given) => {
  expect(buildOf(given, ROOT)).toMatch(/^[0-9a-f]{40}(-dirty)?$/);
});

it('is unknown where there is no commit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'no-git-'));
  expect(buildOf(undefined, folder)).toBe('unknown');
  rmSync(folder, { recursive: true });
});
