/**
 * The ticket of an end that our on-call has to look into, because the customer was told that we do. It is opened before anybody
 * reads those words, one for a site and a kind of end as long as it is open; on-call walks `runbooks/ended-for-on-call.md` and closes it.
 */
import type { Actor } from './actor.ts';
import { ENDINGS } from './endings.ts';
import { MIGRATION_ENDINGS, type MigrationEnd } from './migration.ts';
import type { CertificateRequest, EndReason } from './request.ts';
import { withTimes } from './text.ts';
import { cut, hidden, searchable, type TicketItem } from './ticket-item.ts';

/** With all else the description keeps within its limit. */
const MESSAGE_LENGTH = 1000;

export interface EndingCase {
  request: Pick<CertificateRequest, 'siteId' | 'requestId' | 'certificateArn'>;
  reason: EndReason | MigrationEnd;
  /** What the customer reads. */
  message: string;
  /** Origin of the console, for the link. */
  consoleUrl: string;
}

/** What on-call has to do; undefined where the end is nothing to on-call. */
export function taskAtEnd(reason: EndReason | MigrationEnd): string | undefined {
  const row: { actor: Actor; onCall?: string } = { ...ENDINGS, ...MIGRATION_ENDINGS }[reason];
  return row.onCall;
}

/** Undefined where on-call has nothing to do. */
export function endingTicket({ request, reason, message, consoleUrl }: EndingCase): TicketItem | undefined {
  const { siteId, requestId, certificateArn } = request;
  const task = taskAtEnd(reason);
  if (task === undefined) return undefined;
  const runbook = 'runbooks/ended-for-on-call.md';
  return {
    title: `A matter of site ${siteId} has ended as ${reason}: on-call looks into it`,
    description: withTimes(
      [
        `Request \`${requestId}\`. The customer reads: "${cut(message, MESSAGE_LENGTH)}"`,
        `**Now:** ${task}`,
        `The runbook: \`${runbook}\`. Close the ticket when the site's contacts have heard from you.`,
      ].join('\n\n'),
    ),
    severity: '3',
    data: {
      '/aws/dedup': searchable(JSON.stringify({ dedupString: `ending:${siteId}:${reason}` })),
      ...(certificateArn ? { '/aws/resources': searchable(JSON.stringify([{ arn: certificateArn }])) } : {}),
      siteId: searchable(siteId),
      request: hidden(requestId),
      runbook: hidden(runbook),
      console: hidden(`${consoleUrl}/#/sites/${siteId}/requests/${requestId}`),
    },
  };
}
