/**
 * What a deployment costs, by its template and by what one certificate was measured to take. List prices of us-east-1 in USD, from AWS's
 * public price pages, without free tiers: a first look, not a bill.
 */

export interface Template {
  Resources: Readonly<Record<string, { Type: string; Properties?: Record<string, unknown> }>>;
}

export interface Line {
  what: string;
  /** How many, with their unit. */
  count: string;
  usd: number;
}

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

const USD = {
  transition: 0.025 / 1000,
  lambdaGbSecond: 0.0000133334, // arm64
  lambdaCall: 0.2 / 1e6,
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  key: 1,
  secret: 0.4,
  webAcl: 5,
  webAclRule: 1,
  alarmMetric: 0.1,
  customMetric: 0.3,
  dashboard: 3,
  logKb: 0.5 / 1e6,
  trace: 5 / 1e6,
  mail: 0.1 / 1000,
};

/** A month in which nobody calls. */
export function emptyMonth(template: Template, customMetrics: number): Line[] {
  const of = (type: string) => Object.values(template.Resources).filter(({ Type }) => Type === type);
  const rules = of('AWS::WAFv2::WebACL').flatMap(({ Properties }) => Properties?.Rules ?? []);
  const alarmMetrics = of('AWS::CloudWatch::Alarm').map(({ Properties }) => metricsOf(Properties ?? {}));
  return [
    line('Firewalls (WAF)', of('AWS::WAFv2::WebACL').length, 'ACLs', USD.webAcl),
    line('Rules of the firewalls', rules.length, 'rules', USD.webAclRule),
    line('Metrics of our own', customMetrics, 'metrics', USD.customMetric),
    line('Dashboard', of('AWS::CloudWatch::Dashboard').length, 'dashboard', USD.dashboard),
    line(
      'Alarms',
      alarmMetrics.reduce((sum, count) => sum + count, 0),
      'metrics',
      USD.alarmMetric,
    ),
    line('Key (KMS)', of('AWS::KMS::Key').length, 'key', USD.key),
    line('Secrets', of('AWS::SecretsManager::Secret').length, 'secret', USD.secret),
    line('Watch, time', TICKS * SECONDS_OF_A_TICK * WATCH_GB, 'GB-seconds', USD.lambdaGbSecond),
    line('Watch, calls and traces', TICKS, 'calls', USD.lambdaCall + USD.trace),
    line('Watch, reads of the table', (TICKS * READS_OF_A_TICK) / 2, 'read units', USD.readUnit),
    line('Watch, logs', TICKS * LOG_KB_OF_A_TICK, 'kB', USD.logKb),
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
    line('State transitions', transitions, 'transitions', USD.transition),
    line('Functions, time', steps * SECONDS_OF_A_STEP * STEP_GB, 'GB-seconds', USD.lambdaGbSecond),
    line('Functions, calls and traces', steps, 'calls', USD.lambdaCall + USD.trace),
    line('Writes of the table, two indexes', writes, 'write units', USD.writeUnit),
    line('Reads of the table', steps * READS_OF_A_STEP + LOOKS, 'read units', USD.readUnit),
    line('Logs', (steps + LOOKS) * LOG_KB_OF_A_STEP, 'kB', USD.logKb),
    line('Our mails', MAILS, 'mails', USD.mail),
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
