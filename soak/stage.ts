/**
 * The scene of one run: a product in memory with one to three sites, and what people of that world can reach. A call that is
 * refused is an answer like another; what must never be answered is kept as a breach.
 */
import type { CertificateRequest } from '../core/request.ts';
import { isOver } from '../core/status.ts';
import { startProduct } from '../local/product.ts';
import { DATA_CENTERS, PREFIX } from '../local/scenery.ts';
import { breaches } from './invariants.ts';
import { look, type Seen } from './seen.ts';
import { tryAgainAtOnce } from './trying-again.ts';

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
  tryAgainAtOnce();
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

  let judged: Seen | undefined;

  /** What is as it was when it was judged is not judged again. */
  function judge(when: 'always' | 'settled' = 'always'): void {
    const seen = look(product);
    if (seen === judged && when === 'always') return;
    judged = seen;
    for (const breach of breaches(seen, when)) broken.add(`${when === 'settled' ? 'at the end: ' : ''}${breach}`);
  }

  /** Time passes, until it is enough, and after everything that happens on the way the world is judged. */
  async function pass(ms: number, isEnough: () => boolean = () => false): Promise<void> {
    const until = new Date(clock.now().getTime() + ms);
    await clock.quiet().catch(undelivered);
    for (let next = clock.next(); next && next.due <= until; next = clock.next()) {
      await clock.jump().catch(undelivered);
      judge();
      if (isEnough()) return;
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

  /** The newest first. */
  function requestsOf(siteId: string): CertificateRequest[] {
    const order = ({ createdAt, requestId }: CertificateRequest) => `${createdAt} ${requestId}`;
    return look(product)
      .requests.filter((one) => one.siteId === siteId)
      .sort((a, b) => (order(a) < order(b) ? 1 : -1));
  }

  const isNew = look(product).sites.every(({ siteId }) => siteId !== sites[0]?.siteId);
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
    latest: ({ siteId }: SoakSite): CertificateRequest | undefined => requestsOf(siteId)[0],

    /** What is on its way, and what serves. */
    open: ({ siteId }: SoakSite): CertificateRequest[] => requestsOf(siteId).filter((one) => !isOver(one)),

    /** The record set's only value, as it stands. */
    recordAt(name: string, type: 'CNAME' | 'TXT'): string | undefined {
      const zone = product.zones.zoneOf(name)?.name ?? '';
      return product.zones.node(zone, name)?.sets[type]?.values[0];
    },

    putRecord(name: string, type: 'CNAME' | 'TXT', value: string | undefined): void {
      const zone = product.zones.zoneOf(name)?.name ?? '';
      if (value === undefined) product.zones.remove(zone, name, type);
      else product.zones.put(zone, { name, type, ttl: 300, values: [value] });
    },
  };
}

export const aliasOf = (domain: string): string => `${PREFIX}.${domain}`;
