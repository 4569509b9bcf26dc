import * as z from 'zod';
import { OPERATIONS } from '../../../../core/api/operations.ts';
import { readInput } from '../../../../lambdas/api/input.ts';

const NAMED = z.strictObject({
  siteId: z.string(),
  text: z.string().optional(),
  names: z.array(z.string()).optional(),
});
const NOWHERE = { path: {}, query: {}, body: '' };

/** The problems of an input that is refused, by field. */
function problems(schema: z.ZodObject, parts: Partial<Parameters<typeof readInput>[1]>): Record<string, string> {
  try {
    readInput(schema, { ...NOWHERE, ...parts });
  } catch (error) {
    const { fields } = (error as { details: { fields: { field: string; problem: string }[] } }).details;
    return Object.fromEntries(fields.map(({ field, problem }) => [field, problem]));
  }
  return {};
}

it('refuses a query parameter that is given twice: which one counts would be a guess', () => {
  expect(problems(NAMED, { query: { siteId: 'acme' }, repeated: ['siteId'] })).toEqual({
    siteId: 'is given more than once',
  });
});

it('refuses a name that the body has twice, though readers of JSON take one of them', () => {
  expect(problems(NAMED, { body: '{"siteId":"acme","siteId":"globex"}' })).toEqual({
    siteId: 'is given more than once',
  });
});

it.each(['toString', 'constructor', '__proto__'])('takes %s for what it is: no parameter', (name) => {
  const body = `{"siteId":"acme",${JSON.stringify(name)}:1}`;
  expect(problems(NAMED, { body })).toEqual({ [name]: 'is not a parameter of this operation' });
});

it.each(['a\u0000b', '\ud800', 'a\u001b[2J', '\u0085'])('takes no text that cannot be stored and shown: %j', (text) => {
  expect(problems(NAMED, { body: { siteId: 'acme', text, names: ['a', text] } })).toEqual({
    text: 'must be text without control characters',
    'names[1]': 'must be text without control characters',
  });
});

it('takes text of several lines, in any script', () => {
  const text = 'שלום\n\tüber 日本 😀';
  expect(readInput(NAMED, { ...NOWHERE, body: { siteId: 'acme', text } })).toEqual({ siteId: 'acme', text });
});

it.each(['Acme\r\nBcc: all@example.com', 'Acme\u202egnp', 'Acme\u2028'])(
  'takes no name of more than a line: %j',
  (name) => {
    const { input } = OPERATIONS['sites.register'];
    expect(problems(input, { body: { name } }).name).toBe('must be one line of text');
  },
);

it.each(['A', '_w', '____', Buffer.from([0xff]).toString('base64url'), Buffer.alloc(1025, 'a').toString('base64url')])(
  'takes no cursor that no page has given: %s',
  (cursor) => {
    const { input } = OPERATIONS['sites.list'];
    expect(problems(input, { query: { cursor } }).cursor).toMatch(/^must (be the nextCursor of a page|have at most)/);
  },
);
