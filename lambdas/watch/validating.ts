/** What ACM asks for to validate a new certificate: who must click, or which records to add. Told in the request and to its contacts. */
import { approvalsAsked } from '../../core/letters/validation.ts';
import { type CertificateRequest, validationDomainOf } from '../../core/request.ts';
import { APPROVAL_SECONDS } from '../../core/wait.ts';
import type { Certificate } from '../clients/acm.ts';
import type { Env } from '../clients/aws.ts';
import { dnsFrom } from '../clients/network.ts';
import { type Post, tellContacts } from '../duties/tell-contacts.ts';
import { tellRecordsNamed } from '../duties/tell-validation-records.ts';
import type { Requests } from '../records/requests.ts';

/** Tells what ACM asks for and writes to the contacts; false, and nothing told, while ACM lacks a name. */
export function tellAsked(
  env: Env,
  post: Post,
  request: CertificateRequest,
  certificate: Certificate,
  now: Date,
): Promise<boolean> {
  if (request.method === 'EMAIL') return tellAddresses(post, request, certificate, now);
  const until = approvalEnd(certificate, now);
  return tellRecordsNamed({ dns: dnsFrom(env), post, request, certificate, until, now });
}

async function tellAddresses(
  post: Post,
  request: CertificateRequest,
  certificate: Certificate,
  now: Date,
): Promise<boolean> {
  if (request.aliases.some((alias) => emailsOf(certificate, alias).length === 0)) return false;
  await tellMailsSent(post.requests, request, certificate, now);
  const letter = approvalsAsked(request, approvalEnd(certificate, now), post.consoleUrl);
  await tellContacts(post, request, 'validation asked', letter, now);
  return true;
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
  await requests.change(request, (present) => ({
    type: 'MailsSent',
    at,
    by: 'service',
    text: `AWS has mailed the approvers of ${present.aliases.length} names.`,
    set: { status: 'ACTION_REQUIRED', waitingOn: 'mailbox owner', deadline: until },
    conditions: present.aliases.map((alias) => ({
      alias,
      name: 'approval',
      finding: {
        reason: 'ApprovalPending',
        facts: { alias, until, validationDomain: validationDomainOf(present, alias) },
      },
    })),
  }));
}

function emailsOf(certificate: Certificate, alias: string): readonly string[] {
  return certificate.names.find(({ name }) => name === alias)?.emails ?? [];
}

/** ACM counts the 72 hours from the request. */
export function approvalEnd({ createdAt }: Certificate, now: Date): string {
  return new Date(Date.parse(createdAt ?? now.toISOString()) + APPROVAL_SECONDS * 1000).toISOString();
}
