import { create } from '../../../../lambdas/steps/check-mail-routes.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
let dns: DnsWorld;

async function check(orgRecords: string[], given: { method?: 'DNS'; notAfter?: string } = {}) {
  dns = await startDns({
    resolvers: ['127.9.13.2'],
    zones: {
      'example.com': { servers: ['127.9.13.1'], records: ['example.com 300 MX 10 mail.example.com'] },
      'example.org': { servers: ['127.9.13.1'], records: orgRecords },
    },
  });
  await scene.givenRequest(given);
  return scene.made(create, { DNS_RESOLVERS: dns.resolvers.join(','), DNS_PORT: String(dns.port) });
}
afterEach(() => dns.close());

it('is clean when every alias has a domain that receives mail', async () => {
  const run = await check(['example.org 300 MX 10 mail.example.org']);
  expect(await run()).toEqual({ verdict: 'clean' });
  const { conditions } = await scene.request();
  expect(conditions['login.example.org']?.mail).toMatchObject({
    reason: 'MailRouteFound',
    facts: { validationDomain: 'example.org' },
  });
});

it('is blocked by a domain that refuses mail', async () => {
  const run = await check(['example.org 300 MX 0 .']);
  expect(await run()).toEqual({ verdict: 'blocked' });
  expect(await scene.recorded()).toMatchObject([
    { text: 'Checked who receives the approval mails: 1 of 2 names are not ready.' },
  ]);
  expect((await scene.request()).conditions['login.example.org']?.mail?.reason).toBe('MailRouteMissing');
});

it('asks nobody when DNS validates', async () => {
  const run = await check([], { method: 'DNS' });
  expect(await run()).toEqual({ verdict: 'clean' });
  expect(dns.asked).toEqual([]);
});

it('tells nothing new when it finds the same again', async () => {
  const run = await check([]);
  await run();
  await run();
  expect(await scene.recorded()).toHaveLength(1);
});

it('asks nobody when the certificate is issued', async () => {
  const run = await check(['example.org 300 MX 0 .'], { notAfter: '2027-06-07T23:59:59.000Z' });
  expect(await run()).toEqual({ verdict: 'clean' });
  expect(dns.asked).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});
