/**
 * EscalateRenewal: people do not act, and the certificate's end comes near. One ticket a renewal: OpsCenter refuses a second open item
 * of one dedup string and names the first, which a later call makes more urgent. One that a person has deleted is opened anew.
 */
import { dueSeverity, type Renewal } from '../../core/renewal.ts';
import { renewalTicket } from '../../core/renewal-ticket.ts';
import { requireVariable } from '../clients/aws.ts';
import { createOpsCenter } from '../clients/ops-center.ts';
import { createTable } from '../clients/table.ts';
import { createRenewalTickets } from '../records/renewal-tickets.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

export const create: Create = (env) => {
  const table = createTable(env);
  const requests = createRequests(table);
  const renewalTickets = createRenewalTickets(table);
  const opsCenter = createOpsCenter(env);
  const consoleUrl = requireVariable(env, 'CONSOLE_URL');
  return step('EscalateRenewal', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const { renewal, siteId } = request;
    const severity = renewal && dueSeverity(renewal.notAfter, now);
    if (!renewal || !severity || severity === renewal.severity) return { ticketId: renewal?.ticketId ?? null };
    const item = renewalTicket({ request, renewal, severity, now, consoleUrl });
    const known = await ticketOf(renewal, now);
    const ticketId = known?.ticketId ?? (await opsCenter.open(item, siteId));
    // One that a person has set to Resolved says so to nobody: it is open again.
    if (known) await opsCenter.update(ticketId, item, known.isResolved ? 'Open' : undefined);
    const kept = await renewalTickets.find(ticketId);
    await renewalTickets.keep({
      ...{
        ticketId,
        siteId,
        requestId,
        notAfter: renewal.notAfter,
        severity,
        openedAt: kept?.openedAt ?? now.toISOString(),
      },
      escalatedAt: kept && kept.severity !== severity ? now.toISOString() : (kept?.escalatedAt ?? null),
      outcome: null,
      closedAt: null,
    });
    await requests.change(requestId, ({ renewal: present }) => ({
      type: 'RenewalEscalated',
      at: now.toISOString(),
      by: 'service',
      text: `Our on-call has the ticket ${ticketId} (severity ${severity}): the renewal comes to nothing so far.`,
      ...(present && { set: { renewal: { ...present, ticketId, severity } } }),
    }));
    return { ticketId };
  });

  /** Undefined where it has none, or a person has deleted it: then on-call's list lets go of it. */
  async function ticketOf(
    { ticketId }: Renewal,
    now: Date,
  ): Promise<{ ticketId: string; isResolved: boolean } | undefined> {
    if (ticketId === null) return undefined;
    const found = await opsCenter.read(ticketId);
    if (found) return { ticketId, isResolved: found.status === 'Resolved' };
    const kept = await renewalTickets.find(ticketId);
    if (kept) await renewalTickets.keep({ ...kept, outcome: 'withdrawn', closedAt: now.toISOString() });
    return undefined;
  }
};
