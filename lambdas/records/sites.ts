/** Sites in the table: one item a site. A site id is taken for ever; what may change is replaced under the version seen. */
import { isDeepStrictEqual } from 'node:util';
import { ServiceError } from '../../core/errors.ts';
import type { Retirement } from '../../core/retirement.ts';
import type { Site } from '../../core/site.ts';
import { type Item, type Key, NOT_THERE, type Table } from '../clients/table.ts';
import { asRead, untilAsRead } from './as-read.ts';
import { type Part, part } from './part.ts';

/** Listed newest last; one partition holds them all: a few hundred items, read by lists, and where a partner registers one more. */
const ALL_SITES = 'SITES';

function siteKey(siteId: string): Key {
  return { pk: `SITE#${siteId}`, sk: 'SITE' };
}

/**
 * A distribution of ours by the end of its id: all that AWS shows of it where it tells who holds a name. AWS shows more
 * characters than these (seven in its examples); among 500 distributions, two share these four once in a dozen accounts.
 */
const END_LENGTH = 4;

function distributionKey(id: string): Key {
  return { pk: `DISTRIBUTION#${id.slice(-END_LENGTH)}`, sk: id };
}

/** Of the list of all sites. */
function sortKeyOf({ createdAt, siteId }: Site): string {
  return `${createdAt}#${siteId}`;
}

/** A site, and the version under which it was read. */
interface ReadSite {
  site: Site;
  version: number;
}

function toItem(site: Site, version: number): Item {
  return { ...siteKey(site.siteId), site, version, sitePk: ALL_SITES, siteSk: sortKeyOf(site) };
}

export function createSites(table: Table) {
  async function read(siteId: string): Promise<ReadSite> {
    const item = await table.get(siteKey(siteId));
    if (!item) throw new ServiceError('SiteUnknown', { siteId });
    return { site: item.site as Site, version: Number(item.version) };
  }

  return {
    read,
    /** For a transaction: the write that makes it `after`, where nobody has written it since it was read. */
    draft: (after: Site, { version }: ReadSite) => ({ put: toItem(after, version + 1), condition: asRead(version) }),
    async find(siteId: string): Promise<Site | undefined> {
      return (await table.get(siteKey(siteId)))?.site as Site | undefined;
    },
    async require(siteId: string): Promise<Site> {
      const site = await this.find(siteId);
      if (!site) throw new ServiceError('SiteUnknown', { siteId });
      return site;
    },
    /** False when the id is taken. */
    add: (site: Site): Promise<boolean> => table.put(toItem(site, 1), NOT_THERE),
    sortKeyOf,
    /** Oldest first: all, or at most `limit` from the sort key `begin` on. */
    async list({ begin, limit }: Part = {}): Promise<Site[]> {
      const items = await table.query({ index: 'bySite', partition: ALL_SITES, ...part('from', begin, limit) });
      return items.map((item) => item.site as Site);
    },
    /** Changes the site as it is now; tries again when something else changed it at the same moment. */
    async change(siteId: string, decide: (site: Site) => Site): Promise<Site> {
      return untilAsRead(WRITERS, async () => {
        const { site, version } = await read(siteId);
        const after = decide(site);
        if (after === site) return after;
        const written = await table.put(toItem(after, version + 1), asRead(version));
        return written ? after : undefined;
      });
    },

    /** Changes the retirement that this execution works at; that of another try stays, as does a site that has none. */
    changeRetirement(
      siteId: string,
      execution: string,
      decide: (retirement: Retirement) => Partial<Retirement>,
    ): Promise<Site> {
      return this.change(siteId, (site) => {
        const { retirement } = site;
        if (retirement?.execution !== execution) return site;
        const after = { ...retirement, ...decide(retirement) };
        return isDeepStrictEqual(after, retirement) ? site : { ...site, retirement: after };
      });
    },

    /** Notes whose distribution it is, to be found by the end of its id. */
    async noteDistribution(siteId: string, distributionId: string): Promise<void> {
      await table.put({ ...distributionKey(distributionId), siteId });
    },
    async forgetDistribution(distributionId: string): Promise<void> {
      await table.delete(distributionKey(distributionId));
    },
    /** The sites whose distribution's id ends so: one, or by a rare chance more. None when the end is too short to tell. */
    async ofDistributionEnd(end: string): Promise<string[]> {
      if (end.length < END_LENGTH) return [];
      const items = await table.query({ partition: distributionKey(end).pk });
      return items.filter(({ sk }) => sk.endsWith(end)).map(({ siteId }) => String(siteId));
    },
  };
}

export type Sites = ReturnType<typeof createSites>;

/** More writers than this on one site at one moment are a bug. */
export const WRITERS = 5;
