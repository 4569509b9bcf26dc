/**
 * Puts back what a table has lost, from a table that was restored beside it: `node scripts/restore-table.ts --from RESTORED --to TABLE`.
 * The rule kept here: without `--exact` nothing that is there is changed; without `--exact` and `--only` nothing comes back that may have
 * ended since; without `--write` nothing is changed at all.
 */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../core/topology.ts';

interface Wanted {
  /** Tables. */
  from: string;
  to: string;
  /** What is looked at: how partition key, space and sort key begin. `REQUEST#req-…`, `SITE#acme RUNNING#`. */
  only: string;
  /** As it was then: what is different is put back, what came later is deleted. */
  exact: boolean;
  write: boolean;
}

type Item = Record<string, unknown>;
type Items = Map<string, Item>;

/**
 * What the service deletes when it is over: that it is gone is no loss, and back it would be believed. How its partition key and its sort
 * key begin, and what would come of it. What runs out by its time to live only is not among these: whoever reads it looks at that time.
 */
const ENDING = [
  ['SITE#', 'RUNNING#', 'the place of a running request: of one that has ended, it would refuse every other'],
  ['SITE#', 'MOVE', 'the place of an ownership move: of one that has ended, no other would begin'],
  ['SITE#', 'WEBHOOK', 'secrets of a webhook: a retired site has none'],
  ['CLAIM#', 'CLAIM', 'a name’s claim: released, it would keep the name from every other site'],
  ['MEMBERS#', '', 'a member: removed, the person would have its rights again'],
  ['SESSION#', 'SESSION', 'a session: logged out, a copied cookie would open the console again'],
  ['DISTRIBUTION#', '', 'a distribution by its id: deleted, its site would be taken for a holder of names'],
  ['REQUEST#', 'WAIT#', 'a wait: its execution has gone on, and its token is worth nothing'],
  ['REQUEST#', 'CARE', 'the care of a request: what serves no more would be looked after'],
  ['REQUEST#', 'RENEWAL', 'a row of the list of renewals: what serves no more would be in it'],
  ['REQUEST#', 'SIGHTINGS', 'what a look has seen once: one more would make a trouble of what was over between'],
  ['REQUEST#', 'RESEND#', 'a wish for a mail: it was dropped, and would be sent'],
  ['REQUEST#', 'NOTICE#', 'a notice: it was told, and would be told twice'],
  ['ERRAND#', 'ERRAND', 'an errand: it was done, and would be done twice'],
  ['LEASE#', 'LEASE', 'a lease: its writer is done'],
] as const;

/** More of a kind than these are no single loss: then `--only` takes the beginning that they share. */
const MOST_NAMES = 10;

const USAGE = "node scripts/restore-table.ts --from RESTORED --to TABLE [--only 'PARTITION SORT'] [--exact] [--write]";

await main();

async function main(): Promise<void> {
  const wanted = readFlags();
  const client = new DynamoDBClient({});
  const table = DynamoDBDocumentClient.from(client);
  const [before, present] = [await read(table, wanted.from, wanted.only), await read(table, wanted.to, wanted.only)];
  const gone = [...before].filter(([key]) => !present.has(key));
  const isAsked = wanted.exact || wanted.only !== '';
  const lost = isAsked ? gone : gone.filter(([, item]) => !endingOf(item));
  const changed = [...before].filter(([key, item]) => present.has(key) && !alike(item, present.get(key)));
  const newer = [...present].filter(([key]) => !before.has(key));
  tell('lost', lost);
  tell('changed since', changed);
  tell('newer', newer);
  if (!isAsked) tellLeftOut(gone.map(([, item]) => item));
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
    for (const item of page) if (nameOf(item).startsWith(only)) items.set(JSON.stringify(keyOf(item)), item);
  return items;
}

function keyOf(item: Item): Item {
  return { [TABLE.partitionKey]: item[TABLE.partitionKey], [TABLE.sortKey]: item[TABLE.sortKey] };
}

/** As `--only` takes it. */
function nameOf(item: Item): string {
  return `${item[TABLE.partitionKey]} ${item[TABLE.sortKey]}`;
}

function endingOf(item: Item) {
  const [partition, sort] = [String(item[TABLE.partitionKey]), String(item[TABLE.sortKey])];
  return ENDING.find(([of, begins]) => partition.startsWith(of) && sort.startsWith(begins));
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

/** What may be no loss, by kind, and by which words it is put back all the same. */
function tellLeftOut(gone: readonly Item[]): void {
  const kinds = Map.groupBy(gone, endingOf);
  kinds.delete(undefined);
  if (kinds.size === 0) return;
  console.log('left out, as it may have ended since; to put back what has not, name it by --only:');
  for (const [ending, items] of kinds) {
    console.log(`  ${items.length} of ${ending?.slice(0, 2).join(' ').trim()}: ${ending?.[2]}`);
    for (const name of items.map(nameOf).sort().slice(0, MOST_NAMES)) console.log(`    --only '${name}'`);
    if (items.length > MOST_NAMES) console.log(`    … and ${items.length - MOST_NAMES} more`);
  }
}
