/**
 * What our functions publish besides AWS's own metrics (lambdas/clients/figures.ts): watch at every tick, at events or once an hour
 * (lambdas/watch/metrics.ts), the others when it happens.
 */
import { ACTORS, type Actor } from './actor.ts';

/** By name, in CloudWatch's units. */
export const FIGURES = {
  /** Every tick: the longest that anything due (wait, care, errand, mail, notice) had been overdue when it was found. */
  OverdueSeconds: 'Seconds',
  /** Every tick: looks that ended in an error, and looks that AWS throttled. */
  LooksFailed: 'Count',
  LooksThrottled: 'Count',
  /** Every tick: between the time of the schedule's event and the function's clock. */
  ClockSkewSeconds: 'Seconds',
  /** At an event: a workflow stopped for a technical reason. Step Functions' ExecutionsFailed counts denied approvals too. */
  WorkflowsStopped: 'Count',
  /** Of any function: invocations that ended because AWS throttled a call at all its tries. A step is tried again for two and a half hours. */
  InvocationsThrottled: 'Count',
  /** Of Api: calls of somebody who was not let in. */
  CallersRefused: 'Count',
  /** Of Notify: deliveries to a webhook that were given up, and not because the receiver wants no more. */
  DeliveriesDead: 'Count',
  /** Of watch: names that have stopped serving although their DNS is right. */
  NamesNotServing: 'Count',
  /** Of RecordOverdue: sites that cannot be retired, because names still lead to them after 90 days. */
  RetirementsOverdue: 'Count',
  /** Once an hour: age of the oldest wait in which the vendor's on-call must act, or ticket of a renewal. */
  OnCallWaitDays: 'None',
  /** Once an hour: of the certificate in use that ends first. ACM's own metric has one series a certificate, which no alarm can join. */
  DaysToExpiry: 'None',
  /** Once an hour: what is used of a yearly or account-wide quota, 0 to 1. */
  CertificateQuotaShare: 'None',
  DistributionQuotaShare: 'None',
  /** Once an hour: parked workflows by who must act. */
  ...(Object.fromEntries(ACTORS.map((actor) => [waitingFigure(actor), 'Count'])) as Record<WaitingFigure, 'Count'>),
} as const;
export type FigureName = keyof typeof FIGURES;

/** CloudWatch namespace of the figures, and the name of their one dimension: its value is the table's name, which no other deployment has. */
export const FIGURE_NAMESPACE = 'Certificates';
export const FIGURE_DIMENSION = 'service';

type WaitingFigure = `Waiting on ${Actor}`;
export function waitingFigure(actor: Actor): WaitingFigure {
  return `Waiting on ${actor}`;
}
