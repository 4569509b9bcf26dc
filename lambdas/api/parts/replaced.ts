/** What a new certificate would make of what the site serves now. What serves is CloudFront's word: every alias on the distribution. */
import { ServiceError } from '../../../core/errors.ts';
import { type Change, changeOf, inPlaceOf } from '../../../core/replacement.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import type { Site } from '../../../core/site.ts';
import { few, list } from '../../../core/text.ts';
import { invalidField } from '../input.ts';
import type { Tools } from '../operation.ts';

export interface Replaced extends Change {
  /** The request whose certificate serves, or did until it ended. */
  replaces: string | null;
}

export async function replacedBy(
  { cloudFront, requests }: Tools,
  { siteId, distribution }: Site,
  aliases: readonly string[],
  /** Of the site, where they have been read. */
  known?: readonly CertificateRequest[],
): Promise<Replaced> {
  const [served, all] = await Promise.all([
    distribution ? cloudFront.served(distribution.id) : { aliases: [] },
    known ?? requests.list(siteId),
  ]);
  return { ...changeOf(served.aliases, aliases), replaces: inPlaceOf(all)?.requestId ?? null };
}

/** Throws where a name would go off the air that is not consented to by name, and where the consent contradicts the wish. */
export function refuseOffAir(
  removed: readonly string[],
  consented: readonly string[],
  aliases: readonly string[],
): void {
  const both = consented.filter((alias) => aliases.includes(alias));
  if (both.length > 0) throw invalidField('offAir', `names ${few(both)}, which the new certificate covers`);
  const names = removed.filter((alias) => !consented.includes(alias));
  if (names.length > 0) throw new ServiceError('OffAirWithoutConsent', { names: list(names) }, { details: { names } });
}
