import { createDnsClient } from '../../../../lambdas/clients/dns.ts';
import { checkMailRoutes } from '../../../../lambdas/duties/check-mail-routes.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';

describe('the check of mail routes', () => {
  let world: DnsWorld;
  beforeEach(async () => {
    world = await startDns({
      zones: {
        'example.com': {
          servers: ['127.9.1.1'],
          records: ['example.com 300 MX 10 mx.example.net', 'shop.example.com 300 A 192.0.2.9'],
        },
        'example.org': { servers: ['127.9.1.1'], records: ['example.org 300 MX 0 .', 'example.org 300 A 192.0.2.9'] },
        'example.net': { servers: ['127.9.1.1'], records: [] },
      },
      override: ({ name }) => (name === 'example.net' ? { rcode: 'SERVFAIL' } : undefined),
    });
  });
  afterEach(() => world.close());

  const check = (aliases: string[], method: 'EMAIL' | 'DNS' = 'EMAIL') =>
    checkMailRoutes(createDnsClient({ resolvers: world.resolvers, port: world.port }), {
      aliases,
      prefix: 'login',
      method,
    });

  it('gives every alias its validation domain, or says why there is none', async () => {
    expect(await check(['login.shop.example.com', 'login.example.org', 'login.example.net'])).toEqual({
      'login.shop.example.com': {
        reason: 'MailRouteFound',
        facts: { alias: 'login.shop.example.com', validationDomain: 'example.com' },
      },
      'login.example.org': {
        reason: 'MailRouteMissing',
        facts: {
          alias: 'login.example.org',
          found: 'example.org has a null MX record (it refuses all mail)',
          registrableDomain: 'example.org',
        },
      },
      'login.example.net': {
        reason: 'MailRouteUnknown',
        facts: { alias: 'login.example.net', found: expect.stringMatching(/^example.net MX: .*: SERVFAIL$/) },
      },
    });
  });

  it('asks nobody when DNS validates', async () => {
    expect(await check(['login.example.org'], 'DNS')).toEqual({
      'login.example.org': { reason: 'MailNotNeeded', facts: { alias: 'login.example.org' } },
    });
    expect(world.asked).toEqual([]);
  });
});
