import { createPolicy } from '../../../../../local/aws/authorization/policy.ts';

type Conditions = NonNullable<Parameters<typeof createPolicy>[0][number]['conditions']>;

const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/certificates';

function allows(
  action: string,
  resource: string,
  conditions?: Conditions,
  context: Record<string, string[]> = {},
): boolean {
  const policy = createPolicy([
    {
      actions: ['dynamodb:GetItem', 'kms:ReEncrypt*'],
      resources: [TABLE, `${TABLE}/index/?ue`],
      ...(conditions && { conditions }),
    },
  ]);
  return policy.allows({ action, resource, valuesOf: (key) => context[key] });
}

describe('an action on a resource', () => {
  it.each([
    ['dynamodb:GetItem', TABLE, true],
    ['dynamodb:PutItem', TABLE, false],
    ['dynamodb:GetItem', `${TABLE}-of-others`, false],
    ['dynamodb:GetItem', '*', false],
    ['kms:ReEncryptFrom', TABLE, true],
    ['dynamodb:GetItem', `${TABLE}/index/due`, true],
    ['dynamodb:GetItem', `${TABLE}/index/undue`, false],
  ])('%s on %s: %s', (action, resource, expected) => {
    expect(allows(action, resource)).toBe(expected);
  });

  it('is refused where no statement speaks of it', () => {
    const nothing = createPolicy([]);
    expect(nothing.allows({ action: 'acm:ListCertificates', resource: '*', valuesOf: () => undefined })).toBe(false);
  });

  it('is allowed by one statement of several', () => {
    const policy = createPolicy([
      { actions: ['a:B'], resources: ['one'] },
      { actions: ['a:B'], resources: ['*'] },
    ]);
    expect(policy.allows({ action: 'a:B', resource: 'two', valuesOf: () => undefined })).toBe(true);
  });
});

describe('a condition', () => {
  it.each([
    ['a value that is equal', { StringEquals: { k: 'v' } }, ['v'], true],
    ['one of several', { StringEquals: { k: ['u', 'v'] } }, ['v'], true],
    ['another value', { StringEquals: { k: 'v' } }, ['w'], false],
    ['no value', { StringEquals: { k: 'v' } }, undefined, false],
    ['no value, which need not be there', { StringEqualsIfExists: { k: 'v' } }, undefined, true],
    ['another value where it is there', { StringEqualsIfExists: { k: 'v' } }, ['w'], false],
    ['a text that is like it', { StringLike: { k: '*.example.com' } }, ['a.example.com'], true],
    ['a text that is not', { StringLike: { k: '*.example.com' } }, ['a.example.org'], false],
    ['a key that must be there, and is', { Null: { k: 'false' } }, ['v'], true],
    ['a key that must be there, and is not', { Null: { k: 'false' } }, undefined, false],
    ['a key that must not be there, and is', { Null: { k: 'true' } }, ['v'], false],
    ['all of several values', { 'ForAllValues:StringEquals': { k: ['u', 'v'] } }, ['v', 'u'], true],
    ['not all of them', { 'ForAllValues:StringEquals': { k: ['u', 'v'] } }, ['v', 'w'], false],
    ['all of no values', { 'ForAllValues:StringLike': { k: 'v*' } }, undefined, true],
  ])('of %s', (_, conditions, values, expected) => {
    expect(allows('dynamodb:GetItem', TABLE, conditions, values && { k: values })).toBe(expected);
  });

  it('holds only together with the others', () => {
    const both = { StringEquals: { k: 'v', l: 'w' } };
    expect(allows('dynamodb:GetItem', TABLE, both, { k: ['v'], l: ['w'] })).toBe(true);
    expect(allows('dynamodb:GetItem', TABLE, both, { k: ['v'] })).toBe(false);
  });

  it.each(['StringNotEquals', 'ForAnyValue:StringEquals', 'ArnLike', 'ForAllValues:Null', 'NullIfExists'])(
    'that is not imitated is told when the policy is made: %s',
    (operator) => {
      const make = () => createPolicy([{ actions: ['a:B'], resources: ['*'], conditions: { [operator]: { k: 'v' } } }]);
      expect(make).toThrow(`the condition ${operator} is not imitated`);
    },
  );
});
