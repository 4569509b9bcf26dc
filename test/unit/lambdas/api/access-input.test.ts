/** What a caller reads whose input for an operation of core/api/operations-access.ts is wrong. */
import { OPERATIONS, type OperationName } from '../../../../core/api/operations.ts';
import { readInput } from '../../../../lambdas/api/input.ts';

it.each<[OperationName, object, string]>([
  ['applications.create', { name: 'x', sites: 'all' }, 'sites must be * or a list of 1 to 100 site ids'],
  ['applications.create', { name: 'x', sites: ['Not A Label'] }, 'sites[0] must be a site id'],
  ['applications.create', {}, 'name is required'],
  ['applications.create', { name: 'x', secret: 'mine' }, 'secret is not a parameter of this operation'],
  [
    'applications.list',
    { partnerId: 'Acme Stores' },
    'partnerId must consist of at most 63 lower-case letters, digits and hyphens',
  ],
  ['applications.delete', { targetUserKey: 'x' }, 'targetUserKey must be a user key as applications.create answers it'],
  [
    'applications.rotate',
    { targetUserKey: 'partner_acme', overlapMinutes: 10081 },
    'overlapMinutes must be at most 10080',
  ],
  ['members.remove', { UID: 'a\nb' }, 'UID must hold no control characters'],
  ['members.set', { UID: 'a', role: 'king' }, 'role must be one of platform, on-call, customer-admin, customer-reader'],
  ['audit.list', { from: 'yesterday' }, 'from must be a valid datetime'],
])('names the field in plain words: %s %j', (name, body, problems) => {
  const read = () => readInput(OPERATIONS[name].input, { path: {}, query: {}, body: JSON.stringify(body) });
  expect(read).toThrow(`The request is not valid: ${problems}`);
});
