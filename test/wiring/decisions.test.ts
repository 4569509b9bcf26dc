/** Decisions have one form, and the index lists each of them once. */
import { filesUnder, read } from '../support/repository.ts';

const decisions = filesUnder('docs/adr', '.md').filter((path) => !path.endsWith('README.md'));

it.each(decisions)('says when it was accepted, then what it is about and what was decided: %s', (path) => {
  const [title, , status] = read(path).split('\n');
  const headings = [...read(path).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading).join(', ');
  const [, year, month, day] = /(\d{4})(\d\d)(\d\d)-[a-z0-9-]+\.md$/.exec(path) ?? [];
  expect(title).toMatch(/^# \S/);
  expect(status).toMatch(
    new RegExp(`^Accepted ${year}-${month}-${day}(, amended \\d{4}-\\d\\d-\\d\\d)*[.]|^Superseded by `),
  );
  expect(headings).toMatch(/^Context, Decision(, Consequences)?(, Refused)?(, Amended \d{4}-\d\d-\d\d)*$/);
});

it('has each decision in the index, once', () => {
  const listed = [...read('docs/adr/README.md').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => `docs/adr/${file}`);
  expect(listed.sort()).toEqual(decisions);
});
