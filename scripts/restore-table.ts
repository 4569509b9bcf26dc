/**
 * Puts back what a table has lost, from a table that was restored beside it: `node scripts/restore-table.ts --from RESTORED --to TABLE`.
 * The rule kept here: without `--exact` nothing that is there is changed; without `--write` nothing is changed at all.
 */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../core/topology.ts';

interface Wanted {
  /** Tables. */
  from: string;
  to: string;
  /** Beginning of the partition keys that are looked at: `REQUEST#req-…`. */
  only: string;
  /** As it was then: what is different is put back, what came later is deleted. */
  exact: boolean;
  write: boolean;
}

type Item = Record<string, unknown>;
type Items = Map<string, Item>;

const USAGE = 'node scripts/restore-table.ts --from RESTORED --to TABLE [--only PARTITION] [--exact] [--write]';

await main();

async function main(): Promise<void> {
  const wanted = readFlags();
  const client = new DynamoDBClient({});
  const table = DynamoDBDocumentClient.from(client);
  const [before, present] = [await read(table, wanted.from, wanted.only), await read(table, wanted.to, wanted.only)];
  const lost = [...before].filter(([key]) => !present.has(key));
  const changed = [...before].filter(([key, item]) => present.has(key) && !alike(item, present.get(key)));
  const newer = [...present].filter(([key]) => !before.has(key));
  tell('lost', lost);
  tell('changed since', changed);
  tell('newer', newer);
  if (!wanted.write) return console.log('Nothing was written: add --write.');
  const put = wanted.exact ? [...lost, ...changed] : lost;
  for (const [, Item] of put) await table.send(new PutCommand({ TableName: wanted.to, Item }));
  if (wanted.exact)
    for (const [, item] of newer) await table.send(new DeleteCommand({ TableName: wanted.to, Key: keyOf(item) }));
  console.log(`${put.length} items were put back, ${wanted.exact ? newer.length : 0} deleted.`);
  client.destroy();
}

function readFlags(): Wanted {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { from: text, to: text, only: text, exact: flag, write: flag } });
  const { from, to, only = '', exact, write } = values;
  if (from && to && from !== to) return { from, to, only, exact, write };
  console.error(USAGE);
  process.exit(2); // as shells have it: the command was used wrongly
}

async function read(client: DynamoDBDocumentClient, TableName: string, only: string): Promise<Items> {
  const items: Items = new Map();
  for await (const { Items: page = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
    for (const item of page)
      if (String(item[TABLE.partitionKey]).startsWith(only)) items.set(JSON.stringify(keyOf(item)), item);
  return items;
}

function keyOf(item: Item): Item {
  return { [TABLE.partitionKey]: item[TABLE.partitionKey], [TABLE.sortKey]: item[TABLE.sortKey] };
}

function alike(one: Item, other: Item | undefined): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** Objects come with their members in any order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** How many of each kind: the word before `#` in their partition keys. */
function tell(what: string, items: readonly [string, Item][]): void {
  const kinds = Map.groupBy(items, ([, item]) => String(item[TABLE.partitionKey]).split('#')[0]);
  const counts = [...kinds].map(([kind, { length }]) => `${length} ${kind}`).sort();
  console.log(`${what}: ${counts.join(', ') || 'nothing'}`);
}
