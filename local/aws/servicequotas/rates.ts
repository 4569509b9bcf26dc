/**
 * How many calls a second AWS takes: one token bucket per account and operation, in world time. A refused call costs no token,
 * so waiting always helps.
 */
import type { World } from '../../world.ts';

/** A bucket: `perSecond` tokens flow in, `burst` fit. */
export interface Rate {
  perSecond: number;
  burst: number;
}

interface Bucket {
  tokens: number;
  /** World milliseconds of the last call that was let through. */
  at: number;
}

export interface Rates {
  /** Takes a token; false means that the caller has been too fast. An operation without a rate always passes. */
  take(account: string, operation: string): boolean;
  /** Changes the rate of an operation from now on (data of the world), for every account. */
  set(operation: string, rate: Rate): void;
}

/** `defaults` by operation, or by the group of operations that share a bucket, as the service itself counts them. */
export function createRates(world: World, service: string, defaults: Record<string, Rate>): Rates {
  const settings = world.store.collection<Rate>(`${service}.rates`);
  const buckets = world.store.collection<Bucket>(`${service}.buckets`);
  return {
    take(account, operation) {
      const rate = settings.get(operation) ?? defaults[operation];
      if (!rate) return true;
      const now = world.clock.now().getTime();
      const key = `${account} ${operation}`;
      const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
      const tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond);
      if (tokens < 1) return false;
      buckets.put(key, { tokens: tokens - 1, at: now });
      return true;
    },
    set: (operation, rate) => settings.put(operation, rate),
  };
}
