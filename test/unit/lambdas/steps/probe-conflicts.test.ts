import { create } from '../../../../lambdas/steps/probe-conflicts.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';
import { SITE, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let dns: DnsWorld | undefined;
afterEach(async () => {
  await dns?.close();
  dns = undefined;
});

it('does not know without a distribution, and never blocks', async () => {
  const { distribution: _, ...site } = SITE;
  await scene.sites.add(site);
  await scene.givenRequest();

  expect(await scene.made(create)()).toEqual({ verdict: 'clean' });
  expect(await scene.recorded()).toMatchObject([
    { type: 'PreflightFound', text: 'Checked whether an edge serves a name for somebody else: nothing to mend.' },
  ]);
  expect((await scene.request()).conditions['login.example.com']?.conflict).toMatchObject({
    reason: 'ProbeUnknown',
    facts: { evidence: 'the site has no distribution yet' },
  });
});

it('goes to the edge by the own distribution, and does not know where that has no address', async () => {
  dns = await startDns({
    resolvers: ['127.9.14.2'],
    zones: { 'cloudfront.net': { servers: ['127.9.14.1'], records: ['d111.cloudfront.net 60 A 10.0.0.1'] } },
  });
  await scene.givenSite();
  await scene.givenRequest();

  const probe = scene.made(create, { DNS_RESOLVERS: dns.resolvers.join(','), DNS_PORT: String(dns.port) });
  expect(await probe()).toEqual({ verdict: 'clean' });
  expect(await probe()).toEqual({ verdict: 'clean' });
  expect(dns.asked.map(({ name, type }) => `${name} ${type}`)).toContain('d111.cloudfront.net A');
  expect((await scene.request()).conditions['login.example.org']?.conflict?.reason).toBe('ProbeUnknown');
  expect(await scene.recorded()).toHaveLength(1);
});
