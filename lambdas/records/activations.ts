/**
 * Activation: the prefix in a site's settings, which browsers are told, and the request that is ACTIVE by it. Both are written in one
 * transaction, so that no crash, and nobody else's call at the same moment, leaves one without the other.
 */
import type { CertificateRequest, Happening } from '../../core/request.ts';
import type { Site } from '../../core/site.ts';
import type { Table } from '../clients/table.ts';
import { untilAsRead } from './as-read.ts';
import type { Requests } from './requests.ts';
import { type Sites, WRITERS } from './sites.ts';

export interface Activation {
  site: Site;
  /** Those that the change is about. */
  requests: readonly CertificateRequest[];
}

/** What becomes of the site, and what happens to each of the requests, if anything does. */
export interface ActivationChange {
  site: Site;
  happening(request: CertificateRequest): Happening | undefined;
}

export function createActivations(table: Table, { sites, requests }: { sites: Sites; requests: Requests }) {
  return {
    /** Changes them as they are now, and tries again when something else changed one of them at the same moment. Answers how they are then. */
    async change(
      siteId: string,
      requestIds: readonly string[],
      decide: (present: Activation) => ActivationChange,
    ): Promise<Activation> {
      return untilAsRead(WRITERS, async () => {
        // The site first: every change writes it, so that a request read after it is not older.
        const read = await sites.read(siteId);
        const before = await Promise.all(requestIds.map((requestId) => requests.require(requestId)));
        const { site, happening } = decide({ site: read.site, requests: before });
        const drafts = before.map((request) => requests.draft(request, happening(request)));
        const after = { site, requests: drafts.map((draft) => draft.after) };
        const told = drafts.flatMap(({ writes }) => writes);
        if (site === read.site && told.length === 0) return after;
        // Even where the site stays as it is: what happens to the requests follows from it.
        return (await table.transact([sites.draft(site, read), ...told])) ? after : undefined;
      });
    },
  };
}

export type Activations = ReturnType<typeof createActivations>;
