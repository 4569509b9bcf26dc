/** What CloudFront lists, page by page. */
import type * as sdk from '@aws-sdk/client-cloudfront';
import { type StoredDistribution, summarise } from './distributions.ts';

const MOST_LISTED = 100;

interface Wanted {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export function distributionList(own: StoredDistribution[], wanted: Wanted): sdk.DistributionList {
  const { items, next } = pageOf(own, (one) => one.id, wanted);
  return {
    Marker: wanted.Marker ?? '',
    MaxItems: wanted.MaxItems ?? MOST_LISTED,
    IsTruncated: next !== undefined,
    Quantity: items.length,
    ...(next && { NextMarker: next }),
    ...(items.length > 0 && { Items: items.map(summarise) }),
  };
}

export function conflictList(found: sdk.DomainConflict[], wanted: Wanted): sdk.ListDomainConflictsResult {
  const { items, next } = pageOf(found, (one) => `${one.ResourceId} ${one.Domain}`, wanted);
  return { DomainConflicts: items, ...(next && { NextMarker: next }) };
}

/** The page after `Marker`, which names the last item of the page before. */
function pageOf<T>(all: T[], key: (one: T) => string, { Marker, MaxItems }: Wanted): { items: T[]; next?: string } {
  const start = Marker ? all.findIndex((one) => key(one) === Marker) + 1 : 0;
  const items = all.slice(start, start + (MaxItems ?? MOST_LISTED));
  const last = items.at(-1);
  return last && start + items.length < all.length ? { items, next: key(last) } : { items };
}
