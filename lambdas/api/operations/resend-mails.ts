/** certificates.resend: queues the approval mail of one alias, or of all that wait, and answers each with its planned second. */
import { awaitsClick } from '../../../core/condition.ts';
import { ServiceError } from '../../../core/errors.ts';
import { type CertificateRequest, certificateNames, mayBeMailed } from '../../../core/request.ts';
import { QUIET_SECONDS, type Resend } from '../../records/resends.ts';
import type { Operation, Tools } from '../operation.ts';

export function resendMails({ requests, resends, events }: Tools): Operation<'certificates.resend'> {
  return async ({ siteId, requestId, alias }, { now }) => {
    const request = await requests.require(requestId, siteId);
    if (request.method === 'DNS') throw new ServiceError('ValidatedByDns', { requestId });
    const waiting = mayBeMailed(request)
      ? certificateNames(request).filter((name) => awaitsClick(request.conditions[name]?.approval))
      : [];
    const before = await resends.of(requestId);
    const wanted = alias === undefined ? waiting.filter((name) => !quietUntil(before[name], now)) : [alias];
    for (const name of wanted) refuseUnless(request, waiting, name, quietUntil(before[name], now));
    if (wanted.length === 0) {
      throw new ServiceError('NothingToResend', {
        alias: 'any name',
        why: 'none waits, or all were mailed again just now',
      });
    }
    const planned = await resends.ask(requestId, wanted, now);
    await events.requestLook(requestId);
    return { planned: planned.map(({ alias: name, dueAt }) => ({ alias: name, plannedAt: dueAt })) };
  };
}

/** The time before which the same name is not mailed again; undefined when that has passed. */
function quietUntil(last: Resend | undefined, now: Date): string | undefined {
  if (!last) return undefined;
  const until = new Date(Date.parse(last.sentAt ?? last.dueAt) + QUIET_SECONDS * 1000);
  return until > now ? until.toISOString() : undefined;
}

function refuseUnless(
  request: CertificateRequest,
  waiting: readonly string[],
  alias: string,
  until: string | undefined,
): void {
  if (!certificateNames(request).includes(alias))
    throw new ServiceError('NothingToResend', { alias, why: 'it is not a name of this request' });
  if (!waiting.includes(alias))
    throw new ServiceError('NothingToResend', { alias, why: 'it does not wait for approval' });
  if (until) throw new ServiceError('ResentRecently', { alias, until });
}
