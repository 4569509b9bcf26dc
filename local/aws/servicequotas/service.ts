/**
 * Service Quotas: what an account may use, and asking for more. A request within AWS's ceiling is granted after a while, one
 * above it is denied; until then the old value holds.
 */
import * as sdk from '@aws-sdk/client-service-quotas';
import type { World } from '../../world.ts';
import { REGION } from '../../world.ts';
import { awsError, type Caller, type Service, service } from '../service.ts';
import { QUOTAS, type Quota } from './quotas.ts';

/** From asking to the answer, in seconds. AWS promises none; small increases are usually answered within minutes. */
const ANSWER_AFTER_S = { least: 300, spread: 900 };

interface Increase {
  id: string;
  account: string;
  requester: string;
  code: string;
  desired: number;
  status: 'PENDING' | 'APPROVED' | 'DENIED';
  created: string;
  updated: string;
  answerAt: string;
}

/** What other simulators ask. */
export interface Quotas {
  /** The value in force for that account. */
  value(account: string, code: string): number;
  /** Sets it at once, as a world that starts with raised quotas does. */
  set(account: string, code: string, value: number): void;
}

/** Codes are unique over all services, so a quota is named by its code alone. */
export function createServiceQuotas(world: World): { service: Service; quotas: Quotas } {
  const { clock, store, random } = world;
  const applied = store.collection<number>('quotas.applied');
  const increases = store.collection<Increase>('quotas.increases');
  for (const increase of increases.values()) awaitAnswer(increase);

  const quotas: Quotas = {
    value: (account, code) => applied.get(`${account} ${code}`) ?? byCode(code).default,
    set: (account, code, value) => applied.put(`${account} ${byCode(code).code}`, value),
  };

  function awaitAnswer(increase: Increase): void {
    if (increase.status !== 'PENDING') return;
    clock.at(new Date(increase.answerAt), `quota ${increase.code}`, () => {
      store.transaction(() => {
        const granted = increase.desired <= byCode(increase.code).ceiling;
        if (granted) quotas.set(increase.account, increase.code, increase.desired);
        const status = granted ? 'APPROVED' : 'DENIED';
        increases.put(increase.id, { ...increase, status, updated: clock.now().toISOString() });
      });
    });
  }

  function increase(input: sdk.RequestServiceQuotaIncreaseCommandInput, caller: Caller): Increase {
    const quota = find(input.ServiceCode, input.QuotaCode);
    const desired = input.DesiredValue ?? 0;
    if (desired <= quotas.value(caller.account, quota.code))
      throw awsError(
        'IllegalArgumentException',
        'You must provide a quota value greater than the current quota value.',
      );
    for (const other of increases.values())
      if (other.account === caller.account && other.code === quota.code && other.status === 'PENDING')
        throw awsError(
          'ResourceAlreadyExistsException',
          'Only one open service quota increase request is allowed per quota.',
        );
    const now = clock.now();
    const answerAt = now.getTime() + (ANSWER_AFTER_S.least + random.below(ANSWER_AFTER_S.spread)) * 1000;
    return {
      id: random.hex(32),
      account: caller.account,
      requester: caller.principal,
      code: quota.code,
      desired,
      status: 'PENDING',
      created: now.toISOString(),
      updated: now.toISOString(),
      answerAt: new Date(answerAt).toISOString(),
    };
  }

  return {
    quotas,
    service: service({
      name: 'servicequotas',
      module: sdk,
      client: new sdk.ServiceQuotasClient({ region: REGION }),
      handlers: {
        GetServiceQuota(input, caller) {
          const quota = find(input.ServiceCode, input.QuotaCode);
          return { Quota: describe(quota, caller.account, quotas.value(caller.account, quota.code)) };
        },
        GetAWSDefaultServiceQuota(input, caller) {
          const quota = find(input.ServiceCode, input.QuotaCode);
          return { Quota: describe(quota, caller.account, quota.default) };
        },
        ListServiceQuotas(input, caller) {
          const listed = QUOTAS.filter((quota) => quota.service === input.ServiceCode);
          if (listed.length === 0) throw unknown();
          return {
            Quotas: listed.map((quota) => describe(quota, caller.account, quotas.value(caller.account, quota.code))),
          };
        },
        RequestServiceQuotaIncrease(input, caller) {
          const made = store.transaction(() => {
            const request = increase(input, caller);
            increases.put(request.id, request);
            return request;
          });
          awaitAnswer(made);
          world.record(caller, {
            service: 'servicequotas',
            operation: 'RequestServiceQuotaIncrease',
            resource: arn(byCode(made.code), caller.account),
          });
          return { RequestedQuota: describeIncrease(made) };
        },
        GetRequestedServiceQuotaChange(input, caller) {
          const found = increases.get(input.RequestId ?? '');
          if (found?.account !== caller.account) throw unknown();
          return { RequestedQuota: describeIncrease(found) };
        },
      },
    }),
  };
}

function byCode(code: string): Quota {
  const quota = QUOTAS.find((one) => one.code === code);
  if (!quota) throw new Error(`no quota ${code} is simulated`);
  return quota;
}

function find(serviceCode: string | undefined, code: string | undefined): Quota {
  const quota = QUOTAS.find((one) => one.service === serviceCode && one.code === code);
  if (!quota) throw unknown();
  return quota;
}

const unknown = () =>
  awsError('NoSuchResourceException', 'The request failed because the specified service does not exist.');

/** Quotas of a global service have no Region in their ARN. */
const arn = (quota: Quota, account: string) =>
  `arn:aws:servicequotas:${quota.global ? '' : REGION}:${account}:${quota.service}/${quota.code}`;

const SERVICE_NAME = { acm: 'AWS Certificate Manager (ACM)', cloudfront: 'Amazon CloudFront' };

function identity(quota: Quota, account: string) {
  return {
    ServiceCode: quota.service,
    ServiceName: SERVICE_NAME[quota.service],
    QuotaArn: arn(quota, account),
    QuotaCode: quota.code,
    QuotaName: quota.name,
    Unit: 'None',
    GlobalQuota: quota.global,
  };
}

function describe(quota: Quota, account: string, value: number): sdk.ServiceQuota {
  return { ...identity(quota, account), Value: value, Adjustable: true, QuotaAppliedAtLevel: 'ACCOUNT' };
}

function describeIncrease(increase: Increase): sdk.RequestedServiceQuotaChange {
  return {
    ...identity(byCode(increase.code), increase.account),
    Id: increase.id,
    DesiredValue: increase.desired,
    Status: increase.status,
    Created: new Date(increase.created),
    LastUpdated: new Date(increase.updated),
    Requester: JSON.stringify({
      accountId: increase.account,
      callerArn: `arn:aws:iam::${increase.account}:user/${increase.requester}`,
    }),
    QuotaRequestedAtLevel: 'ACCOUNT',
  };
}
