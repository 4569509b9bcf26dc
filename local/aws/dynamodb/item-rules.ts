/**
 * Rules about what is written that dynalite lacks. DynamoDB keeps them before a transaction begins: they refuse the whole request and
 * are no item's reason to cancel.
 */
import dynalite, { type Table, type Write } from 'dynalite/db/index.js';
import { awsError } from '../service.ts';
import type { Engine, Item } from './engine.ts';

/** dynalite keeps items under this, their table's name and `~`; their entries in indexes elsewhere. */
export const ITEMS = 'item-';

/** Aggregate size of the items of a transaction, in bytes (API_TransactWriteItems.html). */
const MOST_BYTES = 4 * 1024 * 1024;

/** An empty text is a value as any other, but no key of an index. Throws ValidationException. */
export async function refuseEmptyIndexKeys(engine: Engine, operation: string, writes: readonly Write[]): Promise<void> {
  for (const { key, value } of writes) {
    if (!key.startsWith(ITEMS) || value === undefined) continue;
    const table = await engine.table(key.slice(ITEMS.length, key.indexOf('~')));
    const [empty] = emptyIndexKeys(table, value as Item);
    if (empty) throw awsError('ValidationException', operation === 'UpdateItem' ? EMPTY_UPDATE : emptyItem(empty));
  }
}

interface IndexKey {
  index: string;
  attribute: string;
}

function emptyIndexKeys({ GlobalSecondaryIndexes = [] }: Table, item: Item): IndexKey[] {
  return GlobalSecondaryIndexes.flatMap(({ IndexName, KeySchema }) =>
    KeySchema.map(({ AttributeName }) => ({ index: IndexName, attribute: AttributeName })),
  ).filter(({ attribute }) => {
    const { S: text, B: bytes } = (item[attribute] ?? {}) as { S?: string; B?: string };
    return text === '' || bytes === '';
  });
}

// Texts as recorded of AWS by paritysuite/dynamodb-conformance.
const EMPTY = 'The AttributeValue for a key attribute cannot contain an empty string value.';
const EMPTY_UPDATE = `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${EMPTY}`;
const emptyItem = ({ index, attribute }: IndexKey) =>
  `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${EMPTY} IndexName: ${index}, IndexKey: ${attribute}`;

/** Was a key refused for being empty? */
export function isEmptyKey({ message }: Error): boolean {
  return message.includes('cannot contain an empty');
}

/** Throws ValidationException; AWS's own words for it are not known. */
export function refuseTooLarge(writes: readonly Write[]): void {
  const items = writes.filter(({ key, value }) => key.startsWith(ITEMS) && value !== undefined);
  const bytes = items.reduce((sum, { value }) => sum + dynalite.itemSize(value as Item), 0);
  if (bytes <= MOST_BYTES) return;
  throw awsError('ValidationException', `The items of a transaction must not exceed ${MOST_BYTES} bytes: ${bytes}`);
}
