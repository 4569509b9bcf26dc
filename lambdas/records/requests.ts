/**
 * Certificate requests in the table: a snapshot item and one item per event, always written together. The snapshot is the
 * fold of the events; evidence is one item per alias and event, written before the event that speaks of it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { MigrationRow } from '../../core/api/answers-migration.ts';
import { ServiceError } from '../../core/errors.ts';
import { campaignRow, campaignSortKey } from '../../core/migration.ts';
import { noticeOf } from '../../core/notice.ts';
import { apply, type CertificateRequest, type Happening, news, type RequestEvent } from '../../core/request.ts';
import { isOver, isRunning, isServing } from '../../core/status.ts';
import { TABLE } from '../../core/topology.ts';
import { type WorkflowState, workflowSortKey, workflowStateAt, workflowsFrom } from '../../core/workflow.ts';
import { type Item, type Key, NOT_THERE, type Table, type TransactWrite } from '../clients/table.ts';
import { untilAsRead } from './as-read.ts';
import { beginItem, type OwedLetter, owedItem } from './errands.ts';
import { noticeItem } from './notices.ts';
import { pack, unpack } from './packing.ts';
import { type Part, part } from './part.ts';
import { renewalGone, renewalWrites } from './renewals.ts';

function requestKey(requestId: string): Key {
  return { pk: `REQUEST#${requestId}`, sk: 'REQUEST' };
}

/** Held by the one request of a site that is on its way; deleted with the event that ends it. */
function runningKey(siteId: string): Key {
  return { pk: `SITE#${siteId}`, sk: 'RUNNING#provision' };
}

function certificateKey(certificateArn: string): Key {
  return { pk: `CERTIFICATE#${certificateArn}`, sk: 'CERTIFICATE' };
}

/** It is no longer on its way, or no longer serves: what it held meanwhile goes. */
function settles(before: CertificateRequest, after: CertificateRequest): boolean {
  return (isRunning(before) && !isRunning(after)) || (isServing(before) && !isServing(after));
}

/** What a change comes to, before it is written. */
interface Draft {
  after: CertificateRequest;
  writes: TransactWrite[];
}

/** With what goes where the request settles: the place of the running one, the row of its renewal. */
function withoutHeld(before: CertificateRequest, { after, writes }: Draft): Draft {
  const place = isRunning(before) && !isRunning(after) ? [{ delete: runningKey(after.siteId) }] : [];
  return { after, writes: [...writes, ...place, ...renewalGone(before, after)] };
}

/** Of the list of a site's requests. */
function sortKeyOf({ createdAt, requestId }: CertificateRequest): string {
  return `REQUEST#${createdAt}#${requestId}`;
}

function snapshotItem(request: CertificateRequest): Item {
  const listing = { sitePk: `SITE#${request.siteId}`, siteSk: sortKeyOf(request) };
  const { conditions, ...fields } = request;
  return {
    ...requestKey(request.requestId),
    request: fields,
    conditions: pack(conditions),
    seq: request.seq,
    ...listing,
  };
}

function fromSnapshot({ request, conditions }: Item): CertificateRequest {
  return { ...(request as Omit<CertificateRequest, 'conditions'>), conditions: unpack(conditions) };
}

/** Zero-padded, so that events sort as they happened: a request has far fewer than 10^6. */
function eventItem(event: RequestEvent): Item {
  const { conditions, ...told } = event;
  const key = { pk: `REQUEST#${event.requestId}`, sk: `EVENT#${String(event.seq).padStart(6, '0')}` };
  return { ...key, event: told, ...(conditions ? { conditions: pack(conditions) } : {}) };
}

function fromEvent({ event, conditions }: Item): RequestEvent {
  return { ...(event as RequestEvent), ...(conditions ? { conditions: unpack(conditions) } : {}) };
}

/** Every certificate ever requested, by time: the yearly quota counts them, deleted or not. */
const CERTIFICATES = 'CERTIFICATES';
/** After a year the quota forgets them, and so may we; a day more, for clocks. */
const CERTIFICATE_KEPT_SECONDS = 366 * 24 * 3600;

function requestedItem(certificateArn: string, at: string): Item {
  const expiresAt = Math.ceil(Date.parse(at) / 1000) + CERTIFICATE_KEPT_SECONDS;
  return { pk: CERTIFICATES, sk: `${at}#${certificateArn}`, [TABLE.timeToLive]: expiresAt };
}

/** The campaign from e-mail to DNS: one item for each request that serves by e-mail, or did. */
const CAMPAIGN = 'CAMPAIGN';

/** Without its index keys it is in no list: so is that of a request that does not serve any more. */
function campaignItem({ requestId }: CertificateRequest, row: MigrationRow | undefined): Item {
  const listing = row ? { row, sitePk: CAMPAIGN, siteSk: campaignSortKey(row) } : {};
  return { pk: `REQUEST#${requestId}`, sk: CAMPAIGN, ...listing };
}

/** On-call's list: one item for each request that is on its way or of which something stands still, or was. */
const WORKFLOWS = 'WORKFLOWS';

/** A place in it. Written only where that changes, so that it says no more than whose it is. */
export interface WorkflowPlace {
  siteId: string;
  requestId: string;
  sortKey: string;
}

/** As that of the campaign: without its index keys it is in no list. */
function workflowItem({ requestId, siteId }: CertificateRequest, sortKey: string | undefined): Item {
  const listing = sortKey === undefined ? {} : { requestId, siteId, sitePk: WORKFLOWS, siteSk: sortKey };
  return { pk: `REQUEST#${requestId}`, sk: 'WORKFLOW', ...listing };
}

/** What was seen of one alias besides its findings: a handshake, the addresses or the CNAME that ACM named. */
export interface Evidence {
  alias: string;
  kind: 'addresses' | 'record' | 'serving';
  at: string;
  seen: unknown;
}

/**
 * A request by its id, or as it was read a moment ago: then it is read again only where somebody has written it since. Not for what runs
 * beside others that write it.
 */
export type RequestOrId = string | CertificateRequest;

export function createRequests(table: Table) {
  async function find(requestId: string): Promise<CertificateRequest | undefined> {
    const item = await table.get(requestKey(requestId));
    return item && fromSnapshot(item);
  }

  async function require(requestId: string, siteId = '-'): Promise<CertificateRequest> {
    const request = await find(requestId);
    if (!request || (siteId !== '-' && request.siteId !== siteId)) {
      throw new ServiceError('RequestUnknown', { requestId, siteId });
    }
    return request;
  }

  /** The writes that add one event, and what follows from it: nobody may have added one since `before` was read. */
  function eventWrites(before: CertificateRequest, event: RequestEvent, after: CertificateRequest): TransactWrite[] {
    const asRead = before.seq === 0 ? NOT_THERE : { expression: 'seq = :seq', values: { ':seq': before.seq } };
    const writes: TransactWrite[] = [
      { put: snapshotItem(after), condition: asRead },
      { put: eventItem(event), condition: NOT_THERE },
    ];
    if (after.certificateArn && after.certificateArn !== before.certificateArn) {
      writes.push({ put: { ...certificateKey(after.certificateArn), requestId: after.requestId } });
      // Who goes on with another's certificate has requested none.
      if (before.seq > 0) writes.push({ put: requestedItem(after.certificateArn, event.at) });
    }
    const notice = noticeOf(before, event, after);
    if (notice) writes.push({ put: noticeItem(notice) });
    const [row, rowBefore] = [campaignRow(after), campaignRow(before)];
    if (!isDeepStrictEqual(row, rowBefore)) writes.push({ put: campaignItem(after, row) });
    const [place, placeBefore] = [workflowSortKey(after), before.seq > 0 ? workflowSortKey(before) : undefined];
    if (place !== placeBefore) writes.push({ put: workflowItem(after, place) });
    return [...writes, ...renewalWrites(before, after)];
  }

  /** The request after what happens, and the writes that tell it; none where it tells nothing new. */
  function told(before: CertificateRequest, decided: Happening | undefined): Draft {
    const happening = decided && news(before, decided);
    if (!happening) return { after: before, writes: [] };
    const event: RequestEvent = { ...happening, requestId: before.requestId, seq: before.seq + 1 };
    const after = apply(before, event);
    return { after, writes: eventWrites(before, event, after) };
  }

  /** Writes what `draftOf` makes of the request as it is now. */
  async function add(of: RequestOrId, draftOf: (request: CertificateRequest) => Draft): Promise<CertificateRequest> {
    const requestId = typeof of === 'string' ? of : of.requestId;
    let known = typeof of === 'string' ? undefined : of;
    return untilAsRead(WRITERS, async () => {
      const before = known ?? (await require(requestId));
      known = undefined; // where it is not written now, somebody else has written it
      const { after, writes } = draftOf(before);
      return writes.length === 0 || (await table.transact(writes)) ? after : undefined;
    });
  }

  return {
    find,
    require,
    /** For a transaction of more than this request: as `settle`. */
    draft: (before: CertificateRequest, decided: Happening | undefined): Draft =>
      withoutHeld(before, told(before, decided)),

    /** Stores a new request with its first event; false when the site has one running already. */
    async open(request: CertificateRequest, happening: Happening): Promise<boolean> {
      const { requestId, siteId, createdAt } = request;
      const event: RequestEvent = { ...happening, requestId, seq: 1 };
      return table.transact([
        ...eventWrites(request, event, apply(request, event)),
        { put: { ...runningKey(siteId), requestId }, condition: NOT_THERE },
        { put: beginItem(requestId, createdAt) },
      ]);
    },

    /**
     * Adds the event that `decide` makes of the request as it is now; nothing when it tells nothing new. Deletes nothing: most functions
     * may not. Throws where the request would settle.
     */
    change: (
      of: RequestOrId,
      decide: (request: CertificateRequest) => Happening | undefined,
    ): Promise<CertificateRequest> =>
      add(of, (before) => {
        const draft = told(before, decide(before));
        const { after } = draft;
        if (settles(before, after)) throw new Error(`${after.requestId} becomes ${after.status}: that is for settle()`);
        return draft;
      }),

    /** As `change`, where the request may settle. */
    settle: (
      of: RequestOrId,
      decide: (request: CertificateRequest) => Happening | undefined,
    ): Promise<CertificateRequest> => add(of, (before) => withoutHeld(before, told(before, decide(before)))),

    /**
     * Ends a request and stores the one that goes on in its place: both, or neither, so that the site's one running request is never
     * none and never two. Nothing when an earlier run has done it. Throws ChangedMeanwhile where nobody wants that any more.
     */
    async goOnAs(requestId: string, ended: Happening, heir: CertificateRequest, begun: Happening): Promise<void> {
      await untilAsRead(WRITERS, async () => {
        const before = await require(requestId);
        if (!isRunning(before)) return true;
        if (before.replacedBy !== heir.requestId) throw new ServiceError('ChangedMeanwhile'); // canceled
        const last: RequestEvent = { ...ended, requestId, seq: before.seq + 1 };
        const first: RequestEvent = { ...begun, requestId: heir.requestId, seq: 1 };
        const running = {
          put: { ...runningKey(heir.siteId), requestId: heir.requestId },
          condition: { expression: 'requestId = :ended', values: { ':ended': requestId } },
        };
        const both = [
          ...eventWrites(before, last, apply(before, last)),
          ...eventWrites(heir, first, apply(heir, first)),
        ];
        const begin = { put: beginItem(heir.requestId, heir.createdAt) };
        return (await table.transact([...both, running, begin])) || undefined;
      });
    },

    /** A letter of the request, as it was then, that could not be sent: watch does it within an hour or two (lambdas/watch/errands.ts). */
    async owe(request: CertificateRequest, letter: Omit<OwedLetter, 'ofEnd'>, now: Date): Promise<void> {
      await table.put(owedItem(request.requestId, { ...letter, ofEnd: isOver(request) }, now));
    },

    /** Which request a certificate belongs to. */
    async ofCertificate(certificateArn: string): Promise<string | undefined> {
      return (await table.get(certificateKey(certificateArn)))?.requestId as string | undefined;
    },

    /** How many certificates were requested since then. */
    certificatesSince(time: Date): Promise<number> {
      return table.count({ partition: CERTIFICATES, from: time.toISOString() });
    },

    async runningOf(siteId: string): Promise<string | undefined> {
      return (await table.get(runningKey(siteId)))?.requestId as string | undefined;
    },

    sortKeyOf,
    /** Newest first: all, or at most `limit` from the sort key `begin` on. */
    async list(siteId: string, { begin, limit }: Part = {}): Promise<CertificateRequest[]> {
      const where = { index: 'bySite', partition: `SITE#${siteId}`, newestFirst: true } as const;
      return (await table.query({ ...where, ...part('upTo', begin, limit) })).map(fromSnapshot);
    },

    campaignSortKey,
    /** Of the campaign, the last safe day first: all, or at most `limit` from the sort key `begin` on. */
    async campaign({ begin, limit }: Part = {}): Promise<MigrationRow[]> {
      const items = await table.query({ index: 'bySite', partition: CAMPAIGN, ...part('from', begin, limit) });
      return items.map((item) => item.row as MigrationRow);
    },

    /** Of on-call's list, what stands still first: all of that state, or at most `limit` from the sort key `begin` on. */
    async workflows(state: WorkflowState | 'all', { begin, limit }: Part = {}): Promise<WorkflowPlace[]> {
      const from = part('from', workflowsFrom(state, begin), limit);
      const items = await table.query({ index: 'bySite', partition: WORKFLOWS, ...from });
      const places = items.map(({ siteId, requestId, siteSk }) => ({
        siteId: String(siteId),
        requestId: String(requestId),
        sortKey: String(siteSk),
      }));
      return places.filter(({ sortKey }) => state === 'all' || workflowStateAt(sortKey) === state);
    },

    /** Oldest first. */
    async events(requestId: string): Promise<RequestEvent[]> {
      const items = await table.query({ partition: `REQUEST#${requestId}`, beginsWith: 'EVENT#' });
      return items.map(fromEvent);
    },

    /** One item per alias, kind and time; writing the same evidence twice is writing it once. */
    addEvidence(requestId: string, evidence: readonly Evidence[]): Promise<void> {
      return table.putAll(
        evidence.map((one) => ({
          pk: `REQUEST#${requestId}`,
          sk: `EVIDENCE#${one.kind}#${one.alias}#${one.at}`,
          evidence: one,
        })),
      );
    },

    /** Of one kind, by alias and then time. */
    async evidence(requestId: string, kind: Evidence['kind']): Promise<Evidence[]> {
      const items = await table.query({ partition: `REQUEST#${requestId}`, beginsWith: `EVIDENCE#${kind}#` });
      return items.map((item) => item.evidence as Evidence);
    },
  };
}

export type Requests = ReturnType<typeof createRequests>;

/** Four parallel checks, watch and a person may write at one moment; each round lets at least one of them through. */
const WRITERS = 12;
