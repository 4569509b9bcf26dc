import { arnPlaceholder, kebab } from '../../../core/topology.ts';

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
