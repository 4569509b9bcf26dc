/**
 * Starts the renewal of what serves when its window opens, once for each certificate: its job is named by the certificate's end. Never
 * two at once: while the previous renewal runs, its name is used again, and starting an execution under a taken name does nothing for
 * 90 days.
 */
import { jobName } from '../../../core/execution.ts';
import { renewalOpens } from '../../../core/validity.ts';
import { isSwappedOut, type SwapTools, WHILE_SWAPPED_MS } from '../../duties/is-swapped-out.ts';
import { type RunTools, startExecution } from '../../duties/run-execution.ts';
import type { Caring } from '../care.ts';

/** Requests without a certificate do not serve; a year stands for never: all other care looks every day, and asks this again. */
const WITHOUT_END_MS = 365 * 86_400_000;

/** `renewCertificateArn`: of the machine `renew-certificate`. */
export function watchRenewal(tools: RunTools & SwapTools, renewCertificateArn: string): Caring {
  return async (request, now) => {
    const { requestId, notAfter, renewal } = request;
    if (notAfter === null) return new Date(now.getTime() + WITHOUT_END_MS);
    const opens = renewalOpens(notAfter);
    if (now < opens) return opens;
    if (now.toISOString() < notAfter) {
      // AWS renews nothing, and mails nobody, for a certificate that is not in use.
      if (await isSwappedOut(tools, request)) return new Date(now.getTime() + WHILE_SWAPPED_MS);
      const execution = renewalOf(requestId, renewal?.notAfter ?? notAfter);
      await startExecution(tools, renewCertificateArn, execution, { requestId }, now);
    }
    return new Date(now.getTime() + WITHOUT_END_MS); // its end plans the next look; if it fails, the end of the certificate does
  };
}

/** `req-20261121-0123456789-renew-20270606` */
function renewalOf(requestId: string, notAfter: string): string {
  return jobName(requestId, 'renew', notAfter.slice(0, 10).replaceAll('-', ''));
}
