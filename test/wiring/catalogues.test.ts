/** The catalogues and those who use them agree: reasons, errors, endings, operations. */

import { OPERATIONS } from '../../core/api/operations.ts';
import { CONDITIONS } from '../../core/condition.ts';
import { ENDINGS } from '../../core/endings.ts';
import { ERRORS } from '../../core/errors.ts';
import { REASONS } from '../../core/reasons.ts';
import { placesIn } from '../../core/text.ts';
import { filesUnder, missing, read } from '../support/repository.ts';

const sources = ['core', 'lambdas', 'local']
  .flatMap((folder) => filesUnder(folder))
  .map(read)
  .join('\n');
/** The names of the rows of a part of a catalogue, as they stand there. */
const rowsIn = (file: string) => [...read(file).matchAll(/^ {2}(\w+): \{$/gm)].map((match) => match[1]);
const used = (code: string) =>
  new RegExp(`['"]${code}['"]`).test(sources.replaceAll(new RegExp(`^  ${code}: \\{`, 'gm'), ''));

it.each(Object.keys(REASONS))('has a place in the code that finds it: %s', (code) => {
  expect(used(code)).toBe(true);
});

it.each(Object.keys(ERRORS))('has a place in the code that throws it: %s', (code) => {
  expect(used(code)).toBe(true);
});

it.each(Object.keys(ENDINGS))('has a place in the code that ends so: %s', (code) => {
  expect(used(code)).toBe(true);
});

it.each(CONDITIONS)('has the reasons of a condition, and no others, in its file: %s', (condition) => {
  const codes = Object.entries(REASONS).flatMap(([code, row]) => (row.condition === condition ? [code] : []));
  expect(rowsIn(`core/reasons/${condition}.ts`)).toEqual(codes);
});

it('names an error once, in one of the files', () => {
  expect(filesUnder('core/errors').flatMap(rowsIn).sort()).toEqual(Object.keys(ERRORS).sort());
});

it.each(Object.entries(REASONS))(
  'says what was found, who acts and what to do: %s',
  (_, { message, remedy, status, blocks, actor }) => {
    expect(message).toMatch(/[.?]$/);
    expect(remedy.length).toBeGreaterThan(10);
    if (status === 'True') expect(blocks).toBe(false);
    if (actor === 'nobody' && status === 'False') expect(remedy).toMatch(/by ourselves/);
  },
);

it.each(Object.entries(ERRORS))(
  'has a Gigya code that carries an HTTP status, and a remedy: %s',
  (_, { errorCode, remedy }) => {
    expect(String(errorCode)).toMatch(/^[45]\d{5}$/);
    expect(remedy).toMatch(/[.?)]$/);
  },
);

it('names only facts in its places', () => {
  const places = [
    ...Object.values(REASONS).flatMap(({ message, remedy }) => [...placesIn(message), ...placesIn(remedy)]),
  ];
  expect(places.every((place) => /^[a-zA-Z]+$/.test(place))).toBe(true);
});

it.each(Object.entries(OPERATIONS))('takes every path parameter as an input: %s', (_, { path, input }) => {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  expect(missing(inPath, Object.keys(input.shape))).toEqual([]);
});

it('has one route for one operation', () => {
  const routes = Object.values(OPERATIONS).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(routes).size).toBe(routes.length);
});
