/** Grants wishes to mail approvers again: one a second for the whole account, under one lease, in the order of their planned seconds. */
import { awaitsClick } from '../../core/condition.ts';
import { ServiceError } from '../../core/errors.ts';
import { mayBeMailed } from '../../core/request.ts';
import type { Acm } from '../clients/acm.ts';
import { isAwsError, messageOf } from '../clients/aws.ts';
import type { Leases } from '../records/leases.ts';
import type { Requests } from '../records/requests.ts';
import { type Resend, type Resends, SPACING_MS } from '../records/resends.ts';
import type { Machine } from '../runtime.ts';

export interface ResendTools {
  acm: Acm;
  requests: Requests;
  resends: Resends;
  leases: Leases;
  machine: Machine;
}

/** Watches that run at one moment are a few at most: two alike once in 10^12 pairs. */
const HOLDER_DIGITS = 10;

/**
 * Grants of those that wait what is due within `endMs` of the function's beginning, and no more than there is time for; the others wait on.
 * Another watch that holds the lease is doing it: then nothing. `elapsed`: milliseconds since that beginning.
 */
export async function grantResends(
  tools: ResendTools,
  waiting: readonly Resend[],
  now: Date,
  elapsed: () => number,
  endMs: number,
): Promise<void> {
  const { leases, machine, resends } = tools;
  const end = new Date(now.getTime() + endMs).toISOString();
  const due = waiting.filter(({ dueAt }) => dueAt <= end);
  if (due.length === 0 || elapsed() >= endMs) return;
  // Two events of one second are two watches.
  await leases.holding('resend', `watch-${machine.randomHex(HOLDER_DIGITS)}`, machine.now(), async () => {
    const troubles: unknown[] = [];
    let free = elapsed();
    for (const resend of due) {
      if (Math.max(free, elapsed()) >= endMs) break;
      if (!(await resends.isWaiting(resend))) continue; // whoever held the lease before has granted it
      if (elapsed() < free) await machine.pause(free - elapsed());
      free = elapsed() + SPACING_MS;
      await grant(tools, resend, new Date(now.getTime() + elapsed())).catch((error: unknown) => {
        // What AWS does not take now it would not take of the next one either.
        if (isAwsError(error, 'AwsThrottled') || isAwsError(error, 'AwsUnavailable')) throw error;
        troubles.push(error);
      });
    }
    if (troubles.length > 0) throw troubles[0];
  });
}

async function grant({ acm, requests, resends }: ResendTools, resend: Resend, now: Date): Promise<void> {
  const { requestId, alias } = resend;
  const request = await requests.require(requestId);
  const approval = request.conditions[alias]?.approval;
  const validationDomain = request.conditions[alias]?.mail?.facts.validationDomain;
  const isWanted = mayBeMailed(request) && awaitsClick(approval);
  if (!request.certificateArn || !isWanted || !validationDomain) return resends.drop(resend);
  const refused = await refusalOf(acm.resend(request.certificateArn, alias, validationDomain));
  if (refused) await resends.drop(resend);
  else await resends.sent(resend, now);
  await requests.change(requestId, () => ({
    type: refused ? 'ResendRefused' : 'MailResent',
    at: now.toISOString(),
    by: 'service',
    text: refused
      ? `AWS did not send the approval mail for ${alias} again: ${refused}`
      : `The approval mail for ${alias} was sent again to the mailboxes of ${validationDomain}.`,
  }));
}

/** ACM's words where it refuses this one for good; throttling and outages are thrown, the wish and those after it wait. */
async function refusalOf(call: Promise<void>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    return messageOf(error);
  }
}
