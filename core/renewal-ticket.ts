/** The ticket of a renewal that comes to nothing: what OpsCenter stores. On-call walks `runbooks/renewal-stuck.md`. */
import { mailDomains, openNames, type Renewal, renewalDeadline } from './renewal.ts';
import type { CertificateRequest } from './request.ts';
import { few, withTimes } from './text.ts';
import type { TicketItem } from './ticket.ts';

export interface RenewalCase {
  request: CertificateRequest;
  renewal: Renewal;
  severity: '3' | '2';
  now: Date;
  /** Origin of the console, for the link. */
  consoleUrl: string;
}

/** Limits: API_CreateOpsItem, title 1,024 and description 2,048 characters; names are cut to five. */
export function renewalTicket({ request, renewal, severity, now, consoleUrl }: RenewalCase): TicketItem {
  const { siteId, requestId, prefix, aliases, method, certificateArn } = request;
  const open = openNames(request);
  return {
    title: `Renewal of the certificate of site ${siteId} comes to nothing: it ends on ${renewal.notAfter.slice(0, 10)}`,
    description: withTimes(
      [
        `The certificate of request \`${requestId}\` (prefix \`${prefix}\`, ${aliases.length} names, validated by ${method}) ends on ${renewal.notAfter}, and AWS has not renewed it. From then on browsers refuse all its names.`,
        `**Now:** ${nowOf(request, renewal, open)} Safe until ${renewalDeadline(renewal, method, now)}.`,
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
    ? `${open.length} of ${request.aliases.length} names are not approved after ${round} rounds of mails to the mailboxes of ${few(mailDomains(request, open))}: ${few(open)}.`
    : `the validation records of ${few(open)} are missing.`;
}

function searchable(value: string) {
  return { value, searchable: true };
}

function hidden(value: string) {
  return { value, searchable: false };
}
