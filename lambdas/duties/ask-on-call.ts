/** Opens the ticket of an end that our on-call has to look into; once, for OpsCenter names the open one to whoever opens it again. */
import { type EndingCase, endingTicket } from '../../core/ending-ticket.ts';
import type { OpsCenter } from '../clients/ops-center.ts';

/** Its id; undefined where on-call has nothing to do. */
export async function askOnCall(opsCenter: OpsCenter, ending: EndingCase): Promise<string | undefined> {
  const item = endingTicket(ending);
  return item && opsCenter.open(item, ending.request.siteId);
}
