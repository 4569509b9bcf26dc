/** Grants wishes to mail approvers again: one a second for the whole account, under one lease, in the order of their planned seconds. */
import type { Acm } from '../clients/acm.ts';
import type { Leases } from '../records/leases.ts';
import type { Requests } from '../records/requests.ts';
import { type Resend, type Resends, SPACING_MS } from '../records/resends.ts';
import type { Machine } from '../runtime.ts';

/** A tick grants what is due within it: 50 seconds leave ten of the function's sixty for everything else. */
const WINDOW_MS = 50_000;

export interface Granting {
  acm: Acm;
  requests: Requests;
  resends: Resends;
  leases: Leases;
  machine: Machine;
}

/** Grants until the window's end. Another watch that holds the lease is doing it: then nothing. */
export async function grantResends(granting: Granting, now: Date): Promise<void> {
  const { resends, leases, machine } = granting;
  const due = await resends.due(new Date(now.getTime() + WINDOW_MS));
  if (due.length === 0) return;
  await leases.holding('resend', `watch-${now.toISOString()}`, now, async () => {
    for (const [index, resend] of due.entries()) {
      if (index > 0) await machine.pause(SPACING_MS);
      await grant(granting, resend, new Date(now.getTime() + index * SPACING_MS));
    }
  });
}

async function grant({ acm, requests, resends }: Granting, resend: Resend, now: Date): Promise<void> {
  const { requestId, alias } = resend;
  const request = await requests.require(requestId);
  const approval = request.conditions[alias]?.approval;
  const validationDomain = request.conditions[alias]?.mail?.facts.validationDomain;
  if (!request.certificateArn || approval?.reason !== 'ApprovalPending' || !validationDomain)
    return resends.drop(resend);
  await acm.resend(request.certificateArn, alias, validationDomain);
  await resends.sent(resend, now);
  await requests.change(requestId, () => ({
    type: 'MailResent',
    at: now.toISOString(),
    by: 'service',
    text: `The approval mail for ${alias} was sent again to the mailboxes of ${validationDomain}.`,
  }));
}
