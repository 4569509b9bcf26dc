/**
 * FinishRenewal: the renewal is over. Its ticket is closed, whoever had been asked is told how it ended, and the request is looked after
 * again. A renewal that was missed ends the request; what it returns then names the Fail state's error.
 */
import { renewalDone } from '../../core/letters/renewal.ts';
import type { Renewal } from '../../core/renewal.ts';
import { renewalTicket } from '../../core/renewal-ticket.ts';
import type { CertificateRequest } from '../../core/request.ts';
import { isOver } from '../../core/status.ts';
import { withTurn } from '../../core/turn.ts';
import { createOpsCenter } from '../clients/ops-center.ts';
import { createTable } from '../clients/table.ts';
import { expire } from '../duties/expire.ts';
import { createPost, tellContacts } from '../duties/tell-contacts.ts';
import { createCares } from '../records/cares.ts';
import { createRenewalTickets } from '../records/renewal-tickets.ts';
import { type Create, endingStep } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const post = createPost(env, table);
  const { requests, consoleUrl } = post;
  const cares = createCares(table);
  const renewalTickets = createRenewalTickets(table);
  const opsCenter = createOpsCenter(env);

  async function closeTicket(request: CertificateRequest, renewal: Renewal, missed: boolean, now: Date): Promise<void> {
    const { ticketId, severity, renewedAt } = renewal;
    if (ticketId === null || severity === null) return;
    const kept = await renewalTickets.find(ticketId); // none of one that was opened before they were kept
    const outcome = missed ? 'missed' : renewedAt ? 'renewed' : 'withdrawn';
    if (kept && !kept.closedAt) await renewalTickets.keep({ ...kept, outcome, closedAt: now.toISOString() });
    const ticket = await opsCenter.read(ticketId);
    if (!ticket || ticket.status === 'Resolved') return; // one that a person has deleted is closed
    const item = renewalTicket({ request, renewal, severity, now, consoleUrl });
    await opsCenter.update(ticketId, item, 'Resolved');
  }

  return endingStep('FinishRenewal', env, async ({ requestId, now, ending }) => {
    const before = await requests.require(requestId);
    const { renewal } = before;
    const missed = ending.reason === 'RenewalMissed';
    const end = renewal?.notAfter ?? before.notAfter ?? now.toISOString();
    const request = missed ? await expire(post, before, end, now) : before;
    if (renewal) await closeTicket(request, renewal, missed, now);
    if (renewal?.renewedAt && renewal.asked)
      await tellContacts(post, request, 'renewal done', renewalDone(request, consoleUrl), now);
    if (!isOver(request)) await cares.plan(requestId, now);
    await requests.change(requestId, (present) =>
      withTurn(present, {
        type: 'RenewalEnded',
        at: now.toISOString(),
        by: 'service',
        text: missed ? 'The renewal has ended without a new certificate.' : 'The renewal is finished.',
        set: { renewal: null, ...(present.step === 'AwaitRenewal' && { step: 'FinishRenewal' }) },
      }),
    );
    const { failure } = request;
    return missed && failure
      ? { verdict: 'missed', reason: failure.reason, cause: JSON.stringify(failure.facts) }
      : { verdict: 'renewed' };
  });
};
