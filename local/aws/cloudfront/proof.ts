/**
 * The TXT record by which an owner of a name shows CloudFront that a distribution may have it. CloudFront asks through a caching
 * resolver of its own: where there was nothing once, it sees nothing for the zone's negative TTL (a quarter of an hour, mostly).
 */
import { getDomain } from 'tldts';
import { createResolver, type Resolution, resolve } from '../../dns/resolver.ts';
import type { Zones } from '../../dns/zones.ts';
import type { World } from '../../world.ts';

export interface Proof {
  /** Whether CloudFront sees a TXT of the name that holds this domain name of a distribution. What it sees, it remembers. */
  seen(alias: string, domainName: string): boolean;
  /** The same, asked afresh by a person. */
  published(alias: string, domainName: string): boolean;
}

export function createProof(world: World, zones: Zones): Proof {
  const recursor = createResolver(world, zones, 'cloudfront');
  const query = { type: 'TXT', recursionDesired: true, checkingDisabled: false, wantsAuthentic: false };
  return {
    seen: (alias, domainName) => says(recursor({ ...query, name: proofName(alias) }), domainName),
    published: (alias, domainName) => says(resolve(zones, proofName(alias), 'TXT'), domainName),
  };
}

/** `_www.example.com`; of a registrable domain `_.example.com` (alternate-domain-names-move-create-target.html). */
function proofName(alias: string): string {
  return getDomain(alias) === alias ? `_.${alias}` : `_${alias}`;
}

function says({ answers }: Pick<Resolution, 'answers'>, domainName: string): boolean {
  const texts = answers.filter(({ type }) => type === 'TXT').flatMap(({ values }) => values);
  return texts.some((text) => text.replace(/^"(.*)"$/, '$1').toLowerCase() === domainName);
}
