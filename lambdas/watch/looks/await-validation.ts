/** Has ACM issued? Names may all be approved and CAA still fail it: only the certificate's own status ends this wait. */
import type { CertificateRequest, FoundCondition } from '../../../core/request.ts';
import type { Acm, Certificate } from '../../clients/acm.ts';
import type { Requests } from '../../records/requests.ts';
import { isPast, type Look, MET, type Seen } from '../look.ts';
import { certificateOf } from './await-validation-records.ts';

export function lookAtValidation(acm: Acm, requests: Requests): Look {
  return async ({ requestId, deadline }, now) => {
    const request = await requests.require(requestId);
    const certificate = await certificateOf(acm, request);
    if (!certificate) return 'notYet';
    await tellApprovals(requests, request, certificate, now);
    return endOf(certificate, isPast(deadline, now));
  };
}

function endOf({ status, failureReason }: Certificate, givenUp: boolean): Seen {
  switch (status) {
    case 'ISSUED':
      return MET;
    case 'PENDING_VALIDATION':
      return givenUp ? ended('ValidationTimedOut', { found: 'no answer within 96 hours' }) : 'notYet';
    case 'VALIDATION_TIMED_OUT':
      return ended('ValidationTimedOut', { found: 'not all names were approved within 72 hours' });
    case 'FAILED':
    case 'INACTIVE':
    case 'EXPIRED':
    case 'REVOKED':
      return ended('ValidationFailed', { found: failureReason ?? status });
    default:
      return status satisfies never;
  }
}

function ended(reason: string, facts: Record<string, string>): Seen {
  return { end: { verdict: 'ended', reason, facts } };
}

async function tellApprovals(
  requests: Requests,
  request: CertificateRequest,
  certificate: Certificate,
  now: Date,
): Promise<void> {
  const approved = certificate.names.filter(({ validated }) => validated).length;
  const issued = certificate.status === 'ISSUED';
  await requests.change(request.requestId, (present) => ({
    type: issued ? 'CertificateIssued' : 'ApprovalChanged',
    at: now.toISOString(),
    by: 'service',
    text: issued
      ? `AWS has issued the certificate, valid until ${certificate.notAfter}.`
      : `${approved} of ${present.aliases.length} names are approved.`,
    set: issued ? { notAfter: certificate.notAfter ?? null } : {},
    conditions: certificate.names.flatMap(({ name, validated, failed }): FoundCondition[] => {
      if (validated)
        return [{ alias: name, name: 'approval', finding: { reason: 'Approved', facts: { alias: name } } }];
      if (failed)
        return [{ alias: name, name: 'approval', finding: { reason: 'ApprovalFailed', facts: { alias: name } } }];
      return [];
    }),
  }));
}
