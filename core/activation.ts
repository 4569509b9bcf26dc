/** A prefix is active while browsers are told of it: it is in the site's settings, and the request that serves it is ACTIVE. */
import type { CertificateRequest, Happening } from './request.ts';
import type { Site } from './site.ts';
import { withTurn } from './turn.ts';

interface Why {
  /** Who does it: `service`, or the principal of the caller. */
  by: string;
  /** For the request's history. */
  text: string;
  now: Date;
}

/** Browsers are told the vendor's own address again. The same site where they are told it already. */
export function withoutPrefix(site: Site): Site {
  const { apiDomainPrefix, ...rest } = site;
  return apiDomainPrefix === undefined ? site : rest;
}

/** What serves goes on serving. Undefined where the request's prefix is not active. */
export function deactivated(present: CertificateRequest, { by, text, now }: Why): Happening | undefined {
  if (present.status !== 'ACTIVE') return undefined;
  return withTurn(present, { type: 'Deactivated', at: now.toISOString(), by, text, set: { status: 'READY' } });
}

/** Undefined where it is active already. */
export function activated(present: CertificateRequest, { by, text, now }: Why): Happening | undefined {
  if (present.status === 'ACTIVE') return undefined;
  return withTurn(present, { type: 'Activated', at: now.toISOString(), by, text, set: { status: 'ACTIVE' } });
}
