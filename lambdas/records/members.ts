/** Members in the table: one item an owner and UID. */
import type { Member } from '../../core/member.ts';
import type { Item, Key, Table } from '../clients/table.ts';
import { type Part, part } from './part.ts';

/** No partner id looks like the vendor's: those have no asterisk. */
function partitionOf(partnerId: string | null): string {
  return `MEMBERS#${partnerId ?? '*'}`;
}

function memberKey({ partnerId, UID }: Pick<Member, 'partnerId' | 'UID'>): Key {
  return { pk: partitionOf(partnerId), sk: UID };
}

function fromItem(item: Item): Member {
  return item.member as Member;
}

export function createMembers(table: Table) {
  return {
    async find(partnerId: string | null, UID: string): Promise<Member | undefined> {
      const item = await table.get(memberKey({ partnerId, UID }));
      return item && fromItem(item);
    },
    async put(member: Member): Promise<void> {
      await table.put({ ...memberKey(member), member });
    },
    async remove(partnerId: string | null, UID: string): Promise<void> {
      await table.delete(memberKey({ partnerId, UID }));
    },
    /** Of one owner, by UID: all, or at most `limit` from the UID `begin` on. */
    async list(partnerId: string | null, { begin, limit }: Part = {}): Promise<Member[]> {
      return (await table.query({ partition: partitionOf(partnerId), ...part('from', begin, limit) })).map(fromItem);
    },
  };
}

export type Members = ReturnType<typeof createMembers>;
