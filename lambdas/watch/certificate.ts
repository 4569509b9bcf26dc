/** The certificate that a request has at ACM, as looks and cares ask for it, and whether it is gone by now. */
import type { CertificateRequest } from '../../core/request.ts';
import { isServing } from '../../core/status.ts';
import type { Acm, Certificate } from '../clients/acm.ts';
import { isAwsError } from '../clients/aws.ts';
import { isPast, MET, type Seen } from './look.ts';

/** Undefined when ACM does not show it, or not yet. */
export async function certificateOf(acm: Acm, request: CertificateRequest): Promise<Certificate | undefined> {
  if (!request.certificateArn) throw new Error(`request ${request.requestId} has no certificate`);
  return acm.describe(request.certificateArn);
}

/** Undefined when nothing serves by it any more. */
export async function servingCertificate(acm: Acm, request: CertificateRequest): Promise<Certificate | undefined> {
  const { certificateArn } = request;
  return isServing(request) && certificateArn !== null ? acm.describe(certificateArn) : undefined;
}

/** Once nothing uses it, it is deleted here. */
export async function isDeleted(acm: Acm, certificate: Certificate | undefined): Promise<boolean> {
  return !certificate || (certificate.inUseBy.length === 0 && (await tryToDelete(acm, certificate.certificateArn)));
}

/** False while something uses it, or ACM is at work on it: the next look tries again, until the deadline. */
export function tryToDelete(acm: Acm, certificateArn: string): Promise<boolean> {
  return acm.delete(certificateArn).catch((error: unknown) => {
    if (isAwsError(error, 'ChangedMeanwhile')) return false;
    throw error;
  });
}

/** After the deadline we go on all the same: the end then names it as left behind. */
export async function seeDeleted(acm: Acm, request: CertificateRequest, deadline: string, now: Date): Promise<Seen> {
  const gone = await isDeleted(acm, await certificateOf(acm, request));
  return gone || isPast(deadline, now) ? MET : 'notYet';
}
