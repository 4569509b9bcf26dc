/**
 * What a deployment costs, by its template and by what one certificate was measured to take. List prices of us-east-1 in USD, without
 * free tiers, each with where it was read: a first look, not a bill.
 */
import { FIGURES } from '../core/figures.ts';

export interface Template {
  Resources: Readonly<Record<string, { Type: string; Properties?: Record<string, unknown> }>>;
}

export interface Line {
  what: string;
  /** How many, with their unit. */
  count: string;
  usd: number;
}

/** The figures that our functions publish, and the bounces that SES counts for us. */
export const OUR_METRICS = Object.keys(FIGURES).length + 1;

/** Of a month of 730 hours, AWS's own reckoning. */
const TICKS = 730 * 60;
const SECONDS_OF_A_TICK = 0.4;
const WATCH_GB = 1;
/** Queries of an empty tick, half a read unit each. */
const READS_OF_A_TICK = 10;
const LOG_KB_OF_A_TICK = 2;

/** Of a step: its Lambda call, by the memory of most functions. A cold one takes 0.6 s, a warm one 0.1. */
const SECONDS_OF_A_STEP = 0.4;
const STEP_GB = 0.5;
/** Snapshot and event, in one transaction, which counts twice; items of a few kB. */
const WRITES_OF_A_STEP = 8;
const READS_OF_A_STEP = 6;
/** A wait of three days by the cadence of core/wait.ts: approval is looked at about 300 times, deployment ten times. */
const LOOKS = 310;
const WRITES_OF_A_LOOK = 4;
/** Instructions, two reminders and the end, to two contacts. */
const MAILS = 8;
const LOG_KB_OF_A_STEP = 3;

/** One price. What is not from AWS's own page was read elsewhere, and is to be looked up before anybody relies on it. */
interface Price {
  usd: number;
  /** As AWS tells it. */
  told: string;
  /** Where it was read, and when that was written, where it says so. */
  source: string;
  confirmed: boolean;
}

function own(usd: number, told: string, source: string): Price {
  return { usd, told, source, confirmed: true };
}

function elsewhere(usd: number, told: string, source: string): Price {
  return { usd, told, source, confirmed: false };
}

const USD = {
  transition: own(0.025 / 1000, '0.025 for 1,000 transitions', 'aws.amazon.com/step-functions/pricing'),
  lambdaGbSecond: elsewhere(
    0.0000133334,
    '0.0000133334 a GB-second, arm64',
    'artillery 2.0.28, lib/platform/aws-lambda/prices.js, of aws.amazon.com/lambda/pricing',
  ),
  lambdaCall: elsewhere(
    0.2 / 1e6,
    '0.20 a million calls',
    'github.com/api-evangelist/aws-lambda, plans, of aws.amazon.com/lambda/pricing (2026-09)',
  ),
  writeUnit: elsewhere(0.625 / 1e6, '0.625 a million units', 'airbyte.com, DynamoDB pricing (2025-07)'),
  readUnit: elsewhere(0.125 / 1e6, '0.125 a million units', 'airbyte.com, DynamoDB pricing (2025-07)'),
  key: elsewhere(1, '1 a month', 'cloudburn.io, AWS KMS pricing (2026-03)'),
  secret: elsewhere(0.4, '0.40 a month', 'hivebook.wiki, AWS Secrets Manager'),
  webAcl: elsewhere(5, '5 a month', 'c3x.dev, AWS WAF cost explained'),
  webAclRule: elsewhere(1, '1 a month', 'c3x.dev, AWS WAF cost explained'),
  alarmMetric: elsewhere(0.1, '0.10 a month', 'c3x.dev, aws_cloudwatch_metric_alarm'),
  customMetric: elsewhere(0.3, '0.30 a month', 'signoz.io, CloudWatch pricing (2026-02)'),
  dashboard: elsewhere(3, '3 a month', 'factualminds.com, Amazon CloudWatch pricing (2026-06)'),
  logKb: elsewhere(0.5 / 1e6, '0.50 a GB', 'factualminds.com, Amazon CloudWatch pricing (2026-06)'),
  trace: own(5 / 1e6, '5 a million traces', 'aws.amazon.com/xray/pricing'),
  mail: elsewhere(0.1 / 1000, '0.10 for 1,000 mails', 'acecloudinterviews.com, SES'),
} as const satisfies Record<string, Price>;

/** Markdown: each price, and where it is from. */
export function pricesTable(): string {
  const rows = Object.entries<Price>(USD).map(
    ([name, { told, source, confirmed }]) => `| ${name} | ${told} | ${source} | ${confirmed ? 'yes' : 'no'} |`,
  );
  return ['| Price | USD | Read at | AWS’s own page |', '|---|---|---|---|', ...rows].join('\n');
}

/** A month in which nobody calls. */
export function emptyMonth(template: Template, customMetrics: number): Line[] {
  const of = (type: string) => Object.values(template.Resources).filter(({ Type }) => Type === type);
  const rules = of('AWS::WAFv2::WebACL').flatMap(({ Properties }) => Properties?.Rules ?? []);
  const alarmMetrics = of('AWS::CloudWatch::Alarm').map(({ Properties }) => metricsOf(Properties ?? {}));
  return [
    line('Firewalls (WAF)', of('AWS::WAFv2::WebACL').length, 'ACLs', USD.webAcl.usd),
    line('Rules of the firewalls', rules.length, 'rules', USD.webAclRule.usd),
    line('Metrics of our own', customMetrics, 'metrics', USD.customMetric.usd),
    line('Dashboard', of('AWS::CloudWatch::Dashboard').length, 'dashboard', USD.dashboard.usd),
    line(
      'Alarms',
      alarmMetrics.reduce((sum, count) => sum + count, 0),
      'metrics',
      USD.alarmMetric.usd,
    ),
    line('Key (KMS)', of('AWS::KMS::Key').length, 'key', USD.key.usd),
    line('Secrets', of('AWS::SecretsManager::Secret').length, 'secret', USD.secret.usd),
    line('Watch, time', TICKS * SECONDS_OF_A_TICK * WATCH_GB, 'GB-seconds', USD.lambdaGbSecond.usd),
    line('Watch, calls and traces', TICKS, 'calls', USD.lambdaCall.usd + USD.trace.usd),
    line('Watch, reads of the table', (TICKS * READS_OF_A_TICK) / 2, 'read units', USD.readUnit.usd),
    line('Watch, logs', TICKS * LOG_KB_OF_A_TICK, 'kB', USD.logKb.usd),
  ];
}

/** An alarm over an expression is paid by each metric in it. */
function metricsOf({ Metrics }: Record<string, unknown>): number {
  return Array.isArray(Metrics) ? Metrics.filter((one: object) => 'MetricStat' in one).length : 1;
}

/** One certificate, from generate to READY, approved by mail within three days. */
export function oneCertificate({ transitions, steps }: { transitions: number; steps: number }): Line[] {
  const writes = steps * WRITES_OF_A_STEP + LOOKS * WRITES_OF_A_LOOK;
  return [
    line('State transitions', transitions, 'transitions', USD.transition.usd),
    line('Functions, time', steps * SECONDS_OF_A_STEP * STEP_GB, 'GB-seconds', USD.lambdaGbSecond.usd),
    line('Functions, calls and traces', steps, 'calls', USD.lambdaCall.usd + USD.trace.usd),
    line('Writes of the table, two indexes', writes, 'write units', USD.writeUnit.usd),
    line('Reads of the table', steps * READS_OF_A_STEP + LOOKS, 'read units', USD.readUnit.usd),
    line('Logs', (steps + LOOKS) * LOG_KB_OF_A_STEP, 'kB', USD.logKb.usd),
    line('Our mails', MAILS, 'mails', USD.mail.usd),
  ];
}

function line(what: string, count: number, unit: string, each: number): Line {
  return { what, count: `${Math.round(count).toLocaleString('en')} ${unit}`, usd: count * each };
}

/** Markdown, with the sum below. */
export function tableOf(lines: readonly Line[], digits: number): string {
  const sum = lines.reduce((total, { usd }) => total + usd, 0);
  const rows = [...lines, { what: '**Sum**', count: '', usd: sum }];
  return [
    '| What | How much | USD |',
    '|---|---|---|',
    ...rows.map(({ what, count, usd }) => `| ${what} | ${count} | ${usd.toFixed(digits)} |`),
  ].join('\n');
}
