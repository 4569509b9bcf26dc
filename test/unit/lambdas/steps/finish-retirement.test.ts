import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { createClaims } from '../../../../lambdas/records/claims.ts';
import { createWebhooks } from '../../../../lambdas/records/webhooks.ts';
import { create } from '../../../../lambdas/steps/finish-retirement.ts';
import { givenRetiring, INPUT } from '../../../support/unit/retirement.ts';
import { ALIASES, findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { strictMock } from '../../../support/unit/strict-mock.ts';

const ses = strictMock(SESv2Client);
const sfn = strictMock(SFNClient);
const scene = useScene();

beforeEach(async () => {
  ses.on(SendEmailCommand).resolves({});
  sfn.on(SendTaskSuccessCommand).resolves({});
  await givenRetiring(scene, { state: 'REMOVING' });
  await scene.givenRequest({
    status: 'READY',
    conditions: findings('serving', 'DoesNotServe', () => ({ found: 'x' })),
  });
  await createClaims(scene.table).claimAll(ALIASES, 'acme', 'req-20261101-earlier');
  await createCares(scene.table).plan(REQUEST_ID, new Date(NOW));
  await createWebhooks(scene.table).change('acme', async () => ({ sealedSecrets: 'sealed' }));
  await scene.waits.park(`${REQUEST_ID}-renew-20270607`, 'AwaitUnused', 'token-of-a-job', new Date(NOW));
});

it('leaves a tombstone, and nothing that anybody looks after or is told of', async () => {
  expect(await scene.made(create)(INPUT)).toEqual({ verdict: 'retired' });
  const site = await scene.sites.require('acme');
  expect(site).toMatchObject({ siteId: 'acme', apiKey: '3_AcmeStoresKey', contacts: [], trustedSiteUrls: [] });
  expect(site).not.toHaveProperty('distribution');
  expect(site.retirement).toMatchObject({ state: 'RETIRED', endedAt: NOW });
  expect(await scene.sites.ofDistributionEnd('MPLE')).toEqual([]);
  expect(await scene.request()).toMatchObject({ status: 'RETIRED', waitingOn: 'nobody', deadline: null });
  expect((await scene.request()).conditions['login.example.com']?.serving?.reason).toBe('ServingRetired');
  expect(await createClaims(scene.table).all()).toEqual([]);
  expect(await createCares(scene.table).of(REQUEST_ID)).toBeUndefined();
  expect(await scene.waits.of(REQUEST_ID)).toEqual([]);
  expect(await createWebhooks(scene.table).find('acme')).toBeUndefined();
  expect(sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toMatchObject({ taskToken: 'token-of-a-job' });
});

it('changes nothing when it runs twice', async () => {
  const finish = scene.made(create);
  await finish(INPUT);
  const [site, events] = [await scene.sites.require('acme'), await scene.recorded()];
  await finish({ ...INPUT, now: '2026-11-21T11:00:00.000Z' });
  expect(await scene.sites.require('acme')).toEqual(site);
  expect(await scene.recorded()).toEqual(events);
  expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);
});
