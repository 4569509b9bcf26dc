/**
 * Counters in the table: wrong attempts, which lock out, and calls a minute. A count begins with the first attempt and ends with its
 * window; rows that DynamoDB has not removed yet count as gone.
 */
import { createHash } from 'node:crypto';
import { unixSeconds } from '../../core/security/timestamp.ts';
import { TABLE } from '../../core/topology.ts';
import type { Key, Table } from '../clients/table.ts';

/** Who is counted, and how many wrong attempts it has before it is locked out. */
export interface Suspect {
  name: string;
  most: number;
}

/** Seconds from the first wrong attempt until all are forgotten. OWASP's Authentication Cheat Sheet: long enough to make guessing slow. */
const WINDOW_SECONDS = 15 * 60;
/** A secret has 256 bits: nobody guesses one. So many are a person's typing and a job's retries, and no bill of KMS. */
const MOST_OF_KEY = 10;
/** An office shares one address, so it has more. A key is locked per address: strangers cannot lock its owner out. */
const MOST_OF_ADDRESS = 100;

/**
 * A key as it comes from this address, and the address whatever the key. What a page has a browser send is counted by that `page`, apart
 * from all else: any page may do so from the browser of whoever looks at it, and would lock out everybody at that address.
 */
export function suspectsOf(key: string, address: string, page?: string): [Suspect, Suspect] {
  const from = page === undefined ? networkOf(address) : `${networkOf(address)} ${page}`;
  return [
    { name: `key ${key} ${from}`, most: MOST_OF_KEY },
    { name: `address ${from}`, most: MOST_OF_ADDRESS },
  ];
}

/** Of IPv6 the first 64 bits: one customer has at least these (RFC 6177). */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const [left, right] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = tail === undefined ? 0 : 8 - (left?.length ?? 0) - (right?.length ?? 0);
  const groups = [...(left ?? []), ...Array(Math.max(zeros, 0)).fill('0'), ...(right ?? [])];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}

/** Hashed: callers choose their names, of any length. */
function counterKey(name: string): Key {
  return { pk: `ATTEMPTS#${createHash('sha256').update(name).digest('hex')}`, sk: 'ATTEMPTS' };
}

export function createAttempts(table: Table) {
  /** So many more; answers how many there are in this window. */
  async function add(name: string, seconds: number, now: Date, by = 1): Promise<number> {
    const at = unixSeconds(now);
    const fresh = { [TABLE.timeToLive]: at + seconds };
    const alive = {
      expression: `attribute_not_exists(pk) OR ${TABLE.timeToLive} > :now`,
      values: { ':now': at },
    };
    const over = { expression: `${TABLE.timeToLive} <= :now`, values: { ':now': at } };
    const again = () => table.increment(counterKey(name), 'attempts', { by, ifAbsent: fresh, condition: alive });
    const count = await again();
    if (count !== undefined) return count;
    if (await table.put({ ...counterKey(name), attempts: by, ...fresh }, over)) return by;
    return (await again()) ?? by; // another has begun the new window at this moment
  }

  return {
    /** Until when one of them is locked out: RFC 3339. Always as many reads as suspects. */
    async lockedUntil(suspects: readonly Suspect[], now: Date): Promise<string | undefined> {
      const items = await Promise.all(suspects.map(({ name }) => table.get(counterKey(name))));
      const ends = items.flatMap((item, index) => {
        const end = Number(item?.[TABLE.timeToLive] ?? 0);
        return end > unixSeconds(now) && Number(item?.attempts) >= (suspects[index]?.most ?? 0) ? [end] : [];
      });
      return ends.length > 0 ? new Date(Math.max(...ends) * 1000).toISOString() : undefined;
    },

    async failed(suspects: readonly Suspect[], now: Date): Promise<void> {
      await Promise.all(suspects.map(({ name }) => add(name, WINDOW_SECONDS, now)));
    },

    /** Counts a call, or one that weighs as several; undefined when it is within the limit, else when the next may come: RFC 3339. */
    async overLimit(caller: string, limit: number, now: Date, weight = 1): Promise<string | undefined> {
      const minute = Math.floor(unixSeconds(now) / 60);
      if ((await add(`calls ${caller} ${minute}`, 60, now, weight)) <= limit) return undefined;
      return new Date((minute + 1) * 60_000).toISOString();
    },
  };
}

export type Attempts = ReturnType<typeof createAttempts>;
