/**
 * Alarms as data: what is measured, from which value on somebody is called, why just there, and which runbook that person opens.
 * Infra makes CloudWatch alarms of the rows, local mode evaluates the same rows; nothing else says when the service is unwell.
 */
import { FIGURE_NAMESPACE, type FigureName } from './figures.ts';

export type Metric =
  /** Of our own functions. */
  | { of: typeof FIGURE_NAMESPACE; name: FigureName }
  /** AWS's own, of this deployment's resources; several are added up. */
  | { of: 'AWS/ApiGateway'; name: '5XXError' | 'Latency' }
  | { of: 'AWS/States'; name: 'ExecutionThrottled' }
  | { of: 'AWS/Lambda'; name: 'Throttles' }
  | { of: 'AWS/SQS'; name: 'ApproximateNumberOfMessagesVisible' }
  | { of: 'AWS/SES'; name: 'Bounce' };

export interface Alarm {
  /** OpsCenter's: 1 everything is down, 2 a customer is harmed or soon will be, 3 a customer waits. */
  severity: 1 | 2 | 3;
  metric: Metric;
  statistic: 'Sum' | 'Maximum' | 'Minimum' | 'SampleCount' | 'p99';
  /** Length of a period. */
  seconds: number;
  /** So many periods one after the other. */
  periods: number;
  comparison: '>' | '>=' | '<';
  threshold: number;
  /** A period without a value: nothing happened, or the alarm itself; `same` keeps the state, for what is measured once an hour. */
  missing: 'fine' | 'alarm' | 'same';
  /**
   * What is measured is that it begins, once, and not that it lasts: a quiet period after that says nothing, and nobody is told that it
   * is over. Who was called looks until it is.
   */
  tellsNoEnd?: true;
  /** Why this threshold. */
  why: string;
  /** In `runbooks/`, without its ending. */
  runbook: string;
  /** In `test/stories/`, without its ending: reproduces it in local mode. */
  story: string;
}

const MINUTES = 60;
const HOUR = 60 * MINUTES;

function onceAnHour(name: FigureName): Pick<Alarm, 'metric' | 'seconds' | 'periods' | 'missing'> {
  return { metric: { of: FIGURE_NAMESPACE, name }, seconds: HOUR, periods: 1, missing: 'same' };
}

export const ALARMS = {
  WorkflowsStopped: {
    severity: 2,
    metric: { of: FIGURE_NAMESPACE, name: 'WorkflowsStopped' },
    statistic: 'Sum',
    seconds: 5 * MINUTES,
    periods: 1,
    comparison: '>=',
    threshold: 1,
    missing: 'fine',
    tellsNoEnd: true,
    why: 'No workflow stops by itself: each is a bug or a right that is missing, and waits for a person.',
    runbook: 'workflow-stopped',
    story: 'technical-failure-redrive',
  },
  WorkflowsThrottled: {
    severity: 3,
    metric: { of: 'AWS/States', name: 'ExecutionThrottled' },
    statistic: 'Sum',
    seconds: 5 * MINUTES,
    periods: 3,
    comparison: '>=',
    threshold: 1,
    missing: 'fine',
    why: 'Step Functions takes a burst of 5,000 transitions; a quarter of an hour of throttling is a quota that is too small.',
    runbook: 'quota-nearly-used',
    story: 'alarms',
  },
  FunctionsThrottled: {
    severity: 3,
    metric: { of: 'AWS/Lambda', name: 'Throttles' },
    statistic: 'Sum',
    seconds: 5 * MINUTES,
    periods: 3,
    comparison: '>=',
    threshold: 1,
    missing: 'fine',
    why: 'Who calls tries again for minutes; longer, and the account or a reservation has too few functions at once.',
    runbook: 'quota-nearly-used',
    story: 'alarms',
  },
  WatchNotRunning: {
    severity: 2,
    metric: { of: FIGURE_NAMESPACE, name: 'OverdueSeconds' },
    statistic: 'SampleCount',
    seconds: 5 * MINUTES,
    periods: 1,
    comparison: '<',
    threshold: 1,
    missing: 'alarm',
    why: 'A tick ends every minute; five that did not are more than one slow or lost event.',
    runbook: 'watch-in-trouble',
    story: 'alarms',
  },
  WaitsOverdue: {
    severity: 2,
    metric: { of: FIGURE_NAMESPACE, name: 'OverdueSeconds' },
    statistic: 'Maximum',
    seconds: 5 * MINUTES,
    periods: 2,
    comparison: '>',
    threshold: 600,
    missing: 'fine',
    why: 'A tick looks at 200 waits, so that 1,000 at once are seen in five minutes; ten mean that watch does not catch up, with these or with what else is due.',
    runbook: 'watch-in-trouble',
    story: 'alarms',
  },
  LooksFailing: {
    severity: 3,
    metric: { of: FIGURE_NAMESPACE, name: 'LooksFailed' },
    statistic: 'Sum',
    seconds: 15 * MINUTES,
    periods: 2,
    comparison: '>=',
    threshold: 3,
    missing: 'fine',
    why: 'A look that fails is repeated within a quarter of an hour: one error is the network, three in each of two quarters are not.',
    runbook: 'watch-in-trouble',
    story: 'alarms',
  },
  ClockSkew: {
    severity: 2,
    metric: { of: FIGURE_NAMESPACE, name: 'ClockSkewSeconds' },
    statistic: 'Minimum',
    seconds: 5 * MINUTES,
    periods: 1,
    comparison: '>',
    threshold: 90,
    missing: 'fine',
    why: 'EventBridge drops an event that is 60 s old, and signatures allow 120 s: between them a wrong clock is left, or Lambda hands over each tick late, which WatchNotRunning tells too.',
    runbook: 'watch-in-trouble',
    story: 'alarms',
  },
  ApiFailing: {
    severity: 2,
    metric: { of: 'AWS/ApiGateway', name: '5XXError' },
    statistic: 'Sum',
    seconds: 5 * MINUTES,
    periods: 1,
    comparison: '>=',
    threshold: 5,
    missing: 'fine',
    why: 'No input of a caller makes a 5xx: one may be a cold start that ran out of time, five are a bug or an outage.',
    runbook: 'api-failing',
    story: 'alarms',
  },
  ApiSlow: {
    severity: 3,
    metric: { of: 'AWS/ApiGateway', name: 'Latency' },
    statistic: 'p99',
    seconds: 5 * MINUTES,
    periods: 3,
    comparison: '>',
    threshold: 10_000,
    missing: 'fine',
    why: 'Milliseconds. A preflight of 100 names with a dead name server takes 8 s; API Gateway gives up at 29 s.',
    runbook: 'api-failing',
    story: 'alarms',
  },
  CallersRefused: {
    severity: 3,
    metric: { of: FIGURE_NAMESPACE, name: 'CallersRefused' },
    statistic: 'Sum',
    seconds: 5 * MINUTES,
    periods: 1,
    comparison: '>',
    threshold: 100,
    missing: 'fine',
    why: 'An address is locked at 100 wrong attempts in 15 min, a key at 10: a customer’s typing stays far below.',
    runbook: 'callers-refused',
    story: 'alarms',
  },
  DeadLetters: {
    severity: 2,
    metric: { of: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible' },
    statistic: 'Maximum',
    seconds: 5 * MINUTES,
    periods: 1,
    comparison: '>=',
    threshold: 1,
    missing: 'fine',
    why: 'A letter is an event that failed three times. The next look makes up for most; why it failed, nobody else tells.',
    runbook: 'dead-letters',
    story: 'alarms',
  },
  CertificateExpiresSoon: {
    severity: 2,
    ...onceAnHour('DaysToExpiry'),
    statistic: 'Minimum',
    comparison: '<',
    threshold: 20,
    why: 'Renewal begins 45 days before the end and its mails last three days: at 20 days several rounds have failed.',
    runbook: 'certificate-expiring',
    story: 'alarms',
  },
  CertificateExpires: {
    severity: 1,
    ...onceAnHour('DaysToExpiry'),
    statistic: 'Minimum',
    comparison: '<',
    threshold: 10,
    why: 'A new certificate takes up to 72 h of approvals and a day of everything else; ten days are two attempts.',
    runbook: 'certificate-expiring',
    story: 'alarms',
  },
  CertificateQuotaNearlyUsed: {
    severity: 3,
    ...onceAnHour('CertificateQuotaShare'),
    statistic: 'Maximum',
    comparison: '>=',
    threshold: 0.8,
    why: 'AWS raises it within days at most; at 5,000 a year, a fifth lasts ten weeks. Deleted certificates give nothing back.',
    runbook: 'quota-nearly-used',
    story: 'alarms',
  },
  DistributionQuotaNearlyUsed: {
    severity: 3,
    ...onceAnHour('DistributionQuotaShare'),
    statistic: 'Maximum',
    comparison: '>=',
    threshold: 0.8,
    why: 'A site needs one; of 500, a hundred are left for the days that an increase takes.',
    runbook: 'quota-nearly-used',
    story: 'alarms',
  },
  AwsThrottles: {
    severity: 3,
    metric: { of: FIGURE_NAMESPACE, name: 'LooksThrottled' },
    statistic: 'Sum',
    seconds: 15 * MINUTES,
    periods: 2,
    comparison: '>=',
    threshold: 15,
    missing: 'fine',
    why: 'One a minute is our own pace meeting others’; more for half an hour, and somebody else uses up the account’s rates.',
    runbook: 'quota-nearly-used',
    story: 'alarms',
  },
  InvocationsThrottled: {
    severity: 3,
    metric: { of: FIGURE_NAMESPACE, name: 'InvocationsThrottled' },
    statistic: 'Sum',
    seconds: 15 * MINUTES,
    periods: 4,
    comparison: '>=',
    threshold: 3,
    missing: 'fine',
    why: 'A step that AWS throttles (CloudFront takes a write in two seconds) is tried again within five minutes, three times a quarter; after an hour somebody else uses up the account’s rates, and an hour and a half are left until the workflow stops.',
    runbook: 'quota-nearly-used',
    story: 'alarms',
  },
  TicketsWaiting: {
    severity: 2,
    ...onceAnHour('OnCallWaitDays'),
    statistic: 'Maximum',
    comparison: '>',
    threshold: 5,
    why: 'AWS Support answers within a day to four; a ticket rises to severity 2 after five. That of a renewal leaves ten days then.',
    runbook: 'move-cname-ownership',
    story: 'alarms',
  },
  MailsBounced: {
    severity: 3,
    metric: { of: 'AWS/SES', name: 'Bounce' },
    statistic: 'Sum',
    seconds: HOUR,
    periods: 1,
    comparison: '>=',
    threshold: 3,
    missing: 'fine',
    why: 'One is a typing error that its site shows; AWS looks at accounts whose bounces reach 5 of 100.',
    runbook: 'mails-bounced',
    story: 'alarms',
  },
  WebhooksDead: {
    severity: 3,
    metric: { of: FIGURE_NAMESPACE, name: 'DeliveriesDead' },
    statistic: 'Sum',
    seconds: HOUR,
    periods: 1,
    comparison: '>=',
    threshold: 1,
    missing: 'fine',
    tellsNoEnd: true,
    why: 'A receiver was out of reach for 28 hours: its owner misses what happened, and does not know that it misses it.',
    runbook: 'webhook-dead',
    story: 'webhooks',
  },
  NamesNotServing: {
    severity: 2,
    metric: { of: FIGURE_NAMESPACE, name: 'NamesNotServing' },
    statistic: 'Sum',
    seconds: 5 * MINUTES,
    periods: 1,
    comparison: '>=',
    threshold: 1,
    missing: 'fine',
    tellsNoEnd: true,
    why: 'Two looks have seen it, the DNS is right, and browsers meet an error: nobody but us can mend it.',
    runbook: 'names-not-serving',
    story: 'health',
  },
  RetirementsOverdue: {
    severity: 3,
    metric: { of: FIGURE_NAMESPACE, name: 'RetirementsOverdue' },
    statistic: 'Sum',
    seconds: HOUR,
    periods: 1,
    comparison: '>=',
    threshold: 1,
    missing: 'fine',
    tellsNoEnd: true,
    why: 'Ninety days and three letters have moved nobody: a person has to call the customer, or to decide.',
    runbook: 'customer-offboarding',
    story: 'retire',
  },
} as const satisfies Record<string, Alarm>;
export type AlarmName = keyof typeof ALARMS;

/** Whether an alarm rings over these values, one a period, the latest last; undefined is a period without one, of `same` before the first. */
export function rings(alarm: Alarm, values: readonly (number | undefined)[]): boolean {
  const latest = values.slice(-alarm.periods);
  return latest.length === alarm.periods && latest.every((value) => breaches(alarm, value));
}

function breaches({ comparison, threshold, missing }: Alarm, value: number | undefined): boolean {
  if (value === undefined) return missing === 'alarm';
  switch (comparison) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
  }
}
