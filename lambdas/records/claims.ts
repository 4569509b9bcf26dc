/** Claims: one item per alias says which site it belongs to. Whoever puts it first has it. */
import { type Item, type Key, NOT_THERE, type Table } from '../clients/table.ts';

function claimKey(alias: string): Key {
  return { pk: `CLAIM#${alias}`, sk: 'CLAIM' };
}

export interface Claim {
  alias: string;
  siteId: string;
  requestId: string;
}

/** All claims, by name: read by on-call's search for what is left behind. A few thousand items. */
const ALL_CLAIMS = 'CLAIMS';

function claimItem(claim: Claim): Item {
  return { ...claimKey(claim.alias), ...claim, sitePk: ALL_CLAIMS, siteSk: claim.alias };
}

export function createClaims(table: Table) {
  async function release(alias: string, requestId: string): Promise<void> {
    await table.delete(claimKey(alias), { expression: 'requestId = :request', values: { ':request': requestId } });
  }

  return {
    release,

    /**
     * Claims all, in name order so that two requests never hold half each; on the first refusal gives its own back. What an
     * earlier request of the same site holds stays that request's: this one's end must not release it.
     */
    async claimAll(aliases: readonly string[], siteId: string, requestId: string): Promise<{ refused?: string }> {
      const taken: string[] = [];
      for (const alias of [...aliases].sort()) {
        if (await table.put(claimItem({ alias, siteId, requestId }), NOT_THERE)) taken.push(alias);
        else if ((await table.get(claimKey(alias)))?.siteId !== siteId) {
          for (const own of taken) await release(own, requestId);
          return { refused: alias };
        }
      }
      return {};
    },

    /** Gives back what any request of that site holds. */
    async releaseOf(alias: string, siteId: string): Promise<void> {
      await table.delete(claimKey(alias), { expression: 'siteId = :site', values: { ':site': siteId } });
    },

    /** Gives what an ended request of a site holds to another request of the same site. */
    async handOver(alias: string, from: string, to: string): Promise<void> {
      const condition = { expression: 'requestId = :from', values: { ':from': from } };
      await table.update(claimKey(alias), { set: { requestId: to }, condition });
    },

    async all(): Promise<Claim[]> {
      const items = await table.query({ index: 'bySite', partition: ALL_CLAIMS });
      return items.map(({ alias, siteId, requestId }) => ({
        alias: String(alias),
        siteId: String(siteId),
        requestId: String(requestId),
      }));
    },

    /** The aliases among these that another site holds. */
    async heldByOthers(aliases: readonly string[], siteId: string): Promise<string[]> {
      const claims = await Promise.all(aliases.map((alias) => table.get(claimKey(alias))));
      return aliases.filter((_, index) => claims[index] && claims[index].siteId !== siteId);
    },
  };
}

export type Claims = ReturnType<typeof createClaims>;
