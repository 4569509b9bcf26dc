/**
 * What the DNS says of the next renewal of a certificate that serves: may Amazon issue, can its mails arrive? The rule kept here: whoever
 * asks (health every day, the renewal when AWS complains) says it in the same words, so that it is told once.
 */
import type { Finding } from '../../core/condition.ts';
import type { Dns } from '../../core/dns.ts';
import { judgeValidationDomain } from '../../core/mail-route.ts';
import { type CertificateRequest, certificateNames, type FoundCondition } from '../../core/request.ts';
import { renewalOpens } from '../../core/validity.ts';
import { checkCaa } from './check-caa.ts';
import { asConditions, type Findings } from './record-findings.ts';

/** Of every name of the certificate. `notAfter`: of the one that is to be renewed. */
export async function seeThreats(
  dns: Dns,
  request: CertificateRequest,
  notAfter: string,
  now: Date,
): Promise<FoundCondition[]> {
  const [caa, mail] = await Promise.all([
    checkCaa(dns, { ...request, aliases: certificateNames(request), now }),
    mailOf(dns, request),
  ]);
  const renewal = { renewal: renewalOpens(notAfter).toISOString(), notAfter };
  return [...asConditions('caa', mapped(caa, renewal)), ...asConditions('mail', mapped(mail, renewal))];
}

/** ACM mails the domains that the request named, whatever route a new one would find. */
async function mailOf(dns: Dns, request: CertificateRequest): Promise<Findings> {
  if (request.method === 'DNS') return {};
  const findings = await Promise.all(
    certificateNames(request).map(async (alias): Promise<[string, Finding][]> => {
      const domain = request.conditions[alias]?.mail?.facts.validationDomain;
      return domain ? [[alias, judgeValidationDomain(alias, await dns.lookup(domain, 'MX'))]] : [];
    }),
  );
  return Object.fromEntries(findings.flat());
}

/** While a certificate serves, what stands in the way of issuing is in the way of its renewal. */
function mapped(findings: Findings, renewal: Readonly<Record<string, string>>): Findings {
  return Object.fromEntries(
    Object.entries(findings).map(([alias, { reason, facts }]): [string, Finding] => {
      if (reason === 'CaaForbids') return [alias, { reason: 'CaaForbidsRenewal', facts: { ...facts, ...renewal } }];
      return [alias, { reason, facts: reason === 'MailRouteGone' ? { ...facts, ...renewal } : facts }];
    }),
  );
}
