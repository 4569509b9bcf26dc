/**
 * The simulated world's common ground: one clock, one store, one source of chance, one bus of events, one log of mutations.
 * Every simulator is made as `createX(world, ...)` and reaches the others only through what it is handed.
 */
import { hash } from 'node:crypto';
import type { Metric } from '../core/alarms.ts';
import type { WorldClock } from './clock.ts';
import type { Store } from './store.ts';

/** The account that the service runs in. Any other twelve digits are somebody else's. */
export const OUR_ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** An EventBridge event, in the shape that a rule's target receives. */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** One change that an AWS call made, as CloudTrail would tell it: stories assert on these. */
export interface Mutation {
  at: string;
  /** Account whose credentials made the call. */
  account: string;
  /** Access key or function name behind the call. */
  principal: string;
  service: string;
  operation: string;
  /** ARN or id of what changed, and the account that owns it. */
  resource: string;
  owner: string;
  /** Tag `siteId` of what changed, where it has one. */
  site?: string;
}

export interface World {
  readonly clock: WorldClock;
  readonly store: Store;
  readonly random: Random;
  /** Emits an event. Answers its id. */
  emit(event: {
    source: string;
    detailType: string;
    resources?: string[];
    detail: Record<string, unknown>;
    account?: string;
  }): string;
  /** Listeners are called at once, inside the emitter's transaction: what they store lasts if and only if its cause does. */
  subscribe(listener: (event: BusEvent) => void): void;
  /** One value of a CloudWatch metric, as the function publishes it or the service counts it; alarms judge it (local/alarms.ts). */
  measure(metric: Metric, value: number): void;
  onMeasured(listener: Measured): void;
  /** Notes that a call has changed something. `owner` is the account that the resource belongs to, the caller's by default. */
  record(caller: Pick<Mutation, 'account' | 'principal'>, change: Change): void;
  /** All that was noted, oldest first; it survives a restart. */
  readonly mutations: Mutation[];
}

type Change = Pick<Mutation, 'service' | 'operation' | 'resource' | 'site'> & { owner?: string };

export type Measured = (metric: Metric, value: number) => void;

export function createWorld(clock: WorldClock, store: Store, seed: string): World {
  const random = createRandom(seed, store);
  const listeners: ((event: BusEvent) => void)[] = [];
  const measured: Measured[] = [];
  const mutations = store.collection<Mutation>('mutations');
  return {
    clock,
    store,
    random,
    emit({ source, detailType, resources = [], detail, account = OUR_ACCOUNT }) {
      const event: BusEvent = {
        version: '0',
        id: random.uuid(),
        'detail-type': detailType,
        source,
        account,
        time: clock.now().toISOString(),
        region: REGION,
        resources,
        detail,
      };
      for (const listener of listeners) listener(event);
      return event.id;
    },
    subscribe: (listener) => void listeners.push(listener),
    measure(metric, value) {
      for (const listener of measured) listener(metric, value);
    },
    onMeasured: (listener) => void measured.push(listener),
    record({ account, principal }, { owner = account, ...change }) {
      mutations.put(String(mutations.size), { at: clock.now().toISOString(), account, principal, ...change, owner });
    },
    get mutations() {
      return [...mutations.values()];
    },
  };
}

/** Chance from a seed: the n-th draw is a hash of seed and n, and n survives a restart, so that no id is given twice. */
export interface Random {
  hex(length: number): string;
  uuid(): string;
  /** Upper-case letters and digits, as CloudFront and Route 53 ids are made. */
  id(length: number): string;
  /** An integer from 0 to below `limit`. */
  below(limit: number): number;
  /** Goes on at a later draw: worlds of one seed that have drawn unlike often are alike from there on. */
  skipTo(draw: number): void;
}

/** Draws are written down so many at a time: nearly every call of AWS draws an id. */
const RESERVED_DRAWS = 1000;

function createRandom(seed: string, store: Store): Random {
  const draws = store.collection<number>('random.draws');
  /** A restart goes on behind all that may have been drawn. */
  let draw = draws.get('reserved') ?? 0;
  function reserve(): void {
    if (draw > (draws.get('reserved') ?? 0)) draws.put('reserved', draw + RESERVED_DRAWS);
  }
  function bytes(length: number): Buffer {
    draw++;
    reserve();
    const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, block) =>
      hash('sha512', `${seed}:${draw}:${block}`, 'buffer'),
    );
    return Buffer.concat(blocks).subarray(0, length);
  }
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const hex = (length: number) =>
    bytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length);
  return {
    hex,
    uuid: () => hex(32).replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-8$4-$5'),
    id: (length) => [...bytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(''),
    below: (limit) => bytes(6).readUIntBE(0, 6) % limit,
    skipTo(later) {
      if (later <= draw) throw new Error(`draw ${later} has been drawn`); // nothing is given twice
      draw = later;
      reserve();
    },
  };
}
