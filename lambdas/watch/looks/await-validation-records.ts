/** Has ACM named the addresses of every name? Then the mails are out, and the site's contacts are told who must click. */

import { instructions } from '../../../core/letter.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { APPROVAL_SECONDS } from '../../../core/wait.ts';
import type { Acm, Certificate } from '../../clients/acm.ts';
import type { Mail } from '../../clients/mail.ts';
import type { Requests } from '../../records/requests.ts';
import type { Sites } from '../../records/sites.ts';
import { isPast, type Look, MET } from '../look.ts';

export function lookAtValidationRecords(
  acm: Acm,
  mail: Mail,
  consoleUrl: string,
  requests: Requests,
  sites: Sites,
): Look {
  return async ({ requestId, deadline }, now) => {
    const request = await requests.require(requestId);
    const certificate = await certificateOf(acm, request);
    if (!certificate) return isPast(deadline, now) ? MET : 'notYet';
    if (certificate.status !== 'PENDING_VALIDATION') return MET; // the next wait tells why
    const complete = request.aliases.every((alias) => emailsOf(certificate, alias).length > 0);
    if (!complete) return isPast(deadline, now) ? MET : 'notYet';
    await tellMailsSent(requests, request, certificate, now);
    const site = await sites.require(request.siteId);
    if (site.contacts.length > 0)
      await mail.send({ to: site.contacts, ...instructions(request, approvalEnd(certificate, now), consoleUrl) });
    return MET;
  };
}

async function tellMailsSent(
  requests: Requests,
  request: CertificateRequest,
  certificate: Certificate,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  await requests.addEvidence(
    request.requestId,
    request.aliases.map((alias) => ({ alias, kind: 'addresses', at, seen: emailsOf(certificate, alias) })),
  );
  const until = approvalEnd(certificate, now);
  await requests.change(request.requestId, (present) => ({
    type: 'MailsSent',
    at,
    by: 'service',
    text: `AWS has mailed the approvers of ${present.aliases.length} names.`,
    conditions: present.aliases.map((alias) => ({
      alias,
      name: 'approval',
      finding: {
        reason: 'ApprovalPending',
        facts: { alias, until, validationDomain: present.conditions[alias]?.mail?.facts.validationDomain ?? alias },
      },
    })),
  }));
}

export async function certificateOf(acm: Acm, request: CertificateRequest): Promise<Certificate | undefined> {
  if (!request.certificateArn) throw new Error(`request ${request.requestId} has no certificate`);
  return acm.describe(request.certificateArn);
}

function emailsOf(certificate: Certificate, alias: string): readonly string[] {
  return certificate.names.find(({ name }) => name === alias)?.emails ?? [];
}

/** ACM counts the 72 hours from the request. */
function approvalEnd({ createdAt }: Certificate, now: Date): string {
  return new Date(Date.parse(createdAt ?? now.toISOString()) + APPROVAL_SECONDS * 1000).toISOString();
}
