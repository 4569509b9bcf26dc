/**
 * The dashboard: alarms first, then how far requests get, who is waited for, and what a certificate costs. The funnel is counted by
 * the invocations of the steps on its way, which costs nothing and cannot differ from what happened.
 */
import { Duration, type Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ACTORS } from '../core/actor.ts';
import { waitingFigure } from '../core/figures.ts';
import type { FunctionName } from '../core/topology.ts';
import { type Alarms, figure, type Watched } from './alarms.ts';

/** From generate to READY: the first step of each part of the way. What is activated then, the API's log tells. */
const FUNNEL: readonly [FunctionName, string][] = [
  ['EnsureTarget', 'generated'],
  ['RequestCertificate', 'preflight passed'],
  ['AttachCertificate', 'issued'],
  ['VerifyServing', 'deployed'],
  ['FinishRequest', 'ready'],
];

/** USD for 1,000 transitions of Standard workflows in us-east-1 (aws.amazon.com/step-functions/pricing). */
const THOUSAND_TRANSITIONS = 0.025;
const DAY = Duration.days(1);
const HALF = 12;
const WHOLE = 24;

export function createDashboard(stack: Stack, watched: Watched & { accessLog: LogGroup }, alarms: Alarms): void {
  const dashboard = new Dashboard(stack, 'Dashboard', { defaultInterval: Duration.days(28) });
  const perDay = { statistic: 'Sum', period: DAY };
  const passed = FUNNEL.map(([step, label]) => watched.functions[step].lambda.metricInvocations({ ...perDay, label }));
  dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: Object.values(alarms), width: WHOLE }));
  dashboard.addWidgets(
    new GraphWidget({ title: 'From generate to ready, a day', left: passed, width: HALF }),
    activations(watched.accessLog),
  );
  const waits = ACTORS.map((actor) =>
    figure(waitingFigure(actor), watched).with({ label: actor, statistic: 'Maximum' }),
  );
  dashboard.addWidgets(
    new GraphWidget({ title: 'Parked workflows by who must act', left: waits, stacked: true, width: HALF }),
    new GraphWidget({
      title: 'Shares of quotas',
      left: [figure('CertificateQuotaShare', watched), figure('DistributionQuotaShare', watched)],
      leftYAxis: { min: 0, max: 1 },
      width: HALF,
    }),
  );
  dashboard.addWidgets(...costs(watched.functions.FinishRequest.lambda.metricInvocations(perDay)));
}

/** The prefix was saved: the PUT of the REST face, or the RPC face's own name. */
function activations(accessLog: LogGroup): LogQueryWidget {
  return new LogQueryWidget({
    title: 'Activated, a day',
    logGroupNames: [accessLog.logGroupName],
    view: LogQueryVisualizationType.BAR,
    queryLines: [
      'filter (method = "PUT" and path like /\\/prefix$/) or path = "/sites.setPrefix"',
      'filter status = 200',
      'stats count(*) as activated by bin(1d)',
    ],
    width: HALF,
  });
}

/** Transitions are counted for the account: with other workflows in it, they are an upper bound. */
function costs(ready: IMetric): SingleValueWidget[] {
  const transitions = new Metric({
    namespace: 'AWS/States',
    metricName: 'ConsumedCapacity',
    dimensionsMap: { ServiceMetric: 'StateTransition' },
    statistic: 'Sum',
    period: DAY,
  });
  const quotient = (label: string, expression: string) =>
    new MathExpression({ label, expression, usingMetrics: { transitions, ready }, period: DAY });
  return [
    new SingleValueWidget({
      title: 'Of one certificate, a day',
      metrics: [
        quotient('transitions', 'transitions / ready'),
        quotient('USD for transitions', `transitions / ready * ${THOUSAND_TRANSITIONS} / 1000`),
      ],
      width: HALF,
    }),
  ];
}
