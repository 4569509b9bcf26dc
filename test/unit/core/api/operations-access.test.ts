import * as z from 'zod';
import { OPERATIONS } from '../../../../core/api/operations.ts';
import { ACCESS_OPERATIONS } from '../../../../core/api/operations-access.ts';
import { PERMISSIONS } from '../../../../core/principal.ts';

const ROWS = Object.entries(ACCESS_OPERATIONS);

it.each(ROWS)('takes every path parameter as an input, and has a JSON Schema: %s', (_, { path, input }) => {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  expect(Object.keys(input.shape)).toEqual(expect.arrayContaining(inPath));
  expect(z.toJSONSchema(input, { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false });
});

it('has no name and no route that another operation has', () => {
  const names = [...Object.keys(OPERATIONS), ...Object.keys(ACCESS_OPERATIONS)];
  const routes = [...Object.values(OPERATIONS), ...Object.values(ACCESS_OPERATIONS)].map(
    ({ method, path }) => `${method} ${path}`,
  );
  // Merged into one table, a name stands in both.
  expect(new Set(routes).size).toBe(new Set(names).size);
});

it.each(ROWS)('asks for a permission that there is: %s', (_, { permission }) => {
  expect([...PERMISSIONS, 'public', 'authenticated']).toContain(permission);
});

it.each([
  ['a slash', 'acme/x'],
  ['a secret', Buffer.alloc(32, 1).toString('base64')],
  ['nothing', ''],
])('takes no user key with %s', (_, targetUserKey) => {
  expect(ACCESS_OPERATIONS['applications.delete'].input.safeParse({ targetUserKey }).success).toBe(false);
});

it.each([
  ['a Gigya UID', '_guid_30A3XVJciH95WEEnoRmfZS7ee3MY+lUAtpVxvUWNseU=', true],
  ['a mail address', 'ann+test@example.com', true],
  ['letters of any script', 'Žofie 漢字', true],
  ['nothing', '', false],
  ['a line break', 'ann\nbob', false],
  ['half a character', 'ann\ud800', false],
  ['more than 255 characters', 'x'.repeat(256), false],
])('takes for a UID: %s', (_, UID, taken) => {
  expect(ACCESS_OPERATIONS['members.remove'].input.safeParse({ UID }).success).toBe(taken);
});
