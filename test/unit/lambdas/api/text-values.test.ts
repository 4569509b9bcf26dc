import * as z from 'zod';
import { valuesOf } from '../../../../lambdas/api/text-values.ts';

const SCHEMA = z.strictObject({
  name: z.string(),
  limit: z.int().min(1).default(5),
  ratio: z.number().optional(),
  isOn: z.boolean().optional(),
  names: z.array(z.string()).optional(),
  sites: z.union([z.literal('*'), z.array(z.string())]),
  role: z.enum(['a', 'b']),
});

it.each([
  ['name', '12', '12'],
  ['name', '["a"]', '["a"]'],
  ['role', 'a', 'a'],
  ['limit', '12', 12],
  ['limit', '-3', -3],
  ['limit', '012', '012'],
  ['limit', '1e3', '1e3'],
  ['limit', '', ''],
  ['limit', 'many', 'many'],
  ['ratio', '0.5', 0.5],
  ['isOn', 'true', true],
  ['isOn', 'True', true],
  ['isOn', '1', true],
  ['isOn', 'False', false],
  ['isOn', '0', false],
  ['isOn', 'yes', 'yes'],
  ['names', '["a", "b"]', ['a', 'b']],
  ['names', ' ["a"]', ['a']],
  ['names', '[a', '[a'],
  ['names', 'a', 'a'],
  ['sites', '*', '*'],
  ['sites', '["acme"]', ['acme']],
  ['colour', '5', '5'],
])('reads %s from the text %j as %j', (name, text, value) => {
  expect(valuesOf(SCHEMA, { [name]: text })).toEqual({ [name]: value });
});
