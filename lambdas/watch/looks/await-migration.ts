/** Has ACM seen every record? Only its own word moves the certificate; what we see meanwhile tells people whose record is gone. */
import { requestOf } from '../../../core/execution.ts';
import type { ValidationRecord } from '../../../core/validation-record.ts';
import type { Acm } from '../../clients/acm.ts';
import type { Env } from '../../clients/aws.ts';
import { dnsFrom } from '../../clients/network.ts';
import type { Post } from '../../duties/tell-contacts.ts';
import { servingCertificate } from '../certificate.ts';
import { isPast, type Look, MET } from '../look.ts';
import { acmLooks, tellMigrationRecords, tellWindowEnded } from '../migrating.ts';

export function lookAtMigration(env: Env, acm: Acm, { requests }: Post): Look {
  return async ({ execution, deadline }, now) => {
    const request = await requests.require(requestOf(execution));
    const certificate = await servingCertificate(acm, request);
    if (!certificate) return { end: { verdict: 'ended', reason: 'MigrationNeedless', facts: {} } };
    if (certificate.migration?.status === 'SUCCESS') return MET;
    if (!acmLooks(certificate, request, now) || isPast(deadline, now)) {
      await tellWindowEnded(requests, request, now);
      return { end: { verdict: 'lapsed' } };
    }
    const noted = await requests.evidence(request.requestId, 'record');
    const records = Object.fromEntries(noted.map(({ alias, seen }) => [alias, seen as ValidationRecord]));
    const until = request.migration?.until ?? deadline;
    await tellMigrationRecords({ dns: dnsFrom(env), requests, request, records, until, now });
    return 'notYet';
  };
}
