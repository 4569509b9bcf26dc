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
  /** Since the last time. */
  seen(): Asking;
  /** The client is as it was. */
  stop(): void;
}

/** Calls to the store, and milliseconds in which at least one was under way. */
export interface Asking {
  calls: number;
  /** From the function's question to the answer in its hands. */
  askedMs: number;
  /** Of that, outside the process: the rest is the client's own work of writing, signing and reading. */
  awayMs: number;
}

type Send = (this: DynamoDBDocumentClient, command: Sent) => Promise<unknown>;
interface Sent {
  input: { Key?: object; ExpressionAttributeValues?: object };
}

/** Node's own channels for what a process asks by HTTP. */
const LEAVES = 'http.client.request.created';
const ARRIVES = 'http.client.response.finish';

/** Of every document client of this process, which asks nobody else by HTTP. */
export function observeTable(): ObservedTable {
  const prototype = DynamoDBDocumentClient.prototype as unknown as { send: Send };
  const { send } = prototype;
  const known = new Map<string, unknown>();
  const asked = stopwatch();
  const away = stopwatch();
  let calls = 0;
  subscribe(LEAVES, away.begin);
  subscribe(ARRIVES, away.end);

  const store: Send = async function (command) {
    calls++;
    asked.begin();
    const answer = await send.call(this, command).finally(asked.end);
    known.set(keyOf(command), answer);
    return answer;
  };
  const memory: Send = async (command) => known.get(keyOf(command)) ?? {};

  return {
    from(source) {
      prototype.send = source === 'store' ? store : memory;
    },
    seen() {
      const seen = { calls, askedMs: asked.read(), awayMs: away.read() };
      calls = 0;
      return seen;
    },
    stop() {
      prototype.send = send;
      unsubscribe(LEAVES, away.begin);
      unsubscribe(ARRIVES, away.end);
    },
  };
}

/** Milliseconds in which at least one of many is under way. */
function stopwatch() {
  let [underWay, since, total] = [0, 0, 0];
  return {
    begin() {
      if (underWay++ === 0) since = performance.now();
    },
    end() {
      if (--underWay === 0) total += performance.now() - since;
    },
    /** Since the last reading. */
    read() {
      const read = total;
      total = 0;
      return read;
    },
  };
}

/** A put has no answer to tell apart by. */
function keyOf(command: Sent): string {
  const { Key, ExpressionAttributeValues } = command.input;
  return `${command.constructor.name} ${JSON.stringify(Key ?? ExpressionAttributeValues ?? '')}`;
}
