import { judgeProbe, type Probe, probeFinding } from '../../../core/probe.ts';
import { createAuthority } from '../../support/unit/certificates.ts';

const ALIAS = 'login.example.com';
const REFUSED = {
  address: '192.0.2.1',
  chain: [],
  alert: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  problem: 'TLS was refused',
};
const RESET = { address: '192.0.2.1', chain: [], problem: 'no TLS (ECONNRESET)' };
const UNREACHABLE = { chain: [], problem: 'd111.cloudfront.net has no address (TIMEOUT)' };
const UNKNOWN_HOST = { status: 403, headers: { server: 'CloudFront' }, body: '<H2>Bad request.</H2>' };
const OTHER_403 = { status: 403, headers: { server: 'CloudFront' }, body: 'Request blocked.' };
const REDIRECT = { status: 301, headers: { server: 'CloudFront', location: 'https://login.example.com/' }, body: '' };
const NO_HTTP = { problem: 'no answer (ECONNREFUSED)' };

describe('the early probe', () => {
  let served: Probe['tls'];
  let wildcard: Probe['tls'];
  let defaultCertificate: Probe['tls'];
  beforeAll(async () => {
    const authority = await createAuthority('Amazon RSA 2048 M02');
    const chainFor = async (...names: string[]) => ({
      address: '192.0.2.1',
      chain: [(await authority.issue({ names })).cert],
    });
    served = await chainFor(ALIAS);
    wildcard = await chainFor('*.example.com');
    defaultCertificate = await chainFor('*.cloudfront.net');
  });

  const judge = (tls: Probe['tls'], http: Probe['http']) => judgeProbe({ alias: ALIAS, tls, http });

  it('sees a holder by a certificate that names the alias', () => {
    expect(judge(served, REDIRECT)).toEqual({
      verdict: 'HELD',
      evidence: 'TLS: a certificate for login.example.com of Amazon RSA 2048 M02',
    });
  });

  it('sees a wildcard holder, and shows the wildcard', () => {
    expect(judge(wildcard, REDIRECT)).toEqual({
      verdict: 'HELD',
      evidence: 'TLS: a certificate for *.example.com of Amazon RSA 2048 M02',
    });
  });

  it('sees a holder by an HTTP answer that is not the edge saying no', () => {
    expect(judge(REFUSED, REDIRECT)).toEqual({
      verdict: 'HELD',
      evidence: 'TLS: ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE; HTTP: 301 CloudFront',
    });
    expect(judge(defaultCertificate, REDIRECT).verdict).toBe('HELD');
  });

  it('sees nobody when TLS is refused or default and HTTP says bad request', () => {
    expect(judge(REFUSED, UNKNOWN_HOST).verdict).toBe('FREE');
    expect(judge(RESET, UNKNOWN_HOST).verdict).toBe('FREE');
    expect(judge(defaultCertificate, UNKNOWN_HOST)).toEqual({
      verdict: 'FREE',
      evidence: 'TLS: the default certificate; HTTP: 403 CloudFront',
    });
  });

  it.each([
    ['a 403 of unknown origin beside the default certificate', () => judge(defaultCertificate, OTHER_403)],
    ['a misdirected request', () => judge(REFUSED, { status: 421, headers: { server: 'CloudFront' }, body: '' })],
    ['an edge that is not CloudFront', () => judge(RESET, { status: 200, headers: { server: 'nginx' }, body: '' })],
    ['a reset alone', () => judge(RESET, NO_HTTP)],
    [
      'an edge that cannot be reached',
      () => judge(UNREACHABLE, { problem: 'd111.cloudfront.net has no address (TIMEOUT)' }),
    ],
  ])('does not know with %s', (_, run) => {
    expect(run().verdict).toBe('UNKNOWN');
  });

  it.each([
    ['HolderSeen', () => served, REDIRECT],
    ['NoHolderSeen', () => REFUSED, UNKNOWN_HOST],
    ['ProbeUnknown', () => RESET, NO_HTTP],
  ])('becomes the finding %s', (reason, tls, http) => {
    expect(probeFinding({ alias: ALIAS, tls: tls(), http })).toEqual({
      reason,
      facts: { alias: ALIAS, evidence: judge(tls(), http).evidence },
    });
  });
});
