import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { createQuotas } from '../../../../lambdas/clients/quotas.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(ServiceQuotasClient);
const quotas = createQuotas({ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's' });
const NAMES = { ServiceCode: 'acm', QuotaCode: 'L-FB94F0B0' };

it('reads the value in force', async () => {
  mock.on(GetServiceQuotaCommand, NAMES).resolves({ Quota: { Value: 100 } });
  expect(await quotas.value('namesPerCertificate')).toBe(100);
  expect(callsOf(mock)).toEqual([['GetServiceQuota', NAMES]]);
});

it('reads AWS’s default where the account has no value of its own', async () => {
  mock.on(GetServiceQuotaCommand).rejects(awsError('NoSuchResourceException'));
  mock.on(GetAWSDefaultServiceQuotaCommand, NAMES).resolves({ Quota: { Value: 10 } });
  expect(await quotas.value('namesPerCertificate')).toBe(10);
});

it.each([
  ['throttles', awsError('TooManyRequestsException', 'slower')],
  ['is down', awsError('ServiceException', 'oops', 500)],
])('knows no value while Service Quotas %s', async (_, error) => {
  mock.on(GetServiceQuotaCommand).rejects(error);
  expect(await quotas.value('certificatesPerYear')).toBeNull();
});

it('throws what is nobody’s passing trouble', async () => {
  mock.on(GetServiceQuotaCommand).rejects(awsError('AccessDeniedException', 'no', 400));
  await expect(quotas.value('aliasesPerDistribution')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
