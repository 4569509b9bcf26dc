/** Sites with many names: their records, written as they should be. */
import { mendRecord } from '../../../local/people.ts';
import type { Product } from '../../../local/product.ts';

/** The owners of all these sites' DNS have written what was asked of them. */
export function mendTrusted(product: Product, urls: readonly string[], siteId?: string): void {
  for (const url of urls) mendRecord(product, new URL(url.replace('*.', '')).hostname, siteId);
}
