/** How large an item is to DynamoDB. Source: DynamoDB developer guide, "Item sizes and formats". */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { TABLE_NAME } from '../../../local/aws/aws.ts';
import type { Product } from '../../../local/product.ts';
import { reaching } from './left-behind.ts';

/** DynamoDB's limit, in bytes. */
export const ITEM_LIMIT = 400 * 1024;

/** Every item's key with its size in bytes, largest first. */
export async function itemSizes(product: Product): Promise<{ key: string; bytes: number }[]> {
  const client = new DynamoDBClient(reaching(product));
  const sizes: { key: string; bytes: number }[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE_NAME }))
    for (const item of Items) sizes.push({ key: `${item.pk?.S} ${item.sk?.S}`, bytes: sizeOf(item) });
  client.destroy();
  return sizes.sort((a, b) => b.bytes - a.bytes);
}

/** Attribute names and values. */
function sizeOf(item: Record<string, AttributeValue>): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));
}

function valueSize({ S, N, B, M, L }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1; // two digits a byte, and one
  if (B !== undefined) return B.length;
  if (M !== undefined) return CONTAINER + sum(Object.values(M).map(() => ELEMENT)) + sizeOf(M);
  if (L !== undefined) return CONTAINER + sum(L.map((value) => ELEMENT + valueSize(value)));
  return 1; // true, false and null
}

const CONTAINER = 3;
const ELEMENT = 1;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
