import { create } from '../../../../lambdas/steps/check-caa.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';
import { NOW, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let dns: DnsWorld;

const VENDOR = {
  'gigya.com': {
    servers: ['127.9.11.1'],
    records: ['acme.sslproxy.us1.gigya.com 60 CNAME d111.cloudfront.net'],
  },
  'cloudfront.net': { servers: ['127.9.11.1'], records: ['d111.cloudfront.net 60 A 192.0.2.111'] },
};

async function check(orgRecords: string[], notAfter: string | null = null) {
  dns = await startDns({
    resolvers: ['127.9.11.2'],
    zones: {
      ...VENDOR,
      'example.com': { servers: ['127.9.11.1'], records: [] },
      'example.org': { servers: ['127.9.11.1'], records: orgRecords },
    },
  });
  await scene.givenRequest({ notAfter });
  return scene.made(create, { DNS_RESOLVERS: dns.resolvers.join(','), DNS_PORT: String(dns.port) });
}
afterEach(() => dns.close());

it('is clean when nothing forbids Amazon', async () => {
  const run = await check([]);
  expect(await run()).toEqual({ verdict: 'clean' });
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'PreflightFound',
      at: NOW,
      by: 'service',
      text: 'Checked whether Amazon may issue (CAA): nothing to mend.',
      set: { step: 'Preflight' },
    },
  ]);
});

it('is blocked by records for another authority, and records it for that alias alone', async () => {
  const run = await check(['example.org 300 CAA 0 issue "letsencrypt.org"']);
  expect(await run()).toEqual({ verdict: 'blocked' });
  const { conditions } = await scene.request();
  expect(conditions['login.example.com']?.caa?.reason).toBe('CaaAllows');
  expect(conditions['login.example.org']?.caa).toMatchObject({ reason: 'CaaForbids', facts: { at: 'example.org' } });
  expect(await scene.recorded()).toMatchObject([
    { text: 'Checked whether Amazon may issue (CAA): 1 of 2 names are not ready.' },
  ]);
});

it('tells nothing new when it finds the same again', async () => {
  const run = await check([]);
  await run();
  expect(await run()).toEqual({ verdict: 'clean' });
  expect(await scene.recorded()).toHaveLength(1);
});

it('asks nobody when the certificate is issued', async () => {
  const run = await check(['example.org 300 CAA 0 issue "letsencrypt.org"'], '2027-06-07T23:59:59.000Z');
  expect(await run()).toEqual({ verdict: 'clean' });
  expect(dns.asked).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});
