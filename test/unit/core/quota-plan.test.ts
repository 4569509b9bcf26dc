/** The quota plan, case by case: what fits, what does not, and what is unknown. */
import { planQuotas, refuseAnother, refuseBeyondQuota } from '../../../core/quota-plan.ts';

const DEFAULTS = { namesPerCertificate: 10, aliasesPerDistribution: 100, certificatesPerYear: 5000 };
const names = (count: number) => Array.from({ length: count }, (_, index) => `login.shop-${index}.example.com`);

it('plans names, limits and the common name when all fits', () => {
  expect(planQuotas(names(10), DEFAULTS, 4999)).toEqual({
    names: 10,
    limit: 10,
    commonName: 'login.shop-0.example.com',
    aliasLimit: 100,
    certificatesLastYear: 4999,
    certificatesPerYear: 5000,
    problems: [],
  });
});

it('chooses the first name of at most 64 octets as common name', () => {
  const octets = (count: number) => `${'a'.repeat(count - '.example.com'.length)}.example.com`;
  expect(planQuotas([octets(65), octets(64), 'login.example.com'], DEFAULTS, 0).commonName).toBe(octets(64));
});

it('names the quota, its value, the number wanted, who raises it and where', () => {
  expect(planQuotas(names(11), DEFAULTS, 0).problems).toEqual([
    {
      code: 'L-FB94F0B0',
      quota: 'Domain names per ACM certificate',
      region: 'us-east-1',
      limit: 10,
      wanted: 11,
      message:
        'This needs 11 of "Domain names per ACM certificate"; our AWS account may have 10 (quota L-FB94F0B0 in us-east-1).',
      remedy:
        'Tell us: our on-call asks AWS for at least 11 (Service Quotas, us-east-1). Generate again when they are granted, or now with fewer trusted site URLs.',
    },
  ]);
});

it('finds every quota that is too small, not just the first', () => {
  const quotas = { namesPerCertificate: 10, aliasesPerDistribution: 11, certificatesPerYear: 20 };
  const { problems } = planQuotas(names(12), quotas, 20);
  expect(problems.map(({ code, limit, wanted }) => [code, limit, wanted])).toEqual([
    ['L-FB94F0B0', 10, 12],
    ['L-AAD4943E', 11, 12],
    ['L-DA1D8B98', 20, 21],
  ]);
});

it('refuses nothing for a quota that could not be read', () => {
  const unknown = { namesPerCertificate: null, aliasesPerDistribution: null, certificatesPerYear: null };
  const plan = planQuotas(names(100), unknown, 10_000);
  expect([plan.limit, plan.problems]).toEqual([null, []]);
  expect(() => refuseBeyondQuota(plan)).not.toThrow();
});

it('throws QuotaTooSmall with all problems', () => {
  const plan = planQuotas(names(11), { ...DEFAULTS, certificatesPerYear: 20 }, 20);
  expect(() => refuseBeyondQuota(plan)).toThrow(
    expect.objectContaining({ name: 'QuotaTooSmall', details: { problems: plan.problems } }),
  );
});

it('lets a site begin twenty requests in 24 hours, and says when the next may come', () => {
  const begun = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      createdAt: new Date(Date.UTC(2026, 10, 21, 20 - index)).toISOString(),
    }));
  expect(() => refuseAnother(begun(19), new Date('2026-11-21T20:30:00Z'))).not.toThrow();
  expect(() => refuseAnother(begun(20), new Date('2026-11-21T20:30:00Z'))).toThrow(
    expect.objectContaining({
      name: 'RequestedTooOften',
      facts: { limit: '20', until: '2026-11-22T01:00:00.000Z' },
    }),
  );
  expect(() => refuseAnother(begun(20), new Date('2026-11-22T01:00:00Z'))).not.toThrow();
});
