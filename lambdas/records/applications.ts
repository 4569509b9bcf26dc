/** Applications in the table: one item a user key, taken for ever. What may change is replaced under the version seen. */
import type { Application } from '../../core/application.ts';
import { ServiceError } from '../../core/errors.ts';
import { type Item, type Key, NOT_THERE, type Table, type TransactWrite } from '../clients/table.ts';
import { asRead, untilAsRead } from './as-read.ts';
import { type Part, part } from './part.ts';

/** Listed oldest first; one partition holds them all: some hundreds, read by their administrators only. */
const ALL_APPLICATIONS = 'APPLICATIONS';

function applicationKey(userKey: string): Key {
  return { pk: `APPLICATION#${userKey}`, sk: 'APPLICATION' };
}

/** Held since the first application was made. */
const BOOTSTRAP: Key = { pk: 'BOOTSTRAP', sk: 'BOOTSTRAP' };

/** Of the list of all applications. */
function sortKeyOf({ createdAt, userKey }: Application): string {
  return `${createdAt}#${userKey}`;
}

/** Deleted ones leave the list, not the table. */
function toItem(application: Application, version: number): Item {
  const listing = { sitePk: ALL_APPLICATIONS, siteSk: sortKeyOf(application) };
  return {
    ...applicationKey(application.userKey),
    application,
    version,
    ...(application.deletedAt === undefined ? listing : {}),
  };
}

/** More writers than this on one application at one moment are a bug. */
const WRITERS = 5;

export function createApplications(table: Table) {
  async function find(userKey: string): Promise<Application | undefined> {
    return (await table.get(applicationKey(userKey)))?.application as Application | undefined;
  }

  return {
    /** Deleted ones too: they say so. */
    find,

    /** False when the key is taken, be it by one that was deleted. A signing key of one that was deleted may be made anew. */
    add(application: Application): Promise<boolean> {
      return table.put(toItem(application, 1), {
        expression:
          'attribute_not_exists(pk) OR (application.kind = :signing AND attribute_exists(application.deletedAt))',
        values: { ':signing': 'signing' },
      });
    },

    /** The first of all, once: answers the first that there was, when this is not it. */
    async addFirst(application: Application): Promise<{ at: string; userKey: string } | undefined> {
      const { userKey, createdAt: at } = application;
      const writes: TransactWrite[] = [
        { put: { ...BOOTSTRAP, userKey, at }, condition: NOT_THERE },
        { put: toItem(application, 1), condition: NOT_THERE },
      ];
      if (await table.transact(writes)) return undefined;
      const first = await table.get(BOOTSTRAP);
      return { at: String(first?.at), userKey: String(first?.userKey) };
    },

    sortKeyOf,
    /** Of all owners, oldest first, without deleted ones: all, or at most `limit` from the sort key `begin` on. */
    async list({ begin, limit }: Part = {}): Promise<Application[]> {
      const items = await table.query({ index: 'bySite', partition: ALL_APPLICATIONS, ...part('from', begin, limit) });
      return items.map((item) => item.application as Application);
    },

    /** Changes the application as it is now; tries again when something else changed it at the same moment. */
    async change(userKey: string, decide: (application: Application) => Promise<Application>): Promise<Application> {
      return untilAsRead(WRITERS, async () => {
        const item = await table.get(applicationKey(userKey));
        if (!item) throw new ServiceError('ApplicationUnknown', { userKey });
        const after = await decide(item.application as Application);
        const written = await table.put(toItem(after, Number(item.version) + 1), asRead(item.version));
        return written ? after : undefined;
      });
    },
  };
}

export type Applications = ReturnType<typeof createApplications>;
