import { caaNames, judgeCaa } from '../../../core/caa.ts';
import type { Answer, DnsRecord, Outcome } from '../../../core/dns.ts';

const ALIAS = 'login.example.com';
const TARGET = 'site-1.sslproxy.us1.gigya.com';

function caa(name: string, values: string[], outcome: Outcome = 'NOERROR', cname?: string): Answer {
  const records: DnsRecord[] = values.map((value) => ({ name: cname ?? name, type: 'CAA', ttl: 300, value }));
  if (cname) records.unshift({ name, type: 'CNAME', ttl: 300, value: cname });
  return { server: '192.0.2.53', name, type: 'CAA', outcome, authoritative: false, authenticated: false, records };
}

const NONE_OF_TARGET = caa(TARGET, []);

/** CAA records at example.com only. */
function atParent(values: string[], alias = ALIAS) {
  return judgeCaa({
    alias,
    target: TARGET,
    answers: [caa(ALIAS, []), caa('example.com', values), caa('com', [])],
    ofTarget: NONE_OF_TARGET,
  });
}

describe('the CAA climb', () => {
  it('goes from the name to its top level', () => {
    expect(caaNames('login.shop.example.com')).toEqual([
      'login.shop.example.com',
      'shop.example.com',
      'example.com',
      'com',
    ]);
    expect(caaNames('*.example.com')).toEqual(['example.com', 'com']);
  });

  it.each([
    [['0 issue "amazon.com"'], 'CaaAllows'],
    [['0 issue "letsencrypt.org"', '0 issue "awstrust.com"'], 'CaaAllows'],
    [['0 issue "AmazonTrust.com; policy=ev"'], 'CaaAllows'],
    [['0 Issue "amazonaws.com"'], 'CaaAllows'],
    [['128 issue "amazon.com"'], 'CaaAllows'],
    [['0 issuewild "letsencrypt.org"'], 'CaaAllows'],
    [['0 iodef "mailto:ca@example.com"'], 'CaaAllows'],
    [['0 contactemail "ca@example.com"'], 'CaaAllows'],
    [['0 issue "letsencrypt.org"'], 'CaaForbids'],
    [['0 issue ";"'], 'CaaForbids'],
    [['0 issue ""'], 'CaaForbids'],
    [['0 issue "evil-amazon.com"'], 'CaaForbids'],
    [['0 issue "letsencrypt.org"', '0 issuewild "amazon.com"'], 'CaaForbids'],
    [['128 tbs "unknown"', '0 issue "amazon.com"'], 'CaaCriticalUnknown'],
  ])('finds with %j: %s', (values, reason) => {
    expect(atParent(values).reason).toBe(reason);
  });

  it.each([
    [['0 issue "letsencrypt.org"', '0 issuewild "amazon.com"'], 'CaaAllows'],
    [['0 issue "amazon.com"', '0 issuewild ";"'], 'CaaForbids'],
    [['0 issue "amazon.com"'], 'CaaAllows'],
  ])('lets issuewild decide about wildcards: %j: %s', (values, reason) => {
    expect(atParent(values, '*.example.com').reason).toBe(reason);
  });

  it('names where the records stand', () => {
    expect(atParent(['0 issue "letsencrypt.org"'])).toEqual({
      reason: 'CaaForbids',
      facts: { alias: ALIAS, at: 'example.com', found: '0 issue "letsencrypt.org"' },
    });
  });

  it('allows where there is no CAA record at all', () => {
    expect(atParent([])).toEqual({ reason: 'CaaAllows', facts: { alias: ALIAS, found: 'no CAA records' } });
  });

  it('ends at the first name with records', () => {
    const answers = [caa(ALIAS, ['0 issue ";"'], 'NOERROR', TARGET), caa('example.com', ['0 issue "amazon.com"'])];
    expect(judgeCaa({ alias: ALIAS, target: TARGET, answers, ofTarget: NONE_OF_TARGET })).toMatchObject({
      reason: 'CaaForbids',
      facts: { at: TARGET },
    });
  });

  it('counts the records of the target before the alias points there', () => {
    const answers = [caa(ALIAS, [], 'NXDOMAIN'), caa('example.com', [])];
    const ofTarget = caa(TARGET, ['0 issue "letsencrypt.org"']);
    expect(judgeCaa({ alias: ALIAS, target: TARGET, answers, ofTarget })).toMatchObject({
      reason: 'CaaForbids',
      facts: { at: TARGET },
    });
  });

  it('is unknown when a lookup on the way fails', () => {
    const answers = [caa(ALIAS, []), caa('example.com', [], 'SERVFAIL'), caa('com', [])];
    expect(judgeCaa({ alias: ALIAS, target: TARGET, answers, ofTarget: NONE_OF_TARGET })).toEqual({
      reason: 'CaaUnknown',
      facts: { alias: ALIAS, found: 'example.com CAA: 192.0.2.53: SERVFAIL' },
    });
  });

  it('does not care for lookups above the name that decides', () => {
    const answers = [caa(ALIAS, []), caa('example.com', ['0 issue "amazon.com"']), caa('com', [], 'TIMEOUT')];
    expect(judgeCaa({ alias: ALIAS, target: TARGET, answers, ofTarget: NONE_OF_TARGET }).reason).toBe('CaaAllows');
  });
});
