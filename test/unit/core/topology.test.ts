import { arnPlaceholder, functionsNamedBy, kebab } from '../../../core/topology.ts';

it.each([
  ['CheckCnames', 'check-cnames'],
  ['AwaitPreflightFix', 'await-preflight-fix'],
  ['Api', 'api'],
])('calls the file of %s %s', (name, file) => {
  expect(kebab(name)).toBe(file);
});

it('has one placeholder for the ARN of a function', () => {
  expect(arnPlaceholder('CheckCnames')).toBe('CheckCnamesArn');
});

describe('a machine’s definition', () => {
  const placeholder = (name: string) => `\${${name}Arn}`;

  it('names each function once', () => {
    const definition = ['CheckCnames', 'AddAliases', 'CheckCnames'].map(placeholder).join(' ');
    expect(functionsNamedBy(definition)).toEqual(['CheckCnames', 'AddAliases']);
  });

  it('must not name what is no function', () => {
    const other = placeholder('Other');
    expect(() => functionsNamedBy(other)).toThrow(`${other} stands for no function of core/topology.ts`);
  });
});
