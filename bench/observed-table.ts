/**
 * Between a function and its table: tells what it has asked and how long the answers were on their way, or answers what has been asked
 * before out of memory.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export type Source = 'store' | 'memory';

export interface ObservedTable {
  /** Where answers come from, from now on. Memory knows what the store was asked before, and gives it at once and uncopied. */
  from(source: Source): void;
  /** Since the last time: calls to the store, and milliseconds in which at least one was on its way, from its last byte to the answer's. */
  seen(): { calls: number; awayMs: number };
  /** The client is as it was. */
  stop(): void;
}

type Send = (this: DynamoDBDocumentClient, command: Sent) => Promise<unknown>;
interface Sent {
  input: { Key?: object; ExpressionAttributeValues?: object };
}

/** Node's own channels for what a process asks by HTTP. */
const LEAVES = 'http.client.request.start';
const ARRIVES = 'http.client.response.finish';

/** Of every document client of this process, which asks nobody else by HTTP. */
export function observeTable(): ObservedTable {
  const prototype = DynamoDBDocumentClient.prototype as unknown as { send: Send };
  const { send } = prototype;
  const known = new Map<string, unknown>();
  const counts = { calls: 0, awayMs: 0 };
  let away = 0;
  let since = 0;

  const leaves = () => {
    counts.calls++;
    if (away++ === 0) since = performance.now();
  };
  const arrives = () => {
    if (--away === 0) counts.awayMs += performance.now() - since;
  };
  subscribe(LEAVES, leaves);
  subscribe(ARRIVES, arrives);

  const store: Send = async function (command) {
    const answer = await send.call(this, command);
    known.set(keyOf(command), answer);
    return answer;
  };
  const memory: Send = async (command) => known.get(keyOf(command)) ?? {};

  return {
    from(source) {
      prototype.send = source === 'store' ? store : memory;
    },
    seen() {
      const seen = { ...counts };
      Object.assign(counts, { calls: 0, awayMs: 0 });
      return seen;
    },
    stop() {
      prototype.send = send;
      unsubscribe(LEAVES, leaves);
      unsubscribe(ARRIVES, arrives);
    },
  };
}

/** A put has no answer to tell apart by. */
function keyOf(command: Sent): string {
  const { Key, ExpressionAttributeValues } = command.input;
  return `${command.constructor.name} ${JSON.stringify(Key ?? ExpressionAttributeValues ?? '')}`;
}
