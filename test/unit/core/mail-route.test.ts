import type { Answer, Outcome } from '../../../core/dns.ts';
import { judgeValidationDomain, routeMail, validationDomainCandidates } from '../../../core/mail-route.ts';

const ALIAS = 'login.shop.example.co.uk';

function mx(name: string, values: string[], outcome: Outcome = 'NOERROR'): Answer {
  const records = values.map((value) => ({ name, type: 'MX' as const, ttl: 300, value }));
  return { server: '192.0.2.53', name, type: 'MX', outcome, authoritative: false, authenticated: false, records };
}

describe('the domains that may get the approval mail', () => {
  it.each([
    ['shop.example.co.uk', ['shop.example.co.uk', 'example.co.uk']],
    ['a.b.example.com', ['a.b.example.com', 'b.example.com', 'example.com']],
    ['example.com', ['example.com']],
    ['shop.github.io', ['shop.github.io']],
    ['github.io', ['github.io']],
  ])('of %s end at the registrable domain, private suffixes counted', (trusted, domains) => {
    expect(validationDomainCandidates(trusted)).toEqual(domains);
  });
});

describe('the mail route', () => {
  it('is the trusted domain where that has an MX', () => {
    expect(
      routeMail(ALIAS, [mx('shop.example.co.uk', ['10 mx.example.net']), mx('example.co.uk', ['10 mx.example.net'])]),
    ).toEqual({
      reason: 'MailRouteFound',
      facts: { alias: ALIAS, validationDomain: 'shop.example.co.uk' },
    });
  });

  it('is the next parent where the trusted domain has none or refuses mail', () => {
    const route = { reason: 'MailRouteFound', facts: { alias: ALIAS, validationDomain: 'example.co.uk' } };
    expect(
      routeMail(ALIAS, [mx('shop.example.co.uk', [], 'NXDOMAIN'), mx('example.co.uk', ['10 mx.example.net'])]),
    ).toEqual(route);
    expect(routeMail(ALIAS, [mx('shop.example.co.uk', ['0 .']), mx('example.co.uk', ['10 mx.example.net'])])).toEqual(
      route,
    );
  });

  it('is not that of the name which the trusted domain leads to by a CNAME', () => {
    const leadsOn = mx('shop.example.co.uk', []);
    const stranger = { name: 'shops.example.net', type: 'MX', ttl: 300, value: '10 mx.example.net' } as const;
    const cname = { name: 'shop.example.co.uk', type: 'CNAME', ttl: 300, value: stranger.name } as const;
    const answer = { ...leadsOn, records: [cname, stranger] };
    expect(routeMail(ALIAS, [answer, mx('example.co.uk', ['10 mx.example.net'])]).facts).toEqual({
      alias: ALIAS,
      validationDomain: 'example.co.uk',
    });
    expect(judgeValidationDomain(ALIAS, answer)).toEqual({
      reason: 'MailRouteGone',
      facts: { alias: ALIAS, validationDomain: 'shop.example.co.uk', found: 'no MX record' },
    });
  });

  it('is missing where no domain has an MX, and names them', () => {
    expect(routeMail(ALIAS, [mx('shop.example.co.uk', []), mx('example.co.uk', ['0 .'])])).toEqual({
      reason: 'MailRouteMissing',
      facts: {
        alias: ALIAS,
        found: 'shop.example.co.uk has no MX record and example.co.uk has a null MX record (it refuses all mail)',
        registrableDomain: 'example.co.uk',
      },
    });
  });

  it('is unknown where a nearer domain could not be asked', () => {
    expect(
      routeMail(ALIAS, [mx('shop.example.co.uk', [], 'SERVFAIL'), mx('example.co.uk', ['10 mx.example.net'])]),
    ).toEqual({
      reason: 'MailRouteUnknown',
      facts: { alias: ALIAS, found: 'shop.example.co.uk MX: 192.0.2.53: SERVFAIL' },
    });
  });
});
