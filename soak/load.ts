/**
 * So many sites generate at one instant. All arrive, none is starved or stands still, and the simulator has never been asked
 * faster than AWS takes it; what it refused as too fast is counted.
 */
import { ACCOUNT_QUOTAS, QUOTAS } from '../core/quota-plan.ts';
import type { RequestView } from '../core/view.ts';
import { approve } from '../local/people.ts';
import { startProduct } from '../local/product.ts';
import { DATA_CENTERS, PREFIX } from '../local/scenery.ts';
import { OUR_ACCOUNT } from '../local/world.ts';
import { MOST_REQUESTED_A_SECOND, mostWithin, WRITES_A_SPAN } from './invariants.ts';

export interface Load {
  sites: number;
  ready: number;
  /** Of a request that stood still by a technical failure on the way. */
  failed: string[];
  certificatesASecond: number;
  writesASpan: number;
  /** From generating to READY, in hours of world time. */
  firstHours: number;
  lastHours: number;
}

const BEGINS = new Date('2026-11-21T09:00:00Z');
const HOUR_MS = 3_600_000;
/** CloudFront takes a write in two seconds: registering is spread by whoever registers. */
const BETWEEN_SITES_MS = 3000;
/** A day of CloudFront's writes is 43,200: more than any load here needs. */
const LONGEST_HOURS = 48;

type Product = Awaited<ReturnType<typeof startProduct>>;

export async function load(count: number): Promise<Load> {
  const product = await startProduct({ start: BEGINS, seed: 'load', deterministic: true });
  try {
    for (const { code } of Object.values({ ...QUOTAS, ...ACCOUNT_QUOTAS }))
      product.quotas.set(OUR_ACCOUNT, code, Math.max(count + 10, 100));
    const sites = Array.from({ length: count }, (_, index) => `site-${index + 1}`);
    for (const siteId of sites) await register(product, siteId);
    const began = product.world.clock.now();
    const requests = await Promise.all(sites.map((siteId) => generate(product, siteId)));
    return { ...(await travel(product, requests, began)), sites: count, ...ratesOf(product) };
  } finally {
    await product.stop();
  }
}

export const isMet = ({ sites, ready, failed, certificatesASecond, writesASpan }: Load): boolean =>
  ready === sites &&
  failed.length === 0 &&
  certificatesASecond <= MOST_REQUESTED_A_SECOND &&
  writesASpan <= WRITES_A_SPAN.most;

const domainOf = (siteId: string) => `${siteId}.example.com`;

async function register({ call, world, zones }: Product, siteId: string): Promise<void> {
  const trustedSiteUrls = [`https://${domainOf(siteId)}`];
  const site = { name: siteId, apiKey: `3_${siteId}`, partnerId: 'load', dataCenter: 'us1', trustedSiteUrls };
  await call('PUT', `/sites/${siteId}`, { ...site, contacts: [] });
  const values = [`${siteId}.sslproxy.${DATA_CENTERS.us1.host}`];
  zones.put('example.com', { name: `${PREFIX}.${domainOf(siteId)}`, type: 'CNAME', ttl: 300, values });
  await world.clock.jumpTo(new Date(world.clock.now().getTime() + BETWEEN_SITES_MS));
}

function generate({ call }: Product, siteId: string): Promise<RequestView> {
  return call('POST', `/sites/${siteId}/certificates`, { prefix: PREFIX, onFindings: 'wait', method: 'EMAIL' });
}

/** Mails are approved within the hour in which they arrive. */
async function travel(product: Product, requests: readonly RequestView[], began: Date) {
  const { clock } = product.world;
  const readyAfter: number[] = [];
  const failed: string[] = [];
  let open = [...requests];
  const approved = new Set<string>();
  for (let hour = 0; hour < LONGEST_HOURS && open.length > 0; hour++) {
    await clock.jumpTo(new Date(clock.now().getTime() + HOUR_MS));
    const still: RequestView[] = [];
    for (const { siteId, requestId } of open) {
      const latest = await product.call<RequestView>('GET', `/sites/${siteId}/certificates/${requestId}`);
      if (latest.failing || latest.failure)
        failed.push(`${siteId}: ${latest.failing?.error ?? latest.failure?.reason}`);
      else if (latest.status === 'READY') readyAfter.push(Date.parse(latest.since) - began.getTime());
      else still.push(latest);
      if (latest.step === 'AwaitValidation' && !approved.has(siteId)) {
        approved.add(siteId);
        await approve(product, `${PREFIX}.${domainOf(siteId)}`);
      }
    }
    open = still;
  }
  const hours = readyAfter.map((ms) => ms / HOUR_MS);
  return { ready: readyAfter.length, failed, firstHours: Math.min(...hours), lastHours: Math.max(...hours) };
}

function ratesOf({ world }: Product) {
  const times = (name: string) =>
    world.mutations.filter(({ operation }) => operation === name).map(({ at }) => Date.parse(at));
  return {
    certificatesASecond: mostWithin(1, times('RequestCertificate')),
    writesASpan: mostWithin(WRITES_A_SPAN.seconds, times('UpdateDistribution')),
  };
}
