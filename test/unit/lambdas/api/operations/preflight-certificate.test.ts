import { create } from '../../../../../lambdas/api/api.ts';
import { createClaims } from '../../../../../lambdas/records/claims.ts';
import { type ApiCall, callApi, useApiScene } from '../../../../support/unit/api.ts';
import type { DnsWorld } from '../../../../support/unit/dns-server.ts';
import { RETIREMENT } from '../../../../support/unit/retirement.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { TARGET } from '../../../../support/unit/step.ts';

const scene = useApiScene();

let dns: DnsWorld | undefined;
afterEach(async () => {
  await dns?.close();
  dns = undefined;
});
const call = (target: string, rest?: ApiCall) =>
  callApi(scene.made(create, dns ? dnsVariables(dns) : {}), target, rest);

const preflight = () => call('POST /sites/acme/preflight', { body: { prefix: 'login' } });

it('is clean when all is right, and stores nothing', async () => {
  dns = await startRightDns(21);
  await scene.givenSite();
  const { status, body } = await preflight();
  expect([status, body.clean, body.blocked]).toEqual([200, true, []]);
  expect(body.aliases[0]).toMatchObject({
    alias: 'login.example.com',
    conditions: {
      dns: { status: 'True', reason: 'CnameCorrect', message: `login.example.com points to ${TARGET}.` },
      caa: { status: 'True' },
      mail: { status: 'True' },
      conflict: { status: 'Unknown', reason: 'ProbeUnknown' },
    },
  });
  expect(await scene.requests.list('acme')).toEqual([]);
});

it('names an alias that another site claims', async () => {
  dns = await startRightDns(21);
  await scene.givenSite();
  await createClaims(scene.table).claimAll(['login.example.org'], 'other', 'req-other');
  const { body } = await preflight();
  expect([body.clean, body.blocked]).toEqual([false, ['login.example.org']]);
  expect(body.aliases[1].conditions.conflict).toMatchObject({
    status: 'False',
    reason: 'AliasHeldByOtherSite',
    message: 'login.example.org belongs to another site of this service.',
    remedy: 'Remove its domain from the trusted site URLs of one of the two sites, or choose another prefix.',
  });
});

it.each([
  ['a site without a domain for it', ['http://localhost'], 'NoEligibleDomains'],
  ['names that are too long', [`https://${'a'.repeat(63)}.example.com`], 'InvalidParameter'],
])('refuses %s', async (_, trustedSiteUrls, code) => {
  await scene.givenSite({ trustedSiteUrls });
  const { status, body } = await preflight();
  expect([status, body.code]).toEqual([400, code]);
});

it('refuses a site that is retired, which has no domains any more', async () => {
  await scene.givenSite({ trustedSiteUrls: [], retirement: { ...RETIREMENT, state: 'RETIRED' } });
  const { status, body } = await preflight();
  expect([status, body.code]).toEqual([409, 'SiteRetired']);
  // Nor a prefix, which need not be named where one is saved.
  const plan = await call('POST /sites/acme/plan', { body: {} });
  expect([plan.status, plan.body.code]).toEqual([409, 'SiteRetired']);
});
