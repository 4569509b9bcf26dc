/** Service Quotas: reading, raising, and a code that nobody knows. */
import type { Scene } from '../scene.ts';

const NAMES = { ServiceCode: 'acm', QuotaCode: 'L-FB94F0B0' };

export const SERVICE_QUOTAS: Scene = {
  service: 'service-quotas',
  steps: [
    { call: 'GetServiceQuota', input: NAMES },
    { call: 'GetAWSDefaultServiceQuota', input: NAMES },
    { call: 'ListServiceQuotas', input: { ServiceCode: 'cloudfront' } },
    { call: 'RequestServiceQuotaIncrease', input: { ...NAMES, DesiredValue: 100 }, as: 'asked' },
    {
      call: 'RequestServiceQuotaIncrease',
      input: { ...NAMES, DesiredValue: 90 },
      error: 'ResourceAlreadyExistsException',
    },
    { call: 'GetRequestedServiceQuotaChange', input: ({ asked }) => ({ RequestId: asked.RequestedQuota?.Id ?? 'x' }) },
    { call: 'RequestServiceQuotaIncrease', input: { ...NAMES, DesiredValue: 1 }, error: 'IllegalArgumentException' },
    { call: 'GetServiceQuota', input: { ...NAMES, QuotaCode: 'L-00000000' }, error: 'NoSuchResourceException' },
    { call: 'ListServiceQuotas', input: { ServiceCode: 'nothing' }, error: 'NoSuchResourceException' },
    { call: 'GetRequestedServiceQuotaChange', input: { RequestId: 'unknown' }, error: 'NoSuchResourceException' },
  ],
};
