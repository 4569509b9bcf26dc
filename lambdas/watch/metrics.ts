/**
 * What watch measures of the figures of core/figures.ts. At every tick: what the tick knows anyway. Once an hour, at the first tick of
 * it that this function sees: what takes some queries by index and two calls of AWS, and no scan.
 */

import { ACTORS } from '../../core/actor.ts';
import { type FigureName, waitingFigure } from '../../core/figures.ts';
import type { RenewalTicket } from '../../core/renewal-ticket.ts';
import { WAITS } from '../../core/wait.ts';
import type { Acm } from '../clients/acm.ts';
import type { Figures, Publish } from '../clients/figures.ts';
import type { Quotas } from '../clients/quotas.ts';
import type { RenewalTickets } from '../records/renewal-tickets.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import type { Wait, Waits } from '../records/waits.ts';

interface Measured {
  waits: Waits;
  renewalTickets: RenewalTickets;
  sites: Sites;
  requests: Requests;
  acm: Acm;
  quotas: Quotas;
}

export interface Meter {
  /** One more of what is counted until the next tick. */
  count(name: 'LooksFailed' | 'LooksThrottled'): void;
  stopped(): void;
  /** Of a tick that is passed over: how late it came, and nothing that would say that it has done its work. */
  late(now: Date, clock: Date): void;
  /** At the end of a tick: `clock` is the function's own time at its beginning, `nextDueAt` when the earliest was due of what it has found. */
  tick(now: Date, clock: Date, nextDueAt: string | undefined): Promise<void>;
}

const DAY_MS = 24 * 3600 * 1000;
const YEAR_MS = 365 * DAY_MS;

/** Without somebody who reads them nothing is measured. `unmeasured` hears of an hour that could not be measured yet. */
export function createMeter(
  measured: Measured,
  publish: Publish | undefined,
  unmeasured: (error: unknown) => undefined,
): Meter {
  let counted = { LooksFailed: 0, LooksThrottled: 0 };
  let measuredIn: string | undefined;
  return {
    count(name) {
      counted[name]++;
    },
    stopped: () => publish?.({ WorkflowsStopped: 1 }),
    late: (now, clock) => publish?.({ ClockSkewSeconds: skewOf(now, clock) }),
    async tick(now, clock, nextDueAt) {
      if (!publish) return;
      const figures = {
        OverdueSeconds: nextDueAt ? Math.max(0, secondsBetween(new Date(nextDueAt), now)) : 0,
        ClockSkewSeconds: skewOf(now, clock),
        ...counted,
      };
      counted = { LooksFailed: 0, LooksThrottled: 0 };
      if (hourOf(now) === measuredIn) return publish(figures);
      // What a tick knows is told even where AWS does not let us measure the rest: the next tick tries that again.
      const more = await hourly(measured, now).catch((error: unknown) => {
        counted.LooksFailed++; // told with the next tick: what stays so rings
        return unmeasured(error);
      });
      if (more) measuredIn = hourOf(now);
      publish({ ...figures, ...more });
    },
  };
}

/** `2026-11-21T09`. */
function hourOf(now: Date): string {
  return now.toISOString().slice(0, 13);
}

function secondsBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / 1000;
}

function skewOf(now: Date, clock: Date): number {
  return Math.abs(secondsBetween(now, clock));
}

async function hourly(measured: Measured, now: Date): Promise<Figures> {
  const { waits, renewalTickets, sites, requests, acm, quotas } = measured;
  const [parked, tickets, all, certificates, end, certificateQuota, distributionQuota] = await Promise.all([
    waits.parked(),
    renewalTickets.list(),
    sites.list(),
    requests.certificatesSince(new Date(now.getTime() - YEAR_MS)),
    acm.endsFirst(),
    quotas.value('certificatesPerYear'),
    quotas.value('distributionsPerAccount'),
  ]);
  const distributions = all.filter(({ distribution }) => distribution).length;
  return {
    ...waitingOn(parked),
    OnCallWaitDays: onCallDays(parked, tickets, now),
    ...(end ? { DaysToExpiry: (end.getTime() - now.getTime()) / DAY_MS } : {}),
    ...share('CertificateQuotaShare', certificates, certificateQuota),
    ...share('DistributionQuotaShare', distributions, distributionQuota),
  };
}

/** An unknown quota is no share: unknown is not full. */
function share(name: FigureName, used: number, quota: number | null): Figures {
  return quota === null ? {} : { [name]: used / quota };
}

function waitingOn(parked: readonly Wait[]): Figures {
  return Object.fromEntries(ACTORS.map((actor) => [waitingFigure(actor), parked.filter(isOf(actor)).length]));
}

function isOf(actor: (typeof ACTORS)[number]): (wait: Wait) => boolean {
  // A newer version may have parked what this one does not know.
  return ({ name }) => Object.hasOwn(WAITS, name) && WAITS[name].waitingOn === actor;
}

/** Of the oldest wait in which on-call must act, or ticket of a renewal. */
function onCallDays(parked: readonly Wait[], tickets: readonly RenewalTicket[], now: Date): number {
  const open = tickets.filter(({ closedAt }) => closedAt === null);
  const since = [
    ...parked.filter(isOf('vendor on-call')).map(({ parkedAt }) => parkedAt),
    ...open.map(({ openedAt }) => openedAt),
  ];
  return Math.max(0, ...since.map((time) => (now.getTime() - Date.parse(time)) / DAY_MS));
}
