/**
 * CloudWatch, as far as we tell it something: the figures of core/alarms.ts, as one line of a function's log in the embedded metric
 * format, which costs no call.
 */
import { Metrics } from '@aws-lambda-powertools/metrics';
import { FIGURE_NAMESPACE, FIGURES, type FigureName } from '../../core/alarms.ts';
import { type Env, requireVariable } from './aws.ts';

export type Figures = Partial<Record<FigureName, number>>;
export type Publish = (figures: Figures) => void;

/** Without somebody who reads them nothing is published: who logs nothing publishes nothing. */
export function publisher(env: Env): Publish | undefined {
  if (env.LOG_LEVEL === 'SILENT') return undefined;
  const metrics = new Metrics({ namespace: FIGURE_NAMESPACE, serviceName: requireVariable(env, 'TABLE_NAME') });
  return (figures) => {
    for (const name of Object.keys(figures) as FigureName[]) metrics.addMetric(name, FIGURES[name], figures[name] ?? 0);
    metrics.publishStoredMetrics();
  };
}
