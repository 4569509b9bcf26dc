/** A certificate that could not be deleted in time is left to on-call, by its ARN. */
import type { CertificateRequest } from '../../core/request.ts';
import type { Requests } from '../records/requests.ts';

export async function tellOrphan(
  requests: Requests,
  { requestId, certificateArn }: Pick<CertificateRequest, 'requestId' | 'certificateArn'>,
  now: Date,
): Promise<void> {
  await requests.change(requestId, () => ({
    type: 'CertificateOrphaned',
    at: now.toISOString(),
    by: 'service',
    text: 'AWS still counts the certificate as in use, so it could not be deleted; our on-call does that later.',
    set: { orphanArn: certificateArn },
  }));
}
