/** Has ACM issued? Names may all be approved and CAA still fail it: only the certificate's own status ends this wait. */
import { reminder } from '../../../core/letters/validation.ts';
import type { CertificateRequest, FoundCondition } from '../../../core/request.ts';
import { approvalAtEnd, type Ending, failedEnding, timedOutEnding } from '../../../core/validation-end.ts';
import { dueReminderLetter } from '../../../core/wait.ts';
import type { Acm, Certificate } from '../../clients/acm.ts';
import type { Env } from '../../clients/aws.ts';
import { dnsFrom, edgeFrom } from '../../clients/network.ts';
import { lookAgain } from '../../duties/look-again.ts';
import { probeAgain } from '../../duties/probe-again.ts';
import { type Post, tellContacts } from '../../duties/tell-contacts.ts';
import { tellRecordsSeen } from '../../duties/tell-validation-records.ts';
import type { Requests } from '../../records/requests.ts';
import type { Wait } from '../../records/waits.ts';
import { certificateOf } from '../certificate.ts';
import { isPast, type Look, MET } from '../look.ts';
import { approvalEnd, tellAsked } from '../validating.ts';

/** ACM shows a new certificate within seconds: one that is not there after that time has been deleted. */
const GONE_AFTER_MS = 3_600_000;

export function lookAtValidation(env: Env, acm: Acm, post: Post): Look {
  const { requests } = post;
  return async (wait, now) => {
    const request = await requests.require(wait.execution);
    const certificate = await certificateOf(acm, request);
    if (!certificate) {
      const gone = now.getTime() - Date.parse(wait.parkedAt) >= GONE_AFTER_MS;
      return gone ? ended({ reason: 'CertificateGone', facts: {} }) : 'notYet';
    }
    switch (certificate.status) {
      case 'ISSUED':
        await tellIssued(requests, request, certificate, now);
        return MET;
      case 'PENDING_VALIDATION':
        if (isPast(wait.deadline, now)) break;
        await tellPending(env, post, wait, certificate, now);
        return 'notYet';
      case 'VALIDATION_TIMED_OUT':
        break;
      case 'FAILED':
      case 'INACTIVE':
      case 'EXPIRED':
      case 'REVOKED':
        return ended(await tellFailed(env, requests, request, certificate, now));
      default:
        return certificate.status satisfies never;
    }
    const ending = timedOutEnding(request, validatedOf(certificate));
    await tellEnd(requests, request, certificate, ending, [], now);
    return ended(ending);
  };
}

function ended({ reason, facts }: Ending) {
  return { end: { verdict: 'ended', reason, facts } } as const;
}

async function tellIssued(requests: Requests, request: CertificateRequest, certificate: Certificate, now: Date) {
  await requests.change(request.requestId, () => ({
    type: 'CertificateIssued',
    at: now.toISOString(),
    by: 'service',
    text: `AWS has issued the certificate, valid until ${certificate.notAfter}.`,
    set: { notAfter: certificate.notAfter ?? null, status: 'PENDING', waitingOn: 'nobody', deadline: null },
    conditions: approvals(certificate),
  }));
}

/** Addresses or records that came late, each approval as it comes, and reminders of those that do not come. */
async function tellPending(
  env: Env,
  post: Post,
  { execution: requestId, parkedAt }: Wait,
  certificate: Certificate,
  now: Date,
) {
  const before = await post.requests.require(requestId);
  if (before.aliases.some((alias) => !before.conditions[alias]?.approval))
    await tellAsked(env, post, before, certificate, now);
  await probeAgain(post, () => edgeFrom(env, dnsFrom(env)), before, now);
  const approved = validatedOf(certificate);
  let request = await post.requests.change(requestId, ({ aliases }) => ({
    type: 'ApprovalChanged',
    at: now.toISOString(),
    by: 'service',
    text: `${approved.length} of ${aliases.length} names are approved.`,
    // Then nobody outside has to act any more: AWS reads the CAA records and makes the certificate.
    set: approved.length === aliases.length ? { status: 'PENDING', waitingOn: 'AWS', deadline: null } : {},
    conditions: approvals(certificate),
  }));
  if (request.method === 'DNS') {
    const until = approvalEnd(certificate, now);
    request = await tellRecordsSeen({ dns: dnsFrom(env), post, request, certificate, until, now });
  }
  const open = request.aliases.filter((alias) => !approved.includes(alias));
  const name = dueReminderLetter('AwaitValidation', parkedAt, now);
  if (!name || open.length === 0 || !request.deadline) return;
  await tellContacts(post, request, name, reminder(request, open, request.deadline, post.consoleUrl), now);
}

async function tellFailed(
  env: Env,
  requests: Requests,
  request: CertificateRequest,
  certificate: Certificate,
  now: Date,
): Promise<Ending> {
  const word = certificate.failureReason ?? certificate.status;
  const { findings, conditions } = await lookAgain(dnsFrom(env), request, word, now);
  const ending = failedEnding(request, { word, validated: validatedOf(certificate) }, findings);
  await tellEnd(requests, request, certificate, ending, conditions, now);
  return ending;
}

/** What each name's conditions say from now on; that the request ended, RecordFailure tells. */
async function tellEnd(
  requests: Requests,
  request: CertificateRequest,
  certificate: Certificate,
  ending: Ending,
  seen: readonly FoundCondition[],
  now: Date,
): Promise<void> {
  const approved = validatedOf(certificate);
  const open = request.aliases.flatMap((alias): FoundCondition[] => {
    const finding = approved.includes(alias) ? undefined : approvalAtEnd(request, alias, ending);
    return finding ? [{ alias, name: 'approval', finding }] : [];
  });
  await requests.change(request.requestId, ({ aliases }) => ({
    type: 'ApprovalChanged',
    at: now.toISOString(),
    by: 'service',
    text: `The validation ended; ${approved.length} of ${aliases.length} names were approved.`,
    conditions: [...approvals(certificate), ...open, ...seen],
  }));
}

function validatedOf({ names }: Certificate): string[] {
  return names.filter(({ validated }) => validated).map(({ name }) => name);
}

function approvals(certificate: Certificate): FoundCondition[] {
  return validatedOf(certificate).map((alias) => ({
    alias,
    name: 'approval',
    finding: { reason: 'Approved', facts: { alias } },
  }));
}
