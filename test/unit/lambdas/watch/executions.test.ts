import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { Figures } from '../../../../lambdas/clients/figures.ts';
import { createErrands, following } from '../../../../lambdas/records/errands.ts';
import { REAL_MACHINE } from '../../../../lambdas/runtime.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { MOVE_ID, ownershipMove } from '../../../support/unit/moves.ts';
import { givenRetiring, RETIRE, retirementOf } from '../../../support/unit/retirement.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const stepFunctions = strictMock(SFNClient);

let published: Figures[];
beforeEach(() => {
  published = [];
});

const arnOf = (name: string) => `arn:aws:states:us-east-1:111122223333:execution:any:${name}`;

function watch(event: object): Promise<unknown> {
  const machine = { ...REAL_MACHINE, now: () => new Date(NOW) };
  return create(scene.env, machine, (figures) => published.push(figures))(event);
}

/** EventBridge says that an execution has come to stand so; by default it does. */
async function told(
  name: string,
  status: ExecutionStatus,
  error?: string,
  { redriveCount = 0, standing = { status, redriveCount } as { status: ExecutionStatus; redriveCount?: number } } = {},
): Promise<void> {
  const executionArn = arnOf(name);
  stepFunctions.on(DescribeExecutionCommand, { executionArn }).resolves(standing);
  const detail = { executionArn, name, status, error, redriveCount };
  await watch({ time: NOW, 'detail-type': 'Step Functions Execution Status Change', detail });
}

describe('rings', () => {
  it.each([
    [REQUEST_ID, 'PENDING'],
    [REQUEST_ID, 'ACTIVE'], // the clean-up behind it
    [REQUEST_ID, 'CANCELED'], // RecordFailure, after it has recorded
    [`${REQUEST_ID}-conclude-1`, 'PENDING'],
    [`${REQUEST_ID}-conclude-1`, 'CANCELED'],
    [`${REQUEST_ID}-renew-20270606`, 'ACTIVE'],
    [`${REQUEST_ID}-renew-20270606`, 'SUPERSEDED'],
    [`${REQUEST_ID}-migrate-1`, 'ACTIVE'],
    [`${REQUEST_ID}-migrate-1`, 'EXPIRED'],
    [`${REQUEST_ID}-move-1`, 'PENDING'],
  ] as const)('when %s stops, of a request that is %s', async (name, status) => {
    await scene.givenRequest({ status });
    await told(name, 'FAILED', 'AccessDenied');
    expect(published).toEqual([{ WorkflowsStopped: 1 }]);
  });

  it.each(['TXT', 'ENDED'] as const)(
    'when an ownership move stops that is %s, whatever its request does',
    async (phase) => {
      const moveId = `${REQUEST_ID}-move-1`;
      await scene.moves.open({
        moveId,
        siteId: 'acme',
        requestId: REQUEST_ID,
        aliases: {},
        version: 1,
        phase,
      } as never);
      await scene.givenRequest({ step: 'AwaitDeployment' });
      await told(moveId, 'TIMED_OUT');
      expect(published).toEqual([{ WorkflowsStopped: 1 }]);
    },
  );

  it.each(['AWAITING_DNS', 'REMOVING', 'RETIRED'] as const)('when a retirement stops that is %s', async (state) => {
    await givenRetiring(scene, { state });
    await told(RETIRE, 'ABORTED');
    expect(published).toEqual([{ WorkflowsStopped: 1 }]);
    const failing = state === 'RETIRED' ? null : { error: 'ABORTED', since: NOW };
    expect((await retirementOf(scene))?.failing).toEqual(failing);
  });
});

describe('is quiet', () => {
  it('when a request ends as it should', async () => {
    await scene.givenRequest({ status: 'FAILED' });
    await told(REQUEST_ID, 'FAILED', 'ValidationTimedOut');
    expect(published).toEqual([]);
  });

  it('when names lead to a site for too long: that was told when it was recorded', async () => {
    await givenRetiring(scene, { state: 'OVERDUE' });
    await told(RETIRE, 'FAILED', 'NamesStillPoint');
    expect(published).toEqual([]);
  });

  it('of a retirement in whose place another has come', async () => {
    await givenRetiring(scene);
    await told('acme-retire-0', 'FAILED', 'AccessDenied');
    expect(published).toEqual([]);
  });

  it('of a site that is not ours, and of what only begins', async () => {
    await told('other-retire-1', 'FAILED', 'AccessDenied');
    await givenRetiring(scene);
    await told(RETIRE, 'RUNNING');
    expect(published).toEqual([]);
  });
});

describe('where Step Functions does not show yet what the event says', () => {
  const parkedAt = new Date(NOW);

  it.each([
    ['that it has stopped', 'FAILED', 0, { status: 'RUNNING' }],
    ['that it has stopped again', 'FAILED', 1, { status: 'RUNNING', redriveCount: 1 }],
    ['that it was redriven', 'RUNNING', 1, { status: 'FAILED', redriveCount: 0 }],
  ] as const)('is told once more: %s', async (_, status, redriveCount, standing) => {
    await scene.givenRequest({ failing: { error: 'AwsRefused', since: NOW } });
    await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token', parkedAt);
    const telling = told(REQUEST_ID, status, undefined, { redriveCount, standing });
    await expect(telling).rejects.toThrow(`Step Functions says that ${REQUEST_ID} is ${standing.status}`);
    expect(await scene.waits.at(REQUEST_ID)).toHaveLength(1);
  });

  it('passes over what a redrive has overtaken', async () => {
    await scene.givenRequest();
    await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token', parkedAt);
    await told(REQUEST_ID, 'FAILED', 'AwsRefused', { standing: { status: 'RUNNING', redriveCount: 1 } });
    expect(await scene.recorded()).toEqual([]);
    expect(await scene.waits.at(REQUEST_ID)).toHaveLength(1);
  });

  it('leaves what a redrive parks meanwhile', async () => {
    await scene.givenRequest();
    await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token', parkedAt);
    const executionArn = arnOf(REQUEST_ID);
    stepFunctions.on(DescribeExecutionCommand, { executionArn }).callsFake(async () => {
      await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token of the redrive', parkedAt);
      return { status: 'FAILED' };
    });
    const detail = { executionArn, name: REQUEST_ID, status: 'FAILED', error: 'AwsRefused' };
    await watch({ time: NOW, 'detail-type': 'Step Functions Execution Status Change', detail });
    expect(await scene.waits.at(REQUEST_ID)).toMatchObject([{ taskToken: 'token of the redrive' }]);
  });
});

describe('what stood still and was set going', () => {
  const stopOf = (execution: string) => {
    const stop = { error: 'AwsRefused', since: NOW };
    return { ...stop, stops: [{ execution, ...stop }] };
  };
  const RENEWAL = `${REQUEST_ID}-renew-20270606`;

  it.each([REQUEST_ID, `${REQUEST_ID}-migrate-1`])(
    'is taken back by its end, where the event that it runs came too late: %s',
    async (name) => {
      await scene.givenRequest({ status: 'READY', waitingOn: 'vendor on-call', failing: stopOf(name) });
      await told(name, 'RUNNING', undefined, { redriveCount: 1, standing: { status: 'SUCCEEDED', redriveCount: 1 } });
      expect((await scene.request()).failing).not.toBeNull();
      await told(name, 'SUCCEEDED', undefined, { redriveCount: 1 });
      expect(await scene.request()).toMatchObject({ failing: null, waitingOn: 'site admin' });
      expect(await scene.recorded()).toMatchObject([{ type: 'Recovered', text: 'The workflow has run to its end.' }]);
      expect(published).toEqual([]);
    },
  );

  it('is taken back where a Fail state has ended it', async () => {
    await scene.givenRequest({ status: 'EXPIRED', failing: stopOf(RENEWAL) });
    await told(RENEWAL, 'FAILED', 'RenewalMissed');
    expect((await scene.request()).failing).toBeNull();
    expect(published).toEqual([]);
  });

  it('stays where other work comes to its end', async () => {
    await scene.givenRequest({ status: 'ACTIVE', failing: stopOf(RENEWAL) });
    await told(`${REQUEST_ID}-migrate-1`, 'SUCCEEDED');
    expect((await scene.request()).failing).toEqual(stopOf(RENEWAL));
  });

  it('is taken back of a move that has ended, in its ticket and in its request', async () => {
    await scene.moves.open(ownershipMove({ phase: 'ENDED', outcome: 'moved', failing: { error: 'x', since: NOW } }));
    await scene.givenRequest({ step: 'AwaitOwnershipMove', moveId: MOVE_ID, failing: stopOf(MOVE_ID) });
    await told(MOVE_ID, 'SUCCEEDED');
    expect((await scene.request()).failing).toBeNull();
    expect((await scene.moves.require(MOVE_ID)).failing).toBeNull();
  });

  it.each([
    ['KEPT', 'SUCCEEDED', undefined],
    ['OVERDUE', 'FAILED', 'NamesStillPoint'],
  ] as const)('is taken back of a retirement that has ended as %s', async (state, status, error) => {
    await givenRetiring(scene, { state, failing: { error: 'AccessDenied', since: NOW } });
    await told(RETIRE, status, error);
    expect((await retirementOf(scene))?.failing).toBeNull();
    expect(published).toEqual([]);
  });

  it('is taken back while it is parked, where the event that it runs was lost', async () => {
    await scene.givenRequest({ failing: stopOf(REQUEST_ID) });
    await createErrands(scene.table).give(following(REQUEST_ID, new Date('2026-11-21T09:00:00Z')));
    await scene.waits.park(REQUEST_ID, 'AwaitOwnershipMove', 'token', new Date(NOW));
    stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING', redriveCount: 1 });
    await watch({ time: NOW, 'detail-type': 'Scheduled Event' });
    await watch({ time: '2026-11-21T10:01:00.000Z', 'detail-type': 'Scheduled Event' });
    expect((await scene.request()).failing).toBeNull();
    expect(callsOf(stepFunctions)).toHaveLength(2); // asked, and confirmed as for an event; then not any more
  });
});

describe('an execution that is followed', () => {
  const RUNS = new Date('2026-11-21T10:00:00Z');
  const DUE = '2026-11-21T11:00:00.000Z';
  const ARN = `arn:aws:states:us-east-1:111122223333:execution:provision-certificate:${REQUEST_ID}`;
  const tick = () => watch({ time: DUE, 'detail-type': 'Scheduled Event' });
  const described = () => callsOf(stepFunctions).map(([operation]) => operation);

  beforeEach(async () => {
    await scene.givenRequest();
    await createErrands(scene.table).give(following(REQUEST_ID, RUNS));
  });

  it('is seen again an hour later while it runs', async () => {
    stepFunctions.on(DescribeExecutionCommand, { executionArn: ARN }).resolves({ status: 'RUNNING' });
    await tick();
    expect(scene.nextDueAt()).toBe('2026-11-21T12:00:00.000Z');
    expect(await scene.recorded()).toEqual([]);
  });

  it('is not asked for while it is parked: who ends the wait has it followed again', async () => {
    await scene.waits.park(REQUEST_ID, 'AwaitOwnershipMove', 'token', new Date(DUE));
    await tick();
    expect(described()).toEqual([]);
    expect(scene.nextDueAt()).toBe('2026-11-21T12:00:00.000Z'); // the wait's
  });

  it.each([
    ['FAILED', 'AccessDenied', 'AccessDenied'],
    ['TIMED_OUT', undefined, 'TIMED_OUT'],
    ['ABORTED', undefined, 'ABORTED'],
  ] as const)('that has come to %s shows it and rings, once', async (status, error, shown) => {
    stepFunctions.on(DescribeExecutionCommand, { executionArn: ARN }).resolves({ status, ...(error && { error }) });
    await tick();
    await tick();
    expect((await scene.request()).failing).toMatchObject({ error: shown, since: DUE });
    expect(published.filter((figures) => figures.WorkflowsStopped)).toHaveLength(1);
    expect(scene.nextDueAt()).toBe(null);
  });

  it('that stands past the deadline of its wait is told, and the wait ends', async () => {
    await scene.waits.park(REQUEST_ID, 'AwaitDeployment', 'token', new Date('2026-11-21T08:50:00Z'));
    stepFunctions.on(DescribeExecutionCommand, { executionArn: ARN }).resolves({ status: 'TIMED_OUT' });
    await tick();
    expect((await scene.request()).failing).toMatchObject({ error: 'TIMED_OUT' });
    expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
  });

  it.each(['SUCCEEDED', undefined] as const)('that is %s needs nobody any more', async (status) => {
    const asked = stepFunctions.on(DescribeExecutionCommand, { executionArn: ARN });
    if (status) asked.resolves({ status });
    else asked.rejects(new ExecutionDoesNotExist({ message: 'gone', $metadata: {} }));
    await tick();
    expect(scene.nextDueAt()).toBe(null);
    expect(published.filter((figures) => figures.WorkflowsStopped)).toEqual([]);
  });

  it.each(['FAILED', 'SUCCEEDED'] as const)(
    'is not asked for once its event has said that it is %s',
    async (status) => {
      await told(REQUEST_ID, status);
      expect(scene.nextDueAt()).toBe(null);
    },
  );

  it('leaves no wait behind when it has succeeded: nobody looks for what nobody awaits', async () => {
    await scene.waits.park(REQUEST_ID, 'AwaitServing', 'spent', RUNS);
    await told(REQUEST_ID, 'SUCCEEDED');
    expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
    expect(scene.nextDueAt()).toBe(null);
    expect(described()).toEqual([]);
  });

  it('is followed again when a redrive is told', async () => {
    await told(REQUEST_ID, 'FAILED', 'AccessDenied');
    await told(REQUEST_ID, 'RUNNING', undefined, { redriveCount: 1 });
    expect(scene.nextDueAt()).toBe(DUE);
  });
});

describe('the state that failed', () => {
  const stoppedAt = (name: string) =>
    stepFunctions.on(GetExecutionHistoryCommand).resolves({
      events: [{ id: 2, type: 'TaskStateEntered', timestamp: undefined, stateEnteredEventDetails: { name } }],
    });

  it('is shown by a request, whatever it was last seen at', async () => {
    await scene.givenRequest({ step: 'AwaitValidation' });
    stoppedAt('AttachCertificate');
    await told(REQUEST_ID, 'FAILED', 'AccessDenied');
    const stop = { error: 'AccessDenied', since: NOW, step: 'AttachCertificate' };
    expect(await scene.request()).toMatchObject({
      step: 'AwaitValidation',
      failing: { ...stop, stops: [{ execution: REQUEST_ID, ...stop }] },
    });
    expect(await scene.recorded()).toMatchObject([
      { text: "The workflow stopped (AccessDenied at AttachCertificate); the vendor's on-call must act." },
    ]);
  });

  it('is shown by a site that is being retired', async () => {
    await givenRetiring(scene, { state: 'REMOVING' });
    stoppedAt('DeleteDistribution');
    await told(RETIRE, 'FAILED', 'AccessDenied');
    expect((await retirementOf(scene))?.failing).toEqual({
      error: 'AccessDenied',
      since: NOW,
      step: 'DeleteDistribution',
    });
  });

  it('that cannot be seen keeps nobody from being told', async () => {
    await scene.givenRequest();
    stepFunctions.on(GetExecutionHistoryCommand).rejects(awsError('AccessDeniedException', 'no', 403));
    await told(REQUEST_ID, 'FAILED', 'AccessDenied');
    expect((await scene.request()).failing).toMatchObject({ error: 'AccessDenied' });
  });
});
