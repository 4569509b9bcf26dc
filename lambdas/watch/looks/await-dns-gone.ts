/**
 * Has every name left, at all name servers of its zone and in the resolvers' caches, for an hour? A request that is on its way and an
 * ownership move that is under way end first.
 */
import { cnameTarget } from '../../../core/alias.ts';
import type { DataCenters } from '../../../core/data-center.ts';
import type { Dns } from '../../../core/dns.ts';
import { parentOf } from '../../../core/domain-name.ts';
import { isDnsGone, leadsHere, looked, namesOf, retiredSiteOf } from '../../../core/retirement.ts';
import type { Site } from '../../../core/site.ts';
import type { CloudFront } from '../../clients/cloudfront.ts';
import type { Moves } from '../../records/moves.ts';
import type { Requests } from '../../records/requests.ts';
import type { Sites } from '../../records/sites.ts';
import { isPast, type Look, MET } from '../look.ts';

export interface RetirementTools {
  sites: Sites;
  requests: Requests;
  moves: Moves;
  cloudFront: CloudFront;
  dataCenters: DataCenters;
  /** A client for one look. */
  dns: () => Dns;
}

export function lookAtDnsGone(tools: RetirementTools): Look {
  const { sites, requests, moves } = tools;
  return async ({ execution, deadline }, now) => {
    const siteId = retiredSiteOf(execution) ?? '';
    const site = await sites.require(siteId);
    if (site.retirement?.execution !== execution) return { end: { verdict: 'kept' } };
    if (site.retirement.state === 'REMOVING') return MET; // begun anew where it stopped past the point of no return
    if (site.retirement.state !== 'AWAITING_DNS') return { end: { verdict: 'kept' } };
    const seen = await whereNamesLead(tools, site);
    const { retirement } = await sites.changeRetirement(siteId, execution, (before) => looked(before, seen, now));
    const isBusy = (await requests.runningOf(siteId)) !== undefined || (await moves.runningOf(siteId)) !== undefined;
    if (retirement && isDnsGone(retirement, now) && !isBusy) return MET;
    return isPast(deadline, now) ? { end: { verdict: 'overdue' } } : 'notYet';
  };
}

async function whereNamesLead({ requests, cloudFront, dataCenters, dns }: RetirementTools, site: Site) {
  const { siteId, dataCenter, distribution } = site;
  const client = dns();
  const served = distribution ? (await cloudFront.served(distribution.id)).aliases : [];
  const places = [
    cnameTarget(siteId, dataCenters[dataCenter].host),
    ...(distribution ? [distribution.domainName] : []),
  ];
  const names = namesOf(await requests.list(siteId), served);
  const seen = await Promise.all(
    names.map(async (alias) => {
      const zone = await client.zoneOf(parentOf(alias));
      const [authoritative, resolved] = await Promise.all([
        client.authoritative(zone, alias, 'A'),
        client.resolve(alias, 'A'),
      ]);
      return { alias, leads: leadsHere(alias, places, { authoritative, resolved }) };
    }),
  );
  const those = (where: string) => seen.filter(({ leads }) => leads === where).map(({ alias }) => alias);
  return { pointing: those('here'), unknown: those('unknown') };
}
