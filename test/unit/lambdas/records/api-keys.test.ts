import { createApiKeys } from '../../../../lambdas/records/api-keys.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('belongs to the site that claimed it first', async () => {
  const apiKeys = createApiKeys(scene.table);
  const acme = { siteId: 'acme', partnerId: 'acme-stores' };
  expect(await apiKeys.claim('3_AcmeStoresKey', acme)).toBe(true);
  expect(await apiKeys.claim('3_AcmeStoresKey', acme)).toBe(true);
  expect(await apiKeys.claim('3_AcmeStoresKey', { siteId: 'other', partnerId: 'acme-stores' })).toBe(false);
  expect(await apiKeys.claim('3_AcmeStoresKey', { siteId: 'acme', partnerId: 'other-shop' })).toBe(false);
  expect(await apiKeys.find('3_AcmeStoresKey')).toEqual(acme);
  expect(await apiKeys.find('3_UnknownKey')).toBeUndefined();
});
