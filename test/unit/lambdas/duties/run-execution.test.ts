import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createStepFunctions } from '../../../../lambdas/clients/step-functions.ts';
import { redriveExecution, startExecution } from '../../../../lambdas/duties/run-execution.ts';
import { createErrands } from '../../../../lambdas/records/errands.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const sfn = strictMock(SFNClient);
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:provision-certificate';
const running = () => ({ stepFunctions: createStepFunctions(scene.env), errands: createErrands(scene.table) });
const now = new Date(NOW);
const AN_HOUR_LATER = '2026-11-21T11:00:00.000Z';

const start = () => startExecution(running(), MACHINE, REQUEST_ID, { requestId: REQUEST_ID }, now);

it('has watch follow what is started', async () => {
  sfn.on(StartExecutionCommand).resolves({});
  await start();
  expect(scene.nextDueAt()).toBe(AN_HOUR_LATER);
});

it.each([
  ['runs', 'RUNNING', AN_HOUR_LATER],
  ['has stopped: that was told', 'FAILED', null],
] as const)('of what was started before, follows what %s', async (_, status, due) => {
  sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'was', $metadata: {} }));
  sfn.on(DescribeExecutionCommand).resolves({ status });
  await start();
  expect(scene.nextDueAt()).toBe(due);
});

it('has watch follow what is redriven', async () => {
  sfn.on(RedriveExecutionCommand).resolves({});
  expect(await redriveExecution(running(), MACHINE, REQUEST_ID, now)).toBe(true);
  expect(scene.nextDueAt()).toBe(AN_HOUR_LATER);
});

it('leaves what is past help, in whose place another comes', async () => {
  sfn.on(RedriveExecutionCommand).rejects(new ExecutionNotRedrivable({ message: 'no', $metadata: {} }));
  sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED' });
  expect(await redriveExecution(running(), MACHINE, REQUEST_ID, now)).toBe(false);
  expect(scene.nextDueAt()).toBe(null);
});
