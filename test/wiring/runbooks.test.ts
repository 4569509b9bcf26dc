/** Runbooks agree with each other, with the index, and with those who send people there. */
import { ALARMS } from '../../core/alarms.ts';
import { filesUnder, missing, read } from '../support/repository.ts';

const HEADINGS = ['Meaning', 'Impact', 'First five minutes', 'Diagnosis', 'Mitigation', 'Afterwards'];

const files = filesUnder('runbooks', '.md');
const runbooks = files.filter((path) => !path.endsWith('README.md'));
const nameOf = (path: string) => path.replace(/^runbooks\/(.*)\.md$/, '$1');

it.each(runbooks)('has the six headings in their order: %s', (path) => {
  expect([...read(path).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
});

it('lists every runbook in the index, and none that there is not', () => {
  const listed = [...read('runbooks/README.md').matchAll(/^\| \[([\w-]+)\]\(\1\.md\)/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(
    runbooks
      .map(nameOf)
      .filter((name) => name !== 'TEMPLATE')
      .sort(),
  );
});

it.each(Object.entries(ALARMS))('names the alarm in the row of its runbook: %s', (name, { runbook }) => {
  const rows = read('runbooks/README.md').match(/^\| \[.*$/gm) ?? [];
  expect(rows.filter((row) => row.split(/\W+/).includes(name))).toEqual([
    expect.stringContaining(`| [${runbook}](${runbook}.md) |`),
  ]);
});

it('links to files that exist', () => {
  const linked = files.flatMap((path) =>
    [...read(path).matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => `runbooks/${file}`),
  );
  expect(missing(linked, files)).toEqual([]);
});

it('has a runbook for every one that the command line walks', () => {
  const walked = filesUnder('cli/runbooks').map((path) => path.replace(/^cli\/(.*)\.ts$/, '$1.md'));
  expect(missing(walked, files)).toEqual([]);
});
