/**
 * Notices: which events of a request are told outside, on the bus and to the site's webhook, and as what. The rule kept here:
 * a notice says how the request stands after its event and never what was found about whom; whoever wants more asks the API.
 */
import type { Actor } from './actor.ts';
import type { CertificateRequest, RequestEvent } from './request.ts';
import type { Status } from './status.ts';
import { OUR_SOURCE } from './topology.ts';

/** As the payload of a webhook names them; the first that fits. */
export const NOTICE_TYPES = [
  'certificate.requested',
  'certificate.status_changed',
  'certificate.actor_changed',
  'certificate.deadline_changed',
] as const;
export type NoticeType = (typeof NOTICE_TYPES)[number];

/** The event on the bus, whatever its type: for rules of others. `detail` is the notice, and whose it is (`deployment`). */
export const NOTICE_EVENT = { source: OUR_SOURCE, detailType: 'Certificate Status Changed' } as const;

export interface Notice {
  type: NoticeType;
  siteId: string;
  requestId: string;
  /** Of the event, and so of the notice: with the request's id, by this one tells what one has had already. */
  seq: number;
  /** World time of the event. RFC 3339, as all times here. */
  at: string;
  status: Status;
  /** Null with the first. */
  previousStatus: Status | null;
  waitingOn: Actor;
  since: string;
  deadline: string | null;
  /** End of the certificate's validity. */
  notAfter: string | null;
  /** How many names the request has. */
  aliases: number;
}

/** The notice of an event; undefined where nothing changes that others wait for. */
export function noticeOf(
  before: CertificateRequest,
  event: RequestEvent,
  after: CertificateRequest,
): Notice | undefined {
  const type = typeOf(before, after);
  if (!type) return undefined;
  const { siteId, requestId, status, waitingOn, since, deadline, notAfter, aliases } = after;
  return {
    type,
    siteId,
    requestId,
    seq: event.seq,
    at: event.at,
    status,
    previousStatus: before.seq === 0 ? null : before.status,
    waitingOn,
    since,
    deadline,
    notAfter,
    aliases: aliases.length,
  };
}

function typeOf(before: CertificateRequest, after: CertificateRequest): NoticeType | undefined {
  if (before.seq === 0) return 'certificate.requested';
  if (after.status !== before.status) return 'certificate.status_changed';
  const [was, is] = [awaited(before), awaited(after)];
  if (is.person !== was.person) return 'certificate.actor_changed';
  if (is.deadline !== was.deadline || after.notAfter !== before.notAfter) return 'certificate.deadline_changed';
  return undefined;
}

/** Whether AWS is at work or we are is nobody's concern outside, nor how long either may take. */
function awaited({ waitingOn, deadline }: CertificateRequest): { person: Actor | null; deadline: string | null } {
  const isPerson = waitingOn !== 'nobody' && waitingOn !== 'AWS';
  return { person: isPerson ? waitingOn : null, deadline: isPerson ? deadline : null };
}
