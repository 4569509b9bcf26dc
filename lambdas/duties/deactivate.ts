/** Takes the site's prefix out of its settings: browsers are told the vendor's own address again. What serves goes on serving. */
import type { CertificateRequest, Happening } from '../../core/request.ts';
import type { Site } from '../../core/site.ts';
import { withTurn } from '../../core/turn.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';

interface Why {
  /** Who does it: `service`, or the principal of the caller. */
  by: string;
  /** For the request's history. */
  text: string;
  now: Date;
}

export interface Deactivation extends Why {
  siteId: string;
  /** The request whose prefix is active, if one is. */
  requestId: string | undefined;
}

export async function deactivate(
  { sites, requests }: { sites: Sites; requests: Requests },
  { siteId, requestId, by, text, now }: Deactivation,
): Promise<Site> {
  const changed = await sites.change(siteId, ({ apiDomainPrefix: _, ...rest }) => rest);
  if (requestId !== undefined) {
    await requests.change(requestId, (present) => deactivated(present, { by, text, now }));
  }
  return changed;
}

/** Undefined where the request's prefix is not active. */
export function deactivated(present: CertificateRequest, { by, text, now }: Why): Happening | undefined {
  if (present.status !== 'ACTIVE') return undefined;
  return withTurn(present, { type: 'Deactivated', at: now.toISOString(), by, text, set: { status: 'READY' } });
}
