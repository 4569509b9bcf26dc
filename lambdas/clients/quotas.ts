/** Service Quotas: what the account may use. A quota that nobody has raised has no value of its own, only AWS's default. */
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { ACCOUNT_QUOTAS, type AccountQuotaName, QUOTAS, type QuotaName } from '../../core/quota-plan.ts';
import { awsConfig, calling, type Env, isAwsError } from './aws.ts';

export function createQuotas(env: Env) {
  const client = new ServiceQuotasClient(awsConfig(env));

  return {
    /** The value in force; null while Service Quotas is out of reach or asks us to slow down: the quota is unknown then. */
    async value(quota: QuotaName | AccountQuotaName): Promise<number | null> {
      const { service, code } = { ...QUOTAS, ...ACCOUNT_QUOTAS }[quota];
      const input = { ServiceCode: service, QuotaCode: code };
      try {
        const { Quota } = await calling(client.send(new GetServiceQuotaCommand(input)));
        return Quota?.Value ?? null;
      } catch (error) {
        if (isAwsError(error, 'AwsThrottled') || isAwsError(error, 'AwsUnavailable')) return null;
        if (!isAwsError(error, 'NoSuchResourceException')) throw error;
      }
      const { Quota } = await calling(client.send(new GetAWSDefaultServiceQuotaCommand(input)));
      return Quota?.Value ?? null;
    },
  };
}

export type Quotas = ReturnType<typeof createQuotas>;
