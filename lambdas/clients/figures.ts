/**
 * CloudWatch, as far as we tell it something: the figures of core/alarms.ts, as one line of a function's log in the embedded metric
 * format (AmazonCloudWatch/latest/monitoring, CloudWatch_Embedded_Metric_Format_Specification), which costs no call.
 */
import { FIGURE_DIMENSION, FIGURE_NAMESPACE, FIGURES, type FigureName } from '../../core/figures.ts';
import { type Env, requireVariable } from './aws.ts';

export type Figures = Partial<Record<FigureName, number>>;
export type Publish = (figures: Figures) => void;

/** Without somebody who reads them nothing is published: who logs nothing publishes nothing. `now` dates the figures. */
export function publisher(env: Env, { now }: { now(): Date }): Publish | undefined {
  if (env.LOG_LEVEL === 'SILENT') return undefined;
  const table = requireVariable(env, 'TABLE_NAME');
  return (figures) => {
    const Metrics = (Object.keys(figures) as FigureName[]).map((Name) => ({ Name, Unit: FIGURES[Name] }));
    const directive = { Namespace: FIGURE_NAMESPACE, Dimensions: [[FIGURE_DIMENSION]], Metrics };
    const _aws = { Timestamp: now().getTime(), CloudWatchMetrics: [directive] };
    // Not by the console: Lambda puts words before its lines, and CloudWatch reads lines that are JSON from end to end.
    process.stdout.write(`${JSON.stringify({ _aws, [FIGURE_DIMENSION]: table, ...figures })}\n`);
  };
}
