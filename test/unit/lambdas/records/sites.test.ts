import { SITE, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('takes a site id once and for all', async () => {
  expect(await scene.sites.add(SITE)).toBe(true);
  expect(await scene.sites.add({ ...SITE, name: 'Somebody else' })).toBe(false);
  expect(await scene.sites.find('acme')).toEqual(SITE);
});

it('lists all sites, the oldest first', async () => {
  await scene.sites.add({ ...SITE, siteId: 'b', createdAt: '2026-11-21T10:00:00.000Z' });
  await scene.sites.add({ ...SITE, siteId: 'a', createdAt: '2026-11-21T11:00:00.000Z' });
  expect((await scene.sites.list()).map(({ siteId }) => siteId)).toEqual(['b', 'a']);
});

it('lands both of two changes at once', async () => {
  await scene.sites.add(SITE);
  await Promise.all([
    scene.sites.change('acme', (site) => ({ ...site, name: 'Acme Ltd' })),
    scene.sites.change('acme', (site) => ({ ...site, apiDomainPrefix: 'login' })),
  ]);
  expect(await scene.sites.find('acme')).toMatchObject({ name: 'Acme Ltd', apiDomainPrefix: 'login' });
});

it('refuses one that is not there', async () => {
  expect(await scene.sites.find('nobody')).toBeUndefined();
  await expect(scene.sites.require('nobody')).rejects.toMatchObject({ name: 'SiteUnknown' });
  await expect(scene.sites.change('nobody', (site) => site)).rejects.toMatchObject({ name: 'SiteUnknown' });
});

it('finds a site by the end of its distribution’s id, which is all that AWS shows of it', async () => {
  await scene.sites.noteDistribution('acme', 'E1ACME2EXAMPLE');
  await scene.sites.noteDistribution('acme', 'E1ACME2EXAMPLE');
  await scene.sites.noteDistribution('globex', 'E9GLOBE3EXAMPLE');
  expect(await scene.sites.ofDistributionEnd('ME2EXAMPLE')).toEqual(['acme']);
  expect(await scene.sites.ofDistributionEnd('MPLE')).toEqual(['acme', 'globex']);
  expect(await scene.sites.ofDistributionEnd('XXXMPLE')).toEqual([]);
  expect(await scene.sites.ofDistributionEnd('PLE')).toEqual([]); // too short to tell
});
