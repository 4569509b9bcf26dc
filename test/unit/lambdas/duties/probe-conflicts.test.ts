import type { Probe } from '../../../../core/probe.ts';
import { probeConflicts } from '../../../../lambdas/duties/probe-conflicts.ts';
import { createAuthority } from '../../../support/unit/certificates.ts';

const FREE: Probe = {
  tls: { address: '192.0.2.1', chain: [], alert: 'ERR_SSL_ALERT' },
  http: { status: 403, headers: { server: 'CloudFront' }, body: 'Bad request' },
};

describe('the probe for conflicts', () => {
  it('asks the edge by the door of the own distribution, alias by alias', async () => {
    const { cert } = await (await createAuthority('Amazon')).issue({ names: ['login.example.org'] });
    const asked: [string, string][] = [];
    const edge = {
      probe: async (name: string, via: string): Promise<Probe> => {
        asked.push([name, via]);
        return name === 'login.example.com' ? FREE : { ...FREE, tls: { chain: [cert] } };
      },
    };
    const plan = { aliases: ['login.example.com', 'login.example.org'], ownDistribution: 'd111.cloudfront.net' };
    const reasons = async (ours: string[]) =>
      Object.values(await probeConflicts(edge, { ...plan, ours })).map(({ reason }) => reason);
    expect(await reasons([])).toEqual(['NoHolderSeen', 'HolderSeen']);
    expect(asked).toEqual([
      ['login.example.com', 'd111.cloudfront.net'],
      ['login.example.org', 'd111.cloudfront.net'],
    ]);
    expect(await reasons(['login.example.org'])).toEqual(['NoHolderSeen', 'ServedByUs']);
    expect(asked).toHaveLength(3);
  });

  it('does not know while there is no distribution', async () => {
    const edge = { probe: () => Promise.reject(new Error('nobody should be asked')) };
    expect(await probeConflicts(edge, { aliases: ['login.example.com'], ownDistribution: undefined })).toEqual({
      'login.example.com': {
        reason: 'ProbeUnknown',
        facts: { alias: 'login.example.com', evidence: 'the site has no distribution yet' },
      },
    });
  });
});
