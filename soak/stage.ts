/**
 * The scene of one run: a product in memory with one to three sites, and what people of that world can reach. A call that is
 * refused is an answer like another; what must never be answered is kept as a breach.
 */
import { isOver } from '../core/request.ts';
import type { RequestView } from '../core/view.ts';
import { startProduct } from '../local/product.ts';
import { DATA_CENTERS, PREFIX } from '../local/scenery.ts';
import { breaches } from './invariants.ts';
import { look } from './seen.ts';

export interface SoakSite {
  siteId: string;
  /** Its own two, and one that all sites of the world have. */
  domains: readonly string[];
}

const BEGINS = new Date('2026-11-21T09:00:00Z');
const SHARED = 'shared.example.net';
/** CloudFront takes a write in two seconds, and three at once. */
const BETWEEN_SITES_MS = 10_000;

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(seed: string, count: number, folder?: string, start = BEGINS) {
  const product = await startProduct({ start, seed, deterministic: true, ...(folder && { folder }) });
  const { clock } = product.world;
  const broken = new Set<string>();
  const sites = Array.from({ length: count }, (_, index): SoakSite => {
    const siteId = `site-${index + 1}`;
    return { siteId, domains: [`${siteId}.example.com`, `${siteId}.example.org`, SHARED] };
  });

  /** The answer; undefined when it was refused. */
  async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer | undefined> {
    try {
      return await product.call<Answer>(method, path, body);
    } catch (error) {
      const { code } = (error as { problem?: { code?: string } }).problem ?? {};
      if (code === 'InternalError') broken.add(`an error without a name is answered to ${method} ${path}`);
      return undefined;
    }
  }

  async function judge(when: 'always' | 'settled' = 'always'): Promise<void> {
    for (const breach of breaches(await look(product), when))
      broken.add(`${when === 'settled' ? 'at the end: ' : ''}${breach}`);
  }

  /** Time passes, and after everything that happens on the way the world is judged. */
  async function pass(ms: number): Promise<void> {
    const until = new Date(clock.now().getTime() + ms);
    await clock.quiet().catch(undelivered);
    for (let next = clock.next(); next && next.due <= until; next = clock.next()) {
      await clock.jump().catch(undelivered);
      await judge();
    }
    await clock.jumpTo(until).catch(undelivered);
  }

  /** An event that a function has refused three times is lost, as a dead letter is: nobody may depend on it. */
  function undelivered(): void {}

  async function register({ siteId, domains }: SoakSite): Promise<void> {
    await ask('PUT', `/sites/${siteId}`, {
      name: siteId,
      apiKey: `3_${siteId}`,
      partnerId: 'soak',
      dataCenter: 'us1',
      trustedSiteUrls: domains.map((domain) => `https://${domain}`),
      contacts: [`it@${domains[0]}`],
    });
  }

  const isNew = (await look(product)).sites.every(({ siteId }) => siteId !== sites[0]?.siteId);
  for (const { siteId, domains } of isNew ? sites : []) {
    await register({ siteId, domains: domains.slice(0, 2) });
    await pass(BETWEEN_SITES_MS);
  }

  return {
    ...product,
    sites,
    /** Begun, and not gone on with. */
    isNew,
    broken,
    ask,
    judge,
    pass,
    register,
    siteOf: (index: number): SoakSite => sites[index % sites.length] ?? { siteId: '', domains: [] },
    targetOf: ({ siteId }: SoakSite): string => `${siteId}.sslproxy.${DATA_CENTERS.us1.host}`,

    /** The newest request of the site. */
    async latest({ siteId }: SoakSite): Promise<RequestView | undefined> {
      const listed = await ask<{ certificates: RequestView[] }>('GET', `/sites/${siteId}/certificates`);
      const newest = listed?.certificates[0];
      return newest && ask<RequestView>('GET', `/sites/${siteId}/certificates/${newest.requestId}`);
    },

    /** What is on its way, and what serves. */
    async open({ siteId }: SoakSite): Promise<RequestView[]> {
      const listed = await ask<{ certificates: RequestView[] }>('GET', `/sites/${siteId}/certificates`);
      const open = listed?.certificates.filter((one) => !isOver(one)) ?? [];
      const path = (requestId: string) => `/sites/${siteId}/certificates/${requestId}`;
      const read = await Promise.all(open.map(({ requestId }) => ask<RequestView>('GET', path(requestId))));
      return read.filter((one) => one !== undefined);
    },

    putRecord(name: string, type: 'CNAME' | 'TXT', value: string | undefined): void {
      const zone = product.zones.zoneOf(name)?.name ?? '';
      if (value === undefined) product.zones.remove(zone, name, type);
      else product.zones.put(zone, { name, type, ttl: 300, values: [value] });
    },
  };
}

export const aliasOf = (domain: string): string => `${PREFIX}.${domain}`;
