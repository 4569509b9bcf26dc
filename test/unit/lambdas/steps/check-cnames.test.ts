import { create } from '../../../../lambdas/steps/check-cnames.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';
import { NOW, TARGET, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let dns: DnsWorld;

async function check(orgRecords: string[]) {
  dns = await startDns({
    resolvers: ['127.9.12.2'],
    zones: {
      'gigya.com': { servers: ['127.9.12.1'], records: [`${TARGET} 60 CNAME d111.cloudfront.net`] },
      'cloudfront.net': { servers: ['127.9.12.1'], records: ['d111.cloudfront.net 60 A 192.0.2.111'] },
      'example.com': { servers: ['127.9.12.1'], records: [`login.example.com 300 CNAME ${TARGET}`] },
      'example.org': { servers: ['127.9.12.1'], records: orgRecords },
    },
  });
  await scene.givenSite();
  await scene.givenRequest();
  return scene.made(create, { DNS_RESOLVERS: dns.resolvers.join(','), DNS_PORT: String(dns.port) });
}
afterEach(() => dns.close());

it('is clean when every alias points to the target', async () => {
  const run = await check([`login.example.org 300 CNAME ${TARGET}`]);
  expect(await run()).toEqual({ verdict: 'clean' });
  expect(await scene.recorded()).toEqual([
    {
      type: 'PreflightFound',
      at: NOW,
      by: 'service',
      text: 'Checked where every name points to: nothing to mend.',
      set: { step: 'Preflight' },
      conditions: ['example.com', 'example.org'].map((zone) => ({
        alias: `login.${zone}`,
        name: 'dns',
        finding: { reason: 'CnameCorrect', facts: { alias: `login.${zone}`, expected: TARGET, zone } },
      })),
    },
  ]);
});

it("is blocked by an alias that points to another site's target", async () => {
  const run = await check(['login.example.org 300 CNAME other.sslproxy.us1.gigya.com']);
  expect(await run()).toEqual({ verdict: 'blocked' });
  expect((await scene.request()).conditions['login.example.org']?.dns).toEqual({
    reason: 'CnameOtherSite',
    facts: {
      alias: 'login.example.org',
      expected: TARGET,
      zone: 'example.org',
      found: 'other.sslproxy.us1.gigya.com',
    },
    lastChange: NOW,
  });
});

it('tells a wildcard from a record by a label that only this run knows', async () => {
  const run = await check(['*.example.org 300 CNAME elsewhere.example.com']);
  expect(await run()).toEqual({ verdict: 'blocked' });
  expect((await scene.request()).conditions['login.example.org']?.dns?.reason).toBe('WildcardAnswer');
  expect(dns.asked.map(({ name }) => name)).toContain('7777777777777777.example.org');
});

it('tells nothing new when it finds the same again', async () => {
  const run = await check([]);
  await run();
  expect(await run()).toEqual({ verdict: 'blocked' });
  expect(await scene.recorded()).toHaveLength(1);
});
