/**
 * Console sessions in the table: one item a login token, under its hash. The token itself is only in the browser, so that
 * whoever reads the table can sign in as nobody. An item that has run out is none, whenever DynamoDB removes it.
 */
import { createHash } from 'node:crypto';
import { unixSeconds } from '../../core/security/timestamp.ts';
import { TABLE } from '../../core/topology.ts';
import type { Key, Table } from '../clients/table.ts';

export interface Session {
  apiKey: string;
  partnerId: string | null;
  UID: string;
  /** RFC 3339, by the clock of the door. */
  loggedInAt: string;
  /** Unix seconds: over then, however often it was used. */
  endsAt: number;
}

function sessionKey(loginToken: string): Key {
  return { pk: `SESSION#${createHash('sha256').update(loginToken).digest('hex')}`, sk: 'SESSION' };
}

export function createSessions(table: Table) {
  return {
    async add(loginToken: string, session: Session): Promise<void> {
      await table.put({ ...sessionKey(loginToken), session, [TABLE.timeToLive]: session.endsAt });
    },
    async find(loginToken: string, now: Date): Promise<Session | undefined> {
      const session = (await table.get(sessionKey(loginToken)))?.session as Session | undefined;
      return session && unixSeconds(now) < session.endsAt ? session : undefined;
    },
    async end(loginToken: string): Promise<void> {
      await table.delete(sessionKey(loginToken));
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
