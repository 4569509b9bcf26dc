import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createStepFunctions } from '../../../../lambdas/clients/step-functions.ts';
import { setMoveGoing } from '../../../../lambdas/duties/set-move-going.ts';
import { createErrands } from '../../../../lambdas/records/errands.ts';
import { MOVE_ID, ownershipMove } from '../../../support/unit/moves.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const sfn = strictMock(SFNClient);
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:move-ownership';
const ARN = `arn:aws:states:us-east-1:111122223333:execution:move-ownership:${MOVE_ID}`;
const failing = { error: 'AccessDenied', since: NOW };

const go = () =>
  setMoveGoing(
    {
      moves: scene.moves,
      waits: scene.waits,
      stepFunctions: createStepFunctions(scene.env),
      errands: createErrands(scene.table),
      machineArns: { 'move-ownership': MACHINE },
    },
    MOVE_ID,
    new Date(NOW),
  );
const started = () => callsOf(sfn).flatMap(([name, input]) => (name === 'StartExecution' ? [input] : []));

it('looks at once at what one that runs waits for', async () => {
  await scene.moves.open(ownershipMove());
  await scene.waits.park(MOVE_ID, 'AwaitTxtRecords', 'token-1', new Date('2026-11-21T09:00:00Z'));
  sfn.on(DescribeExecutionCommand, { executionArn: ARN }).resolves({ status: 'RUNNING' });
  await go();
  expect(await scene.waits.at(MOVE_ID)).toMatchObject([{ dueAt: NOW }]);
  expect(callsOf(sfn).map(([name]) => name)).toEqual(['DescribeExecution']);
});

it('redrives one that has stopped and nobody was told, and has watch follow it', async () => {
  await scene.moves.open(ownershipMove());
  sfn.on(DescribeExecutionCommand, { executionArn: ARN }).resolves({ status: 'TIMED_OUT' });
  sfn.on(RedriveExecutionCommand, { executionArn: ARN }).resolves({});
  await go();
  expect(callsOf(sfn).map(([name]) => name)).toEqual(['DescribeExecution', 'RedriveExecution']);
  expect(scene.nextDueAt()).toBe('2026-11-21T11:00:00.000Z');
});

it('leaves one that is not begun yet to whoever begins it', async () => {
  await scene.moves.open(ownershipMove());
  sfn.on(DescribeExecutionCommand).rejects(new ExecutionDoesNotExist({ message: 'no', $metadata: {} }));
  await go();
  expect(started()).toEqual([]);
});

it('redrives one that stands still', async () => {
  await scene.moves.open(ownershipMove({ failing }));
  sfn.on(RedriveExecutionCommand, { executionArn: ARN }).resolves({});
  await go();
  expect(await scene.moves.require(MOVE_ID)).toMatchObject({ execution: MOVE_ID });
  expect(started()).toEqual([]);
});

describe('past its 14 days', () => {
  beforeEach(async () => {
    await scene.moves.open(ownershipMove({ failing }));
    sfn
      .on(RedriveExecutionCommand, { executionArn: ARN })
      .rejects(new ExecutionNotRedrivable({ message: 'no', $metadata: {} }));
    sfn.on(DescribeExecutionCommand, { executionArn: ARN }).resolves({ status: 'FAILED' });
    sfn.on(StartExecutionCommand).resolves({});
  });

  it('another execution of its takes its place', async () => {
    await go();
    expect(started()).toEqual([
      { stateMachineArn: MACHINE, name: `${MOVE_ID}-again-1`, input: JSON.stringify({ requestId: REQUEST_ID }) },
    ]);
    expect(await scene.moves.require(MOVE_ID)).toMatchObject({ execution: `${MOVE_ID}-again-1`, phase: 'TXT' });
  });

  it('what was ending takes names again, as it begins anew', async () => {
    await scene.moves.change(MOVE_ID, () => ({ isEnding: true }));
    await go();
    expect((await scene.moves.require(MOVE_ID)).isEnding).toBe(false);
  });

  it('two who see that at one moment begin the same one', async () => {
    await Promise.all([go(), go()]);
    expect(new Set(started().map((input) => (input as { name: string }).name))).toEqual(
      new Set([`${MOVE_ID}-again-1`]),
    );
  });

  it('a call that died before it started the other one is made good by the next', async () => {
    sfn.on(StartExecutionCommand).rejectsOnce(new Error('crash')).resolves({});
    await expect(go()).rejects.toThrow('crash');
    sfn
      .on(RedriveExecutionCommand, { executionArn: `${ARN}-again-1` })
      .rejects(new ExecutionDoesNotExist({ message: 'no', $metadata: {} }));
    await go();
    expect(await scene.moves.require(MOVE_ID)).toMatchObject({ execution: `${MOVE_ID}-again-2` });
  });
});

it('leaves one that has ended', async () => {
  await scene.moves.open(ownershipMove({ phase: 'ENDED', outcome: 'moved', failing }));
  await go();
  expect(callsOf(sfn)).toEqual([]);
});
