import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../support/repository.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'asl-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Exit code and what is told, of `npm run asl -- ...`. */
function asl(...args: string[]): Promise<[number, string]> {
  return new Promise((resolve) => {
    const child = execFile(
      join(ROOT, 'node_modules', '.bin', 'node'),
      ['scripts/asl.ts', ...args],
      { cwd: ROOT },
      (_, out, err) => resolve([child.exitCode ?? -1, (err + out).trim()]),
    );
  });
}

function file(content: string): string {
  const path = join(root, 'cases.json');
  writeFileSync(path, content);
  return path;
}

it('asks for its file', async () => {
  expect(await asl()).toEqual([2, 'FILE is missing. Usage: npm run asl -- FILE [--strict]']);
});

it('names an option that there is not', async () => {
  expect(await asl('cases.json', '--loose')).toEqual([
    2,
    '--loose is not understood. Usage: npm run asl -- FILE [--strict]',
  ]);
});

it('says that a file is not there', async () => {
  expect(await asl('/nowhere/cases.json')).toEqual([
    1,
    'FILE /nowhere/cases.json cannot be read (ENOENT): name a file of recorded cases.',
  ]);
});

it('says that a file is not JSON', async () => {
  const [code, told] = await asl(file('{'));
  expect(code).toBe(1);
  expect(told).toMatch(/^FILE \S+cases\.json is not JSON \(.*\): see test\/vectors\/README\.md for its form\.$/);
});

it.each(['null', '{}', '{"cases": []}', '{"cases": [{"id": 1}]}'])(
  'says that a file holds no cases: %s',
  async (text) => {
    const path = file(text);
    expect(await asl(path)).toEqual([
      1,
      `FILE ${path} holds no cases: it must be {"cases": [...]}, each with an id and a kind of execution or validation.`,
    ]);
  },
);
