/** A second look at what ACM complains about: it seldom says which name it means, the DNS often does. */
import type { ConditionName } from '../../core/condition.ts';
import type { Dns } from '../../core/dns.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { checkCaa } from './check-caa.ts';
import { checkMailRoutes } from './check-mail-routes.ts';
import { asConditions, type Findings } from './record-findings.ts';

export interface SecondLook {
  findings: Findings;
  conditions: readonly FoundCondition[];
}

/** The findings by alias of the condition that ACM's word is about; none where the DNS cannot tell. */
export async function lookAgain(
  dns: Dns,
  request: CertificateRequest,
  failureReason: string,
  now: Date,
): Promise<SecondLook> {
  switch (failureReason) {
    case 'CAA_ERROR':
      return named('caa', await checkCaa(dns, { ...request, now }));
    case 'NO_AVAILABLE_CONTACTS':
      return named('mail', await checkMailRoutes(dns, request));
    default:
      return { findings: {}, conditions: [] };
  }
}

function named(name: ConditionName, findings: Findings): SecondLook {
  return { findings, conditions: asConditions(name, findings) };
}
