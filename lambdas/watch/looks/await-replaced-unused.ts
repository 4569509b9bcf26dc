/** Are the replaced certificates unused, and deleted? After the deadline on-call is left with what AWS does not let go of. */
import { requestOf } from '../../../core/execution.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import type { Acm } from '../../clients/acm.ts';
import { tellOrphan } from '../../duties/tell-orphan.ts';
import type { Requests } from '../../records/requests.ts';
import { isDeleted } from '../certificate.ts';
import { isPast, type Look, MET } from '../look.ts';

export function lookAtReplaced(acm: Acm, requests: Requests): Look {
  return async ({ execution, deadline }, now) => {
    const requestId = requestOf(execution);
    const request = await requests.require(requestId);
    const left: CertificateRequest[] = [];
    for (const old of await replacedBy(requests, request)) {
      const certificate = old.certificateArn === null ? undefined : await acm.describe(old.certificateArn);
      if (!(await isDeleted(acm, certificate))) left.push(old);
    }
    if (left.length > 0 && !isPast(deadline, now)) return 'notYet';
    for (const old of left) await tellOrphan(requests, old, now);
    await requests.change(requestId, () => ({
      type: 'ReplacementEnded',
      at: now.toISOString(),
      by: 'service',
      text:
        left.length === 0 ? 'The replaced certificate is deleted.' : 'AWS does not let go of the replaced certificate.',
      set: { step: 'FinishReplacement' },
    }));
    return MET;
  };
}

/** Those whose certificate is another one: who goes on with a certificate has it still. */
async function replacedBy(requests: Requests, request: CertificateRequest): Promise<CertificateRequest[]> {
  const { requestId, siteId, certificateArn } = request;
  const all = await requests.list(siteId);
  return all.filter((old) => old.replacedBy === requestId && old.certificateArn !== certificateArn);
}
