/**
 * CloudWatch alarms of the rows of core/alarms.ts, each telling its topic what is wrong, how bad, and which runbook to open.
 * A row names a metric by what it is of; here stands which of the deployment's resources that are.
 */
import { Duration, type Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Alarm as CloudWatchAlarm,
  Metric as CloudWatchMetric,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { ALARMS, type Alarm, type AlarmName } from '../core/alarms.ts';
import { FIGURE_DIMENSION, FIGURE_NAMESPACE, type FigureName } from '../core/figures.ts';
import type { Functions } from './functions.ts';
import { CONFIGURATION_SET_TAG } from './mail.ts';
import type { Stage } from './stages.ts';
import type { Workflows } from './workflows.ts';

export interface Watched {
  stage: Stage;
  key: Key;
  table: TableV2;
  functions: Functions;
  workflows: Workflows;
  deadLetters: Queue;
  api: RestApi;
  mail: ConfigurationSet;
}

export type Alarms = Readonly<Record<AlarmName, CloudWatchAlarm>>;

export function createAlarms(stack: Stack, watched: Watched): Alarms {
  const topic = createTopic(stack, watched);
  const rows = Object.entries(ALARMS) as [AlarmName, Alarm][];
  return Object.fromEntries(
    rows.map(([name, row]) => {
      const alarm = new CloudWatchAlarm(stack, `${name}Alarm`, {
        alarmDescription: descriptionOf(row),
        metric: metricOf(row, watched),
        threshold: row.threshold,
        evaluationPeriods: row.periods,
        comparisonOperator: COMPARISONS[row.comparison],
        treatMissingData: MISSING[row.missing],
      });
      alarm.addAlarmAction(new SnsAction(topic));
      if (!row.tellsNoEnd) alarm.addOkAction(new SnsAction(topic));
      return [name, alarm];
    }),
  ) as Alarms;
}

function descriptionOf({ severity, why, runbook }: Alarm): string {
  return `Severity ${severity}. Runbook: runbooks/${runbook}.md. ${why}`;
}

const COMPARISONS = {
  '>': ComparisonOperator.GREATER_THAN_THRESHOLD,
  '>=': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  '<': ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;

const MISSING = {
  fine: TreatMissingData.NOT_BREACHING,
  alarm: TreatMissingData.BREACHING,
  same: TreatMissingData.IGNORE,
} as const;

/**
 * Encrypted under the deployment's key, which CloudWatch may use to write to it. Throws where nobody would hear it: what is to be kept is
 * watched.
 */
function createTopic(stack: Stack, { stage, key }: Watched): Topic {
  if (!stage.removable && !stage.alarmMail)
    throw new Error(
      `alarms of ${stack.stackName} would reach nobody: name who is mailed, \`alarmMail\` of its row in infra/stages.ts`,
    );
  const topic = new Topic(stack, 'AlarmTopic', { displayName: stack.stackName, masterKey: key, enforceSSL: true });
  const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  });
  // With the key. A policy of the topic's own takes the place of SNS's, by which the account might.
  topic.grantPublish(cloudWatch);
  if (stage.alarmMail) topic.addSubscription(new EmailSubscription(stage.alarmMail));
  return topic;
}

/** Throws where a kind of metric is of nothing that this deployment has: never, by the types. */
function metricOf({ metric, statistic, seconds }: Alarm, watched: Watched): IMetric {
  const options = { statistic, period: Duration.seconds(seconds) };
  switch (metric.of) {
    case FIGURE_NAMESPACE:
      return figure(metric.name, watched).with(options);
    case 'AWS/ApiGateway':
      return new CloudWatchMetric({
        namespace: metric.of,
        metricName: metric.name,
        ...options,
        dimensionsMap: { ApiName: watched.api.restApiName, Stage: watched.api.deploymentStage.stageName },
      });
    case 'AWS/States':
      return sumOf(
        Object.values(watched.workflows).map((workflow) => workflow.metric(metric.name, options)),
        options.period,
      );
    case 'AWS/Lambda': // of all functions of the account: they share what there is
      return new CloudWatchMetric({ namespace: metric.of, metricName: metric.name, ...options });
    case 'AWS/SQS':
      return watched.deadLetters.metric(metric.name, options);
    case 'AWS/SES':
      return new CloudWatchMetric({
        namespace: metric.of,
        metricName: metric.name,
        ...options,
        dimensionsMap: { [CONFIGURATION_SET_TAG]: watched.mail.configurationSetName },
      });
  }
}

export function figure(name: FigureName, { table }: Pick<Watched, 'table'>): CloudWatchMetric {
  const dimensionsMap = { [FIGURE_DIMENSION]: table.tableName };
  return new CloudWatchMetric({ namespace: FIGURE_NAMESPACE, metricName: name, dimensionsMap });
}

/** CloudWatch joins ten metrics in an alarm at most. */
function sumOf(metrics: readonly IMetric[], period: Duration): IMetric {
  const named = metrics.map((metric, index): [string, IMetric] => [`m${index}`, metric]);
  const expression = named.map(([name]) => `FILL(${name}, 0)`).join(' + ');
  return new MathExpression({ expression, usingMetrics: Object.fromEntries(named), period });
}
