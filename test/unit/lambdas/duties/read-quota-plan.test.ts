import type { QuotaName } from '../../../../core/quota-plan.ts';
import type { Quotas } from '../../../../lambdas/clients/quotas.ts';
import { readQuotaPlan } from '../../../../lambdas/duties/read-quota-plan.ts';
import type { Requests } from '../../../../lambdas/records/requests.ts';

it('plans with the quotas in force and the certificates of the last 365 days', async () => {
  const values: Record<QuotaName, number | null> = {
    namesPerCertificate: 10,
    aliasesPerDistribution: null,
    certificatesPerYear: 20,
  };
  const quotas = { value: async (quota: QuotaName) => values[quota] } as Quotas;
  const asked: Date[] = [];
  const requests = {
    certificatesSince: async (time: Date) => {
      asked.push(time);
      return 20;
    },
  } as unknown as Requests;
  const plan = await readQuotaPlan({ quotas, requests }, ['login.example.com'], new Date('2026-11-21T10:00:00Z'));
  expect(asked).toEqual([new Date('2025-11-21T10:00:00Z')]);
  expect(plan).toMatchObject({ names: 1, limit: 10, aliasLimit: null, certificatesLastYear: 20 });
  expect(plan.problems.map(({ code }) => code)).toEqual(['L-DA1D8B98']);
});
