/** Two operations at one moment: the second comes where the first has read and not yet written, or written and not yet looked again. */
import { parseDataCenters } from '../../../../core/data-center.ts';
import type { Retirement } from '../../../../core/retirement.ts';
import { entityTagOf } from '../../../../lambdas/api/entity-tag.ts';
import type { Call, Tools } from '../../../../lambdas/api/operation.ts';
import { registerSite } from '../../../../lambdas/api/operations/register-site.ts';
import { setPrefix } from '../../../../lambdas/api/operations/set-prefix.ts';
import { viewWholeSite } from '../../../../lambdas/api/parts/view-site.ts';
import { withdrawIfLeaving } from '../../../../lambdas/api/parts/withdraw-if-leaving.ts';
import type { Table } from '../../../../lambdas/clients/table.ts';
import { createActivations } from '../../../../lambdas/records/activations.ts';
import { createApiKeys } from '../../../../lambdas/records/api-keys.ts';
import { createSites } from '../../../../lambdas/records/sites.ts';
import { NOW, REQUEST_ID, SITE, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const call = { now: new Date(NOW), caller: 'ann', principal: { partnerId: null, sites: '*' } } as unknown as Call;
const RETIREMENT = { execution: 'acme-retire-1', state: 'AWAITING_DNS' } as Retirement;

/** Tools of a scene; `sites` as the test wants them. */
function toolsWith(sites: Partial<Tools['sites']> = {}, more: Partial<Tools> = {}): Tools {
  const { requests, waits, env } = scene;
  const machineArns = {} as Tools['machineArns'];
  const dataCenters = parseDataCenters(env.DATA_CENTERS ?? '');
  return { sites: { ...scene.sites, ...sites }, requests, waits, machineArns, dataCenters, ...more } as Tools;
}

/** Saves the prefix, and does that when all is read and nothing written. */
async function saveWhile(does: () => Promise<unknown>): Promise<unknown> {
  await scene.givenRequest({ status: 'READY' });
  await scene.givenSite();
  const others = [does];
  const transact: Table['transact'] = async (writes) => {
    for (const other of others.splice(0)) await other();
    return scene.table.transact(writes);
  };
  const activations = createActivations({ ...scene.table, transact }, scene);
  return setPrefix(toolsWith({}, { activations }))({ siteId: 'acme', prefix: 'login' }, call);
}

it('saves no prefix of a site that is retired as it is saved', async () => {
  const saved = saveWhile(() => scene.sites.change('acme', (site) => ({ ...site, retirement: RETIREMENT })));
  await expect(saved).rejects.toMatchObject({ name: 'SiteRetiring' });
  expect(await scene.request()).toMatchObject({ status: 'READY' });
  expect((await scene.sites.require('acme')).apiDomainPrefix).toBeUndefined();
});

it('saves no prefix whose certificate is replaced by that of another as it is saved', async () => {
  const set = { status: 'SUPERSEDED', replacedBy: 'req-other' } as const;
  const superseded = { type: 'Superseded', at: NOW, by: 'service', text: 'x', set } as const;
  const saved = saveWhile(() => scene.requests.settle(REQUEST_ID, () => superseded));
  await expect(saved).rejects.toMatchObject({ name: 'NotReady' });
  expect((await scene.sites.require('acme')).apiDomainPrefix).toBeUndefined();
});

it('cancels the request of a site that was retired as it was made', async () => {
  await scene.givenRequest({ status: 'PENDING' });
  await scene.givenSite({ retirement: RETIREMENT });
  const events = { requestLook: async () => undefined } as unknown as Tools['events'];
  const stepFunctions = { hasStopped: async () => false } as unknown as Tools['stepFunctions'];
  const machineArns = { 'provision-certificate': 'arn:machine' } as Tools['machineArns'];
  const tools = toolsWith({}, { events, stepFunctions, machineArns });
  const withdrawn = withdrawIfLeaving(tools, { siteId: 'acme', requestId: REQUEST_ID }, call);
  await expect(withdrawn).rejects.toMatchObject({ name: 'SiteRetiring' });
  expect(await scene.request()).toMatchObject({ status: 'PENDING', cancelAskedAt: NOW });
});

it('leaves no API key with a site that somebody else registers at that moment', async () => {
  const apiKeys = createApiKeys(scene.table);
  const add: Tools['sites']['add'] = async () => {
    await scene.givenSite();
    return false;
  };
  const { partnerId, name, dataCenter, trustedSiteUrls } = SITE;
  const input = { siteId: 'acme', partnerId, name, dataCenter, trustedSiteUrls: [...trustedSiteUrls], contacts: [] };
  const registering = registerSite(toolsWith({ add }, { apiKeys, consoleApiKey: '3_VendorConsoleKey' }));
  await expect(registering({ ...input, apiKey: '3_AnotherKey' }, call)).rejects.toMatchObject({ name: 'SiteChanged' });
  expect(await apiKeys.find('3_AnotherKey')).toBeUndefined();
});

it('changes no site that somebody else has changed between the reading and the writing', async () => {
  await scene.givenSite();
  const { siteId, partnerId, apiKey, name, dataCenter, trustedSiteUrls } = SITE;
  const apiKeys = createApiKeys(scene.table);
  await apiKeys.claim(apiKey, { siteId, partnerId });
  const others = [{ contacts: ['them@example.com'] }];
  const put: Table['put'] = async (item, condition) => {
    const isChange = condition?.expression === 'version = :version';
    if (isChange)
      for (const other of others.splice(0)) await scene.sites.change(siteId, (site) => ({ ...site, ...other }));
    return scene.table.put(item, condition);
  };
  const sites = createSites({ ...scene.table, put });
  const tools = toolsWith(sites, { apiKeys, consoleApiKey: '3_VendorConsoleKey' });
  const ifMatch = entityTagOf(viewWholeSite(await scene.sites.require(siteId), [], tools.dataCenters));
  const input = { siteId, partnerId, apiKey, dataCenter, trustedSiteUrls: [...trustedSiteUrls], contacts: [] };
  const registering = registerSite(tools)({ ...input, name: 'Mine' }, { ...call, ifMatch });
  await expect(registering).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(others).toEqual([]);
  expect(await scene.sites.require(siteId)).toMatchObject({ name, contacts: ['them@example.com'] });
});
