import { SDK_NAMESPACES } from '../../../../core/api/sdk-namespaces.ts';

it('has no namespace whose host is the vendor’s', () => {
  expect([...SDK_NAMESPACES].sort()).toEqual([
    'applications',
    'certificates',
    'health',
    'instructions',
    'members',
    'migrations',
    'orphans',
    'renewals',
    'requests',
    'security',
    'sessions',
    'sites',
    'tickets',
    'webhooks',
  ]);
});
