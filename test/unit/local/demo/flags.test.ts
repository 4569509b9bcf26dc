import { readDemoFlags } from '../../../../local/demo/flags.ts';

it('tells of five names in words unless asked otherwise', () => {
  expect(readDemoFlags([])).toEqual({ story: 'straight', json: false, keep: false, aliases: 5 });
  expect(readDemoFlags(['--story', 'conflict', '--aliases', '100', '--json', '--keep'])).toEqual({
    story: 'conflict',
    json: true,
    keep: true,
    aliases: 100,
  });
});

it.each(['0', '101', 'x', '-1', '1.5', '', '1e2', ' 5'])('refuses "%s" aliases and says what it takes', (value) => {
  expect(() => readDemoFlags([`--aliases=${value}`])).toThrow(
    `--aliases takes a whole number from 1 to 100, as in --aliases 20; it was given "${value}".`,
  );
});

it('names the flags there are when it does not know one', () => {
  expect(() => readDemoFlags(['--alias', '5'])).toThrow(
    "Unknown option '--alias'. The flags are --story straight or conflict, --aliases N, --method email or dns, --json and --keep.",
  );
  expect(() => readDemoFlags(['--aliases'])).toThrow(
    /argument missing.*The flags are --story straight or conflict, --aliases N, --method email or dns, --json and --keep\.$/s,
  );
});

it.each([
  ['dns', 'DNS'],
  ['email', 'EMAIL'],
])('takes the method %s', (word, method) => {
  expect(readDemoFlags(['--method', word]).method).toBe(method);
});

it('refuses a story that there is not', () => {
  expect(() => readDemoFlags(['--story', 'sad'])).toThrow('--story takes straight or conflict; it was given "sad".');
});

it('refuses a method that there is not', () => {
  expect(() => readDemoFlags(['--method', 'fax'])).toThrow('--method takes email or dns; it was given "fax".');
});
