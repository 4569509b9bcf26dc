/**
 * CloudWatch's alarms: the rows of core/alarms.ts over what functions publish and what the simulators count in AWS's stead. The rule
 * kept here: whether one rings follows from what was measured and the time alone, so that no timer is needed to see it end.
 */
import { ALARMS, type Alarm, type AlarmName, type Metric, rings } from '../core/alarms.ts';
import { type Agenda, nextDue } from './agenda.ts';
import type { Lambdas } from './lambda.ts';
import type { World } from './world.ts';

export interface AlarmView extends Pick<Alarm, 'severity' | 'why' | 'runbook' | 'story'> {
  name: AlarmName;
  /** Since when it rings; null when it does not. */
  since: string | null;
}

export interface Alarms {
  /** All of them, in the order of core/alarms.ts, as they are now. */
  list(): AlarmView[];
  ringing(): AlarmName[];
  /** Calls back when one begins to ring. */
  onRinging(listener: (alarm: AlarmView) => void): void;
}

/** Of one minute, CloudWatch's finest: how often each value was measured. */
type Minute = Record<string, number>;

interface Series {
  /** By minutes since 1970. */
  minutes: Record<string, Minute>;
  last: number;
}

const NAMES = Object.keys(ALARMS) as AlarmName[];
const ROWS: Readonly<Record<AlarmName, Alarm>> = ALARMS;
const MINUTE_MS = 60_000;
/** No alarm looks further back. */
const KEPT_MINUTES = Math.max(...NAMES.map((name) => minutesOf(ROWS[name]) * ROWS[name].periods)) + 1;

function minutesOf({ seconds }: Alarm): number {
  return seconds / 60;
}

export function createAlarms(world: World, { onInvoked }: Pick<Lambdas, 'onInvoked'>, agenda?: Agenda): Alarms {
  const listeners: ((alarm: AlarmView) => void)[] = [];
  const series = world.store.collection<Series>('cloudwatch.series');
  const since = world.store.collection<string>('cloudwatch.ringing');
  /** Until when watch has nothing to look at: local mode skips the ticks before. Null: for ever. */
  const idle = world.store.collection<{ until: string | null }>('cloudwatch.idle');
  const minuteNow = () => Math.floor(world.clock.now().getTime() / MINUTE_MS);

  function keep(metric: Metric, value: number): void {
    const now = minuteNow();
    const minutes = series.get(keyOf(metric))?.minutes ?? {};
    const recent = Object.entries(minutes).filter(([minute]) => Number(minute) > now - KEPT_MINUTES);
    const present = minutes[now] ?? {};
    const counted = { ...present, [value]: (present[value] ?? 0) + 1 };
    series.put(keyOf(metric), { minutes: { ...Object.fromEntries(recent), [now]: counted }, last: value });
  }

  function judge(name: AlarmName): boolean {
    const before = since.get(name);
    // The minute that goes on counts for an alarm, and not yet against it.
    const isRinging = [0, 1].some((back) => rings(ROWS[name], valuesOf(ROWS[name], minuteNow() - back)));
    if (isRinging && before === undefined) {
      since.put(name, world.clock.now().toISOString());
      for (const listener of listeners) listener(viewOf(name));
    }
    if (!isRinging && before !== undefined) since.delete(name);
    return isRinging;
  }

  function viewOf(name: AlarmName): AlarmView {
    const { severity, why, runbook, story } = ROWS[name];
    return { name, severity, why, runbook, story, since: since.get(name) ?? null };
  }

  /** One a period, the latest last, which ends with that minute. */
  function valuesOf(alarm: Alarm, last: number): (number | undefined)[] {
    const measured = series.get(keyOf(alarm.metric));
    if (alarm.missing === 'same') return [measured?.last];
    const length = minutesOf(alarm);
    return Array.from({ length: alarm.periods }, (_, index) => {
      const end = last - (alarm.periods - 1 - index) * length;
      const value = measured && statisticOf(alarm, within(measured, end - length, end));
      return value ?? withoutMeasure(alarm, measured, end - length);
    });
  }

  /** What stands in a queue stands there until it is counted anew; ticks that are skipped would have been well. */
  function withoutMeasure({ metric, missing }: Alarm, measured: Series | undefined, begin: number): number | undefined {
    if (metric.of === 'AWS/SQS') return measured?.last;
    if (missing !== 'alarm') return undefined;
    const { until } = idle.get('watch') ?? { until: null };
    return until === null || Date.parse(until) / MINUTE_MS > begin ? 1 : undefined;
  }

  world.onMeasured((metric, value) => {
    const about = NAMES.filter((name) => keyOf(ROWS[name].metric) === keyOf(metric));
    if (about.length > 0) keep(metric, value);
    for (const name of about) judge(name);
  });
  /** What is due already has its tick within a minute. */
  function rest(): void {
    const due = agenda && nextDue(agenda);
    const tick = due === undefined ? undefined : Math.max(due, world.clock.now().getTime() + MINUTE_MS);
    const until = tick === undefined ? null : new Date(tick).toISOString();
    if (idle.get('watch')?.until !== until) idle.put('watch', { until });
  }
  agenda?.onWritten(() => {
    const { until } = idle.get('watch') ?? { until: null };
    if (until === null || until > world.clock.now().toISOString()) rest(); // else a tick is under way, or overdue
  });
  onInvoked((name, payload, answer) => {
    if (name !== 'Watch' || (payload as { 'detail-type'?: string })['detail-type'] !== 'Scheduled Event') return;
    const { until } = idle.get('watch') ?? { until: null };
    const now = world.clock.now().toISOString();
    if (answer !== undefined) rest();
    else if (until === null || until > now) idle.put('watch', { until: now });
    judge('WatchNotRunning');
  });

  return {
    list: () => {
      for (const name of NAMES) judge(name);
      return NAMES.map(viewOf);
    },
    ringing: () => NAMES.filter(judge),
    onRinging: (listener) => void listeners.push(listener),
  };
}

function keyOf({ of, name }: Metric): string {
  return `${of} ${name}`;
}

/** What was measured after minute `begin` up to minute `end`, in order of value: [value, how often]. */
function within({ minutes }: Series, begin: number, end: number): [number, number][] {
  const some = Object.entries(minutes).filter(([minute]) => Number(minute) > begin && Number(minute) <= end);
  const counts = some.flatMap(([, counted]) => Object.entries(counted));
  return counts.map(([value, count]): [number, number] => [Number(value), count]).sort(([a], [b]) => a - b);
}

function statisticOf({ statistic }: Alarm, counts: readonly [number, number][]): number | undefined {
  if (counts.length === 0) return undefined;
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  switch (statistic) {
    case 'Sum':
      return counts.reduce((sum, [value, count]) => sum + value * count, 0);
    case 'SampleCount':
      return total;
    case 'Minimum':
      return counts[0]?.[0];
    case 'Maximum':
      return counts.at(-1)?.[0];
    case 'p99': {
      let seen = 0;
      return counts.find(([, count]) => {
        seen += count;
        return seen >= total * 0.99;
      })?.[0];
    }
  }
}
