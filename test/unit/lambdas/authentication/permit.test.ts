import { PERMISSIONS, type Principal } from '../../../../core/principal.ts';
import { permit } from '../../../../lambdas/authentication/permit.ts';

const application: Principal = {
  kind: 'application',
  id: 'k',
  partnerId: null,
  sites: '*',
  permissions: ['sites.read'],
};
const member: Principal = { ...application, kind: 'member', id: 'ann' };

it('lets through who has the permission', () => {
  expect(() => permit(application, 'sites.get', 'sites.read')).not.toThrow();
  expect(() => permit(application, 'health', 'public')).not.toThrow();
  expect(() => permit(application, 'security.validateUserSignature', 'authenticated')).not.toThrow();
});

it.each(PERMISSIONS.filter((permission) => permission !== 'sites.read'))(
  'names the permission that lacks: %s',
  (needed) => {
    expect(() => permit(application, 'some.operation', needed)).toThrow(
      `This application may not do some.operation: it lacks the permission ${needed}.`,
    );
  },
);

it('keeps the signature library for applications', () => {
  expect(() => permit(member, 'security.validateUserSignature', 'authenticated')).toThrow(
    'Your role may not do security.validateUserSignature: it is for applications.',
  );
});
