import { createDnsClient } from '../../../../lambdas/clients/dns.ts';
import { checkCaa } from '../../../../lambdas/duties/check-caa.ts';
import { type DnsWorld, type DnsWorldSettings, startDns } from '../../../support/unit/dns-server.ts';

const TARGET = 'site-1.sslproxy.us1.gigya.com';

describe('the check of CAA', () => {
  let world: DnsWorld;
  afterEach(() => world.close());

  async function check(records: string[], override?: DnsWorldSettings['override'], aliases = ['login.example.com']) {
    const zones = {
      'example.com': { servers: ['127.9.1.1'], records },
      'gigya.com': { servers: ['127.9.4.1'], records: [`${TARGET} 60 A 192.0.2.1`] },
    };
    world = await startDns({ zones, ...(override && { override }) });
    const dns = createDnsClient({ resolvers: world.resolvers, port: world.port });
    return checkCaa(dns, { aliases, target: TARGET, now: new Date('2026-11-21T10:00:00Z') });
  }

  it('allows where nobody has said anything', async () => {
    expect(await check([])).toEqual({
      'login.example.com': { reason: 'CaaAllows', facts: { alias: 'login.example.com', found: 'no CAA records' } },
    });
  });

  it('finds what the parent forbids', async () => {
    expect(await check(['example.com 300 CAA 0 issue "letsencrypt.org"'])).toEqual({
      'login.example.com': {
        reason: 'CaaForbids',
        facts: { alias: 'login.example.com', at: 'example.com', found: '0 issue "letsencrypt.org"' },
      },
    });
  });

  it('is unknown while resolvers cannot get the records', async () => {
    const findings = await check([], ({ name, type }) =>
      name === 'example.com' && type === 'CAA' ? { rcode: 'SERVFAIL' } : undefined,
    );
    expect(findings['login.example.com']?.reason).toBe('CaaUnknown');
  });

  it('asks for names that aliases have in common once', async () => {
    await check([], undefined, ['login.a.example.com', 'login.b.example.com']);
    expect(world.asked.map(({ name }) => name).sort()).toEqual(
      [
        'a.example.com',
        'b.example.com',
        'com',
        'example.com',
        'login.a.example.com',
        'login.b.example.com',
        TARGET,
      ].sort(),
    );
  });
});
