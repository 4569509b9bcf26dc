/** The command line and the operations agree. */
import { OPERATIONS } from '../../core/api/operations.ts';
import { filesUnder, missing, read } from '../support/repository.ts';

it('calls every operation', () => {
  const text = filesUnder('cli').map(read).join('\n');
  const called = [...text.matchAll(/call\('([\w.]+)'/g)].map(([, name]) => name ?? '');
  const byAddress = ['health']; // the doctor needs the answer's headers
  const others = Object.keys(OPERATIONS).filter((name) => /^(sessions|security)\./.test(name)); // a browser's, and a site's server's
  expect(missing(Object.keys(OPERATIONS), [...called, ...byAddress, ...others])).toEqual([]);
});

it('documents every command', () => {
  const commands = filesUnder('cli/commands').flatMap((path) =>
    [...read(path).matchAll(/\.command\('([a-z-]+)/g)].map(([, name]) => name ?? ''),
  );
  const documented = [...read('docs/cli.md').matchAll(/`([a-z -]+)/g)].flatMap(([, words = '']) => words.split(' '));
  expect(commands.length).toBeGreaterThan(20);
  expect(missing(commands, documented)).toEqual([]);
});
