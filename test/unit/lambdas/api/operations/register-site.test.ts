import { SITES_OF_A_PARTNER, type Site } from '../../../../../core/site.ts';
import type { Call, Tools } from '../../../../../lambdas/api/operation.ts';
import { registerSite } from '../../../../../lambdas/api/operations/register-site.ts';
import { createApiKeys } from '../../../../../lambdas/records/api-keys.ts';
import { createErrands } from '../../../../../lambdas/records/errands.ts';
import { RETIREMENT } from '../../../../support/unit/retirement.ts';
import { NOW, SITE, useScene } from '../../../../support/unit/step.ts';

const scene = useScene();
const INPUT = { ...SITE, siteId: 'one-more', apiKey: '3_OneMoreKey', contacts: [], trustedSiteUrls: [] };

/** As if the partner had so many such sites already; whoever is let through ends at CloudFront, which is not there. */
function register(principal: { partnerId: string | null }, sites: number, such: Partial<Site> = {}) {
  const list = async () => Array.from({ length: sites }, (_, index) => ({ ...SITE, siteId: `acme-${index}`, ...such }));
  const apiKeys = createApiKeys(scene.table);
  const tools = { ...scene, sites: { ...scene.sites, list }, apiKeys, consoleApiKey: '3_Console' } as unknown as Tools;
  const call = { now: new Date(NOW), principal: { sites: '*', ...principal } } as unknown as Call;
  return registerSite(tools)(INPUT, call);
}

it('has the contacts told of other domains even where the call dies once they are stored', async () => {
  await scene.givenSite();
  const errands = createErrands(scene.table);
  const [given, apiKeys] = [jest.fn(errands.give), createApiKeys(scene.table)];
  await apiKeys.claim(SITE.apiKey, { siteId: 'acme', partnerId: SITE.partnerId });
  const sites = { ...scene.sites, change: () => Promise.reject(new Error('the function has died')) };
  const tools = { ...scene, sites, apiKeys, errands: { ...errands, give: given } } as unknown as Tools;
  const call = { now: new Date(NOW), principal: { sites: '*', partnerId: null } } as unknown as Call;
  const change = (trustedSiteUrls: string[]) =>
    expect(registerSite(tools)({ ...SITE, contacts: [], trustedSiteUrls }, call)).rejects.toThrow('has died');
  await change(SITE.trustedSiteUrls.map((url) => `${url}/shop`));
  expect(given).not.toHaveBeenCalled();
  await change(['https://www.example.net']);
  expect(given).toHaveBeenCalledWith(expect.objectContaining({ kind: 'tellOutdated', of: 'acme', givenAt: NOW }));
});

const isStored = async () => (await scene.sites.find('one-more')) !== undefined;

it('lets no partner take what others need, and stores nothing of it', async () => {
  await expect(register({ partnerId: SITE.partnerId }, SITES_OF_A_PARTNER)).rejects.toMatchObject({
    name: 'InvalidParameter',
    details: { fields: [{ field: 'siteId', problem: expect.stringContaining('acme-stores has 100 sites') }] },
  });
  expect(await isStored()).toBe(false);
  expect(await createApiKeys(scene.table).find(INPUT.apiKey)).toBeUndefined();
});

const retiredAt = (endedAt: string) => ({ retirement: { ...RETIREMENT, state: 'RETIRED' as const, endedAt } });

it('counts the sites of a loop that registers and retires', async () => {
  const loop = register({ partnerId: SITE.partnerId }, SITES_OF_A_PARTNER, retiredAt('2026-11-20T10:00:00.000Z'));
  await expect(loop).rejects.toMatchObject({
    details: {
      fields: [
        {
          problem:
            'would be one too many: acme-stores has 100 sites, those retired in the last 30 days included. Ask us to register more',
        },
      ],
    },
  });
});

it.each([
  ['below that', { partnerId: SITE.partnerId }, SITES_OF_A_PARTNER - 1, {}],
  ['by the vendor', { partnerId: null }, SITES_OF_A_PARTNER, {}],
  ['long after others were retired', { partnerId: SITE.partnerId }, 1000, retiredAt('2026-10-21T10:00:00.000Z')],
])('registers %s', async (_, principal, sites, such) => {
  await register(principal, sites, such).catch(() => undefined);
  expect(await isStored()).toBe(true);
});
