/**
 * What watch tells CloudWatch: the figures of core/alarms.ts, as one line of its log in the embedded metric format, which costs no
 * call. At every tick what the tick knows anyway; on the hour what takes some queries by index and two calls of AWS, and no scan.
 */
import { Metrics } from '@aws-lambda-powertools/metrics';
import { FIGURE_NAMESPACE, FIGURES, type FigureName, waitingFigure } from '../../core/alarms.ts';
import { ACTORS } from '../../core/reasons.ts';
import { WAITS } from '../../core/wait.ts';
import type { Acm } from '../clients/acm.ts';
import { type Env, requireVariable } from '../clients/aws.ts';
import type { Quotas } from '../clients/quotas.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import type { Wait, Waits } from '../records/waits.ts';

export type Figures = Partial<Record<FigureName, number>>;
export type Publish = (figures: Figures) => void;

interface Measured {
  waits: Waits;
  sites: Sites;
  requests: Requests;
  acm: Acm;
  quotas: Quotas;
}

export interface Meter {
  /** One more of what is counted until the next tick. */
  count(name: 'LooksFailed' | 'LooksThrottled'): void;
  stopped(): void;
  /** At the end of a tick: `clock` is the function's own time at its beginning, `nextDueAt` when the earliest wait is due. */
  tick(now: Date, clock: Date, nextDueAt: string | undefined): Promise<void>;
}

const DAY_MS = 24 * 3600 * 1000;
const YEAR_MS = 365 * DAY_MS;

/** Without somebody who reads them nothing is measured. */
export function createMeter(measured: Measured, publish: Publish | undefined): Meter {
  let counted = { LooksFailed: 0, LooksThrottled: 0 };
  return {
    count(name) {
      counted[name]++;
    },
    stopped: () => publish?.({ WorkflowsStopped: 1 }),
    async tick(now, clock, nextDueAt) {
      if (!publish) return;
      const figures = {
        OverdueSeconds: nextDueAt ? Math.max(0, secondsBetween(new Date(nextDueAt), now)) : 0,
        ClockSkewSeconds: Math.abs(secondsBetween(now, clock)),
        ...counted,
      };
      counted = { LooksFailed: 0, LooksThrottled: 0 };
      publish(now.getUTCMinutes() === 0 ? { ...figures, ...(await hourly(measured, now)) } : figures);
    },
  };
}

function secondsBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / 1000;
}

async function hourly({ waits, sites, requests, acm, quotas }: Measured, now: Date): Promise<Figures> {
  const [parked, all, certificates, end] = await Promise.all([
    waits.parked(),
    sites.list(),
    requests.certificatesSince(new Date(now.getTime() - YEAR_MS)),
    acm.endsFirst(),
  ]);
  const distributions = all.filter(({ distribution }) => distribution).length;
  return {
    ...waitingOn(parked, now),
    ...(end ? { DaysToExpiry: (end.getTime() - now.getTime()) / DAY_MS } : {}),
    ...share('CertificateQuotaShare', certificates, await quotas.value('certificatesPerYear')),
    ...share('DistributionQuotaShare', distributions, await quotas.value('distributionsPerAccount')),
  };
}

/** An unknown quota is no share: unknown is not full. */
function share(name: FigureName, used: number, quota: number | null): Figures {
  return quota === null ? {} : { [name]: used / quota };
}

function waitingOn(parked: readonly Wait[], now: Date): Figures {
  const of = (actor: (typeof ACTORS)[number]) => parked.filter(({ name }) => WAITS[name].waitingOn === actor);
  const days = of('vendor on-call').map(({ parkedAt }) => (now.getTime() - Date.parse(parkedAt)) / DAY_MS);
  return {
    ...Object.fromEntries(ACTORS.map((actor) => [waitingFigure(actor), of(actor).length])),
    OnCallWaitDays: Math.max(0, ...days),
  };
}

/** The metrics are lines of the log: who logs nothing publishes nothing. */
export function publisher(env: Env): Publish | undefined {
  if (env.LOG_LEVEL === 'SILENT') return undefined;
  const metrics = new Metrics({ namespace: FIGURE_NAMESPACE, serviceName: requireVariable(env, 'TABLE_NAME') });
  return (figures) => {
    for (const name of Object.keys(figures) as FigureName[]) metrics.addMetric(name, FIGURES[name], figures[name] ?? 0);
    metrics.publishStoredMetrics();
  };
}
