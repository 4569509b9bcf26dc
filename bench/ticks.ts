/**
 * What a tick of watch costs while nothing is due: ticks at a time at which nothing was due yet, in the minutes of the hour in which the
 * fewest and the most requests are glanced at. What lies between the two is the glances.
 */
import { glanceMinute } from '../core/glance.ts';
import { REAL_MACHINE } from '../lambdas/runtime.ts';
import { create as createWatch } from '../lambdas/watch/watch.ts';
import type { Product } from '../local/product.ts';
import { environmentOf } from './environment.ts';

interface Cost {
  /** Of AWS. */
  calls: number;
  ms: number;
}

export interface Ticks {
  /** Of a tick in whose minute nobody is glanced at; the time is that of the quietest minute, for machines are noisy. */
  idle: Cost;
  /** At one request. */
  glance: Cost;
}

/** These requests serve, and nothing else is in this world. */
export async function ticksOf(product: Product, requestIds: readonly string[]): Promise<Ticks> {
  const tickAt = ticking(product);
  const minutes = requestIds.map(glanceMinute);
  const glanced = Array.from({ length: 60 }, (_, minute) => minutes.filter((its) => its === minute).length);
  const [fewest, most] = [Math.min(...glanced), Math.max(...glanced)];
  const [quiet, busy] = [await tickAt(glanced.indexOf(fewest)), await tickAt(glanced.indexOf(most))];
  const one = (of: keyof Cost) => (busy[of] - quiet[of]) / (most - fewest);
  const glance = { calls: one('calls'), ms: one('ms') };
  return { idle: { calls: quiet.calls - fewest * glance.calls, ms: quiet.ms }, glance };
}

/** The function is one of its own, over the same table and the same world. */
function ticking({ ports, resolvers, rootPem, onCalled }: Product): (minute: number) => Promise<Cost> {
  const outside = {
    DNS_RESOLVERS: resolvers.map((address) => `${address}:${ports.dns}`).join(),
    DNS_PORT: String(ports.dns),
    EDGE_TLS_PORT: String(ports.edgeTls),
    TRUST_ANCHORS: rootPem,
  };
  const variables = { ...environmentOf('Watch', ports.aws), ...outside };
  const punctual = { ...REAL_MACHINE, now: () => new Date(`${BEFORE}:00:00Z`) }; // a late tick is passed over
  const watch = createWatch(variables, punctual, () => undefined);
  let calls = 0;
  onCalled(() => calls++);
  return async (minute) => {
    const event = { time: `${BEFORE}:${String(minute).padStart(2, '0')}:00Z`, 'detail-type': 'Scheduled Event' };
    for (let tick = 0; tick < TICKS; tick++) await watch(event); // the hour is measured by the first one
    const began = { calls, time: performance.now() };
    for (let tick = 0; tick < TICKS; tick++) await watch(event);
    return { calls: (calls - began.calls) / TICKS, ms: (performance.now() - began.time) / TICKS };
  };
}

/** An hour. */
const BEFORE = '2026-11-21T00';
const TICKS = 20;
