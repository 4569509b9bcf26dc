import { dayInWords, machineInWords, withResults } from '../../../bench/page.ts';

const PAGE = `# Benchmarks

<!-- written by npm run bench -- --docs -->

old

<!-- until here -->

## Reliability
`;

it('writes between its marks only, and again', () => {
  const once = withResults(PAGE, 'new');
  expect(once).toBe(PAGE.replace('old', 'new'));
  expect(withResults(once, 'newer')).toBe(PAGE.replace('old', 'newer'));
});

it('refuses a page without marks', () => {
  expect(() => withResults('# Benchmarks\n', 'new')).toThrow(
    'the page lacks "<!-- written by npm run bench -- --docs -->" or, after it, "<!-- until here -->"',
  );
});

it.each([
  [{ cores: 2, bytes: 8 * 1024 ** 3, node: '24.21.0' }, 'two cores, 8 GB, Node 24.21.0'],
  [{ cores: 1, bytes: 1.9 * 1024 ** 3, node: '24.21.0' }, 'one core, 2 GB, Node 24.21.0'],
  [{ cores: 48, bytes: 64 * 1024 ** 3, node: '24.21.0' }, '48 cores, 64 GB, Node 24.21.0'],
])('says %j in words', (machine, words) => {
  expect(machineInWords(machine)).toBe(words);
});

it('says a day as people do', () => {
  expect(dayInWords(new Date('2026-11-21T23:30:00Z'))).toBe('21 November 2026');
});
