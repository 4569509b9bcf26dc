/** Has ACM named the addresses or the CNAME of every name? Then the site's contacts are told who must click, or which records to add. */

import { instructions } from '../../../core/letters/letter.ts';
import { CANCELED, type CertificateRequest, validationDomainOf } from '../../../core/request.ts';
import { APPROVAL_SECONDS } from '../../../core/wait.ts';
import type { Acm, Certificate } from '../../clients/acm.ts';
import type { Env } from '../../clients/aws.ts';
import { dnsFrom } from '../../clients/network.ts';
import { type Post, tellContacts } from '../../duties/tell-contacts.ts';
import { tellRecordsNamed } from '../../duties/tell-validation-records.ts';
import type { Requests } from '../../records/requests.ts';
import { isPast, type Look, MET } from '../look.ts';

export function lookAtValidationRecords(env: Env, acm: Acm, post: Post): Look {
  return async ({ execution: requestId, deadline }, now) => {
    const request = await post.requests.require(requestId);
    const certificate = await certificateOf(acm, request);
    const isOver = isPast(deadline, now);
    if (request.cancelAskedAt) return certificate || isOver ? { end: CANCELED } : 'notYet';
    const ended = certificate && certificate.status !== 'PENDING_VALIDATION'; // the next wait tells why
    const told = certificate && !ended && (await tellAsked(env, post, request, certificate, now));
    return ended || told || isOver ? MET : 'notYet';
  };
}

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
  const letter = instructions(request, approvalEnd(certificate, now), post.consoleUrl);
  await tellContacts(post, request, 'instructions', letter, now);
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
  await requests.change(request.requestId, (present) => ({
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

export async function certificateOf(acm: Acm, request: CertificateRequest): Promise<Certificate | undefined> {
  if (!request.certificateArn) throw new Error(`request ${request.requestId} has no certificate`);
  return acm.describe(request.certificateArn);
}

function emailsOf(certificate: Certificate, alias: string): readonly string[] {
  return certificate.names.find(({ name }) => name === alias)?.emails ?? [];
}

/** ACM counts the 72 hours from the request. */
export function approvalEnd({ createdAt }: Certificate, now: Date): string {
  return new Date(Date.parse(createdAt ?? now.toISOString()) + APPROVAL_SECONDS * 1000).toISOString();
}
