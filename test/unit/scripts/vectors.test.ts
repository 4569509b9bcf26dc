import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differencesOf } from '../../../scripts/vectors-check.ts';
import { ROOT } from '../../support/repository.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'vectors-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Exit code and what is told, of `npm run vectors -- ...`. */
function vectors(...args: string[]): Promise<[number, string]> {
  return new Promise((resolve) => {
    const child = execFile(
      join(ROOT, 'node_modules', '.bin', 'node'),
      ['scripts/vectors.ts', ...args],
      { cwd: ROOT },
      (_, out, err) => resolve([child.exitCode ?? -1, (err + out).trim()]),
    );
  });
}

function file(content: string): string {
  const path = join(root, 'vectors.json');
  writeFileSync(path, content);
  return path;
}

it('passes the vectors of the repository', async () => {
  expect(await vectors('test/vectors/gigya-signatures.json')).toEqual([0, '154 passed, 0 failed']);
});

it('prints each failure, the count last, and fails', async () => {
  const right = { id: 'a', kind: 'urlEncode', input: { value: '~ ' }, expected: { encoded: '~%20' } };
  const wrong = { ...right, id: 'b', expected: { encoded: '%7E%20' } };
  const strange = { ...right, id: 'c', kind: 'tea' };
  expect(await vectors(file(JSON.stringify({ vectors: [right, wrong, strange] })))).toEqual([
    1,
    'b: encoded is "~%20", expected "%7E%20"\nc: the kind tea is not known\n1 passed, 2 failed',
  ]);
});

it('asks for its file, and for no more', async () => {
  expect(await vectors()).toEqual([2, 'FILE is missing. Usage: npm run vectors -- FILE']);
  expect(await vectors('a', '--loose')).toEqual([2, '--loose is not understood. Usage: npm run vectors -- FILE']);
});

it('says why a file has no vectors', async () => {
  expect(await vectors('/nowhere/v.json')).toEqual([
    1,
    'FILE /nowhere/v.json cannot be read (ENOENT): name a file of vectors.',
  ]);
  expect((await vectors(file('{')))[1]).toMatch(/is not JSON \(.*\): see test\/vectors\/README\.md for its form\.$/);
  const path = file('{"vectors": [{"id": "a"}]}');
  expect(await vectors(path)).toEqual([
    1,
    `FILE ${path} holds no vectors: it must be {"vectors": [...]}, each with id, kind, input and expected.`,
  ]);
});

it.each([
  ['nothing is expected', { expected: {} }, 'nothing is expected'],
  ['a field is expected that is not computed', { expected: { salted: true } }, 'salted is not computed, expected true'],
  ['the kind is a member of every object', { kind: 'toString' }, 'the kind toString is not known'],
])('fails a vector when %s', async (_, change, difference) => {
  const vector = { id: 'a', kind: 'urlEncode', input: { value: '~' }, expected: { encoded: '~' } };
  expect(await differencesOf({ ...vector, ...change })).toEqual([difference]);
});

it('fails a vector whose input it cannot read', async () => {
  const vector = { id: 'a', kind: 'urlEncode', input: {}, expected: { encoded: '~' } };
  expect((await differencesOf(vector))[0]).toMatch(/^its input: /);
});
