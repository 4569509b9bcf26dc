/** Sites of the benches and their journeys: nothing is right at first, then people do what they are asked, at once. */
import { QUOTAS } from '../core/quota-plan.ts';
import type { RequestView } from '../core/view.ts';
import { approve, mendRecord } from '../local/people.ts';
import type { Product } from '../local/product.ts';
import { PREFIX } from '../local/scenery.ts';
import { OUR_ACCOUNT } from '../local/world.ts';

/** World time in which benches begin: what falls together with what must not depend on the hour of a run. */
export const BEGINS = new Date('2026-11-21T09:00:00Z');
/** Longer than any wait on the way; reaching it means that something is stuck. */
const LIMIT_MS = 10 * 86_400_000;
/** How often people look whether they have to do something. */
const LOOKED_MS = 15 * 60_000;

export interface Traveller {
  siteId: string;
  domains: readonly string[];
  requestId: string;
}

/** Registers a site with so many domains that nobody else has, and asks for its certificate. Not one record is there yet. */
export async function depart({ call, quotas }: Product, siteId: string, aliases: number): Promise<Traveller> {
  quotas.set(OUR_ACCOUNT, QUOTAS.namesPerCertificate.code, 100);
  const domains = Array.from({ length: aliases }, (_, index) => `${siteId}-${index + 1}.example.com`);
  const site = { name: siteId, apiKey: `3_${siteId}`, partnerId: 'bench', dataCenter: 'us1', contacts: [] };
  await call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: domains.map((domain) => `https://${domain}`) });
  const wish = { prefix: PREFIX, onFindings: 'wait', method: 'EMAIL' };
  const { requestId } = await call<RequestView>('POST', `/sites/${siteId}/certificates`, wish);
  return { siteId, domains, requestId };
}

export function read({ call }: Product, { siteId, requestId }: Traveller): Promise<RequestView> {
  return call('GET', `/sites/${siteId}/certificates/${requestId}`);
}

/** Time passes until that holds. */
export async function until({ world: { clock } }: Product, holds: () => Promise<boolean>): Promise<void> {
  const limit = clock.now().getTime() + LIMIT_MS;
  while (!(await holds())) {
    if (clock.now().getTime() > limit) throw new Error(`not reached by ${clock.now().toISOString()}`);
    await clock.jumpTo(new Date(clock.now().getTime() + LOOKED_MS));
  }
}

/** Jumps from event to event until the request is so: not a moment passes after that. */
export function reachJust(on: Product, traveller: Traveller, there: (request: RequestView) => boolean): Promise<void> {
  const { clock } = on.world;
  return clock.jumpUntil(async () => there(await read(on, traveller)), new Date(clock.now().getTime() + LIMIT_MS));
}

/** Time passes until the request is so. */
export function reach(on: Product, traveller: Traveller, there: (request: RequestView) => boolean): Promise<void> {
  return until(on, async () => there(await read(on, traveller)));
}

export const isAt = (step: string) => (request: RequestView) => request.step === step;

/** All records are written once they are missed, all mails approved once they are there. */
export async function travelToApproval(on: Product, traveller: Traveller): Promise<void> {
  await reach(on, traveller, isAt('AwaitPreflightFix'));
  for (const domain of traveller.domains) mendRecord(on, domain, traveller.siteId);
  await reach(on, traveller, isAt('AwaitValidation'));
  for (const domain of traveller.domains) await approve(on, `${PREFIX}.${domain}`);
}

/** From no record at all to READY, with one wait for the DNS. */
export async function travel(on: Product, siteId: string, aliases: number): Promise<Traveller> {
  const traveller = await depart(on, siteId, aliases);
  await travelToApproval(on, traveller);
  await reach(on, traveller, ({ status }) => status === 'READY');
  return traveller;
}
