/**
 * The ticket of a renewal that comes to nothing: what OpsCenter stores, and what we keep of it for on-call's list. On-call walks
 * `runbooks/renewal-stuck.md`; it closes when the renewal ends, and in no other way.
 */
import type { TicketRow } from './api/answers-ticket.ts';
import { openNames, type Renewal, renewalDeadline } from './renewal.ts';
import { type CertificateRequest, certificateNames, validationDomainsOf } from './request.ts';
import { few, withTimes } from './text.ts';
import { cut, hidden, searchable, type TicketItem } from './ticket-item.ts';

/** As it is kept. */
export interface RenewalTicket {
  ticketId: string;
  siteId: string;
  requestId: string;
  /** End of the certificate that is to be renewed. */
  notAfter: string;
  severity: '3' | '2';
  openedAt: string;
  escalatedAt: string | null;
  /** Both null while it is open. Withdrawn: the request had ended before its renewal, or a person has deleted the item. */
  outcome: 'renewed' | 'missed' | 'withdrawn' | null;
  closedAt: string | null;
}

export function renewalTicketRow({ notAfter, ...ticket }: RenewalTicket): TicketRow {
  const isOpen = ticket.closedAt === null;
  return {
    ...ticket,
    title: titleOf(ticket.siteId, notAfter),
    kind: 'renewal',
    moveId: null,
    failing: null,
    status: isOpen ? 'open' : 'closed',
    phase: isOpen ? 'RENEWAL' : 'ENDED',
    waitingOn: isOpen ? 'vendor on-call' : 'nobody',
  };
}

function titleOf(siteId: string, notAfter: string): string {
  return `Renewal of the certificate of site ${siteId} comes to nothing: it ends on ${notAfter.slice(0, 10)}`;
}

export interface RenewalCase {
  request: CertificateRequest;
  renewal: Renewal;
  severity: '3' | '2';
  now: Date;
  /** Origin of the console, for the link. */
  consoleUrl: string;
}

/** Characters of what is the matter now, in the description: five names and their five mailboxes, unless they are of the longest. */
const NOW_LENGTH = 1000;

export function renewalTicket({ request, renewal, severity, now, consoleUrl }: RenewalCase): TicketItem {
  const { siteId, requestId, prefix, method, certificateArn } = request;
  const open = openNames(request);
  return {
    title: titleOf(siteId, renewal.notAfter),
    description: withTimes(
      [
        `The certificate of request \`${requestId}\` (prefix \`${prefix}\`, ${certificateNames(request).length} names, validated by ${method}) ends on ${renewal.notAfter}, and AWS has not renewed it. From then on browsers refuse all its names.`,
        `**Now:** ${cut(nowOf(request, renewal, open), NOW_LENGTH)} Safe until ${renewalDeadline(renewal, method, now)}.`,
        'The runbook: `runbooks/renewal-stuck.md`. The ticket closes itself when AWS has renewed the certificate, or it has ended.',
      ].join('\n\n'),
    ),
    severity,
    data: {
      '/aws/dedup': searchable(JSON.stringify({ dedupString: `renewal:${siteId}:${requestId}` })),
      ...(certificateArn ? { '/aws/resources': searchable(JSON.stringify([{ arn: certificateArn }])) } : {}),
      siteId: searchable(siteId),
      request: hidden(requestId),
      runbook: hidden('runbooks/renewal-stuck.md'),
      console: hidden(`${consoleUrl}/#/sites/${siteId}/requests/${requestId}`),
    },
  };
}

function nowOf(request: CertificateRequest, { round, trouble }: Renewal, open: readonly string[]): string {
  if (trouble) return `AWS gives the reason ${trouble}.`;
  if (open.length === 0) return 'nobody outside has to act; AWS has not done it yet.';
  return request.method === 'EMAIL'
    ? `${open.length} of ${certificateNames(request).length} names are not approved after ${round} rounds of mails to the mailboxes of ${few(validationDomainsOf(request, open))}: ${few(open)}.`
    : `the validation records of ${few(open)} are missing.`;
}
