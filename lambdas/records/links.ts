/**
 * Links to instructions, for people without an account. The table knows only the hash of a link's token, so whoever reads the
 * table can open none; it ends by itself.
 */
import { createHash } from 'node:crypto';
import { unixSeconds } from '../../core/security/timestamp.ts';
import { TABLE } from '../../core/topology.ts';
import type { Key, Table } from '../clients/table.ts';

export interface Link {
  requestId: string;
  /** RFC 3339, world time. */
  expiresAt: string;
}

/** 160 bits, in hexadecimal: nobody finds one by trying. */
const TOKEN_DIGITS = 40;

function linkKey(token: string): Key {
  return { pk: `LINK#${createHash('sha256').update(token).digest('hex')}`, sk: 'LINK' };
}

/** `randomHex` is the machine's: nobody can foretell it. */
export function createLinks(table: Table, randomHex: (length: number) => string) {
  return {
    /** A new one each time: the token of an older one is known to nobody any more. Answers the token. */
    async make(link: Link): Promise<string> {
      const token = randomHex(TOKEN_DIGITS);
      const expiry = { [TABLE.timeToLive]: unixSeconds(new Date(link.expiresAt)) };
      await table.put({ ...linkKey(token), link, ...expiry });
      return token;
    },

    /** Undefined when there is none, or none any more. */
    async open(token: string, now: Date): Promise<Link | undefined> {
      const link = (await table.get(linkKey(token)))?.link as Link | undefined;
      return link && link.expiresAt > now.toISOString() ? link : undefined;
    },
  };
}

export type Links = ReturnType<typeof createLinks>;
