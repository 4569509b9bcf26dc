/** API keys in the table: one item a key says whose site it is. Whoever puts it first has it, for ever, once its site is stored. */
import type { OwnedSite } from '../../core/principal.ts';
import { type Key, NOT_THERE, type Table } from '../clients/table.ts';

function apiKeyKey(apiKey: string): Key {
  return { pk: `APIKEY#${apiKey}`, sk: 'APIKEY' };
}

export function createApiKeys(table: Table) {
  return {
    /** False when another site has it. Claiming it again for the same site is harmless. */
    claim(apiKey: string, site: OwnedSite): Promise<boolean> {
      return table.put(
        { ...apiKeyKey(apiKey), siteId: site.siteId, partnerId: site.partnerId },
        {
          expression: `${NOT_THERE.expression} OR (siteId = :site AND partnerId = :partner)`,
          values: { ':site': site.siteId, ':partner': site.partnerId },
        },
      );
    },
    /** Gives back what was claimed for a site that has another key. */
    async release(apiKey: string, { siteId, partnerId }: OwnedSite): Promise<void> {
      await table.delete(apiKeyKey(apiKey), {
        expression: 'siteId = :site AND partnerId = :partner',
        values: { ':site': siteId, ':partner': partnerId },
      });
    },
    async find(apiKey: string): Promise<OwnedSite | undefined> {
      const item = await table.get(apiKeyKey(apiKey));
      return item && { siteId: String(item.siteId), partnerId: String(item.partnerId) };
    },
  };
}

export type ApiKeys = ReturnType<typeof createApiKeys>;
