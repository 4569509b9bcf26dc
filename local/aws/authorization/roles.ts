/**
 * The roles of one deployment, on one machine: the functions' as infra/permissions.ts has them, the state machines' and the
 * rules' as core/topology.ts makes them. A wiring test holds them equal to what is synthesized for AWS.
 */
import {
  EVENT_RULES,
  FUNCTIONS,
  type FunctionName,
  SCHEDULES,
  STATE_MACHINES,
  type StateMachineName,
} from '../../../core/topology.ts';
import { grantsOf, type Place } from '../../../infra/permissions.ts';
import { functionArn } from '../../lambda.ts';
import { DATA_CENTERS, MAIL_ADDRESS } from '../../scenery.ts';
import { functionsOfMachine } from '../../state-machine-files.ts';
import { OUR_ACCOUNT, REGION } from '../../world.ts';
import { KEY_ARN } from '../kms/service.ts';
import type { Statement } from './policy.ts';

/** What is called how, in this deployment. */
interface Names {
  tableName: string;
  stateMachineArn(name: StateMachineName): string;
}

/** A function's role is called like the function, a machine's like the machine, a rule's like the rule. */
export function roleArn(name: string): string {
  return `arn:aws:iam::${OUR_ACCOUNT}:role/${name}`;
}

/** The rule behind a schedule, as infra names it. */
export function scheduleRule(name: keyof typeof SCHEDULES): string {
  return `${name}Schedule`;
}

/** Statements by role. */
export function rolesOfDeployment(names: Names): Map<string, readonly Statement[]> {
  const invoking = (name: string, ...functions: FunctionName[]): [string, Statement[]] => [
    name,
    [{ actions: ['lambda:InvokeFunction'], resources: functions.map(functionArn) }],
  ];
  return new Map([
    ...Object.keys(FUNCTIONS).map((name): [string, Statement[]] => [name, statementsOf(name, names)]),
    ...machineNames.map((name) => invoking(name, ...functionsOfMachine(name))),
    ...Object.entries(EVENT_RULES).map(([rule, { target }]) => invoking(rule, target)),
    ...(Object.keys(SCHEDULES) as (keyof typeof SCHEDULES)[]).map((name) => invoking(scheduleRule(name), name)),
  ]);
}

const machineNames = Object.keys(STATE_MACHINES) as StateMachineName[];

function statementsOf(name: string, names: Names): Statement[] {
  const place = placeOf(names);
  return grantsOf(name).map(({ actions, on, when }) => ({
    actions,
    resources: on(place),
    ...(when && { conditions: when(place) }),
  }));
}

/** What a stack is to the deployed functions. */
function placeOf({ tableName, stateMachineArn }: Names): Place {
  const workflows = machineNames.map((machine) => [
    machine,
    { stateMachineArn: stateMachineArn(machine), stateMachineName: machine },
  ]);
  return {
    stack: { partition: 'aws', region: REGION, account: OUR_ACCOUNT },
    stage: { dataCenters: DATA_CENTERS, mailFrom: MAIL_ADDRESS },
    key: { keyArn: KEY_ARN },
    table: { tableName, tableArn: `arn:aws:dynamodb:${REGION}:${OUR_ACCOUNT}:table/${tableName}` },
    workflows: Object.fromEntries(workflows) as Place['workflows'],
    mail: { configurationSetName: 'certificates' },
    deadLetters: { queueArn: `arn:aws:sqs:${REGION}:${OUR_ACCOUNT}:dead-letters` },
  };
}
