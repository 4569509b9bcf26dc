import { DescribeExecutionCommand, type ExecutionStatus, SFNClient } from '@aws-sdk/client-sfn';
import type { Figures } from '../../../../lambdas/clients/figures.ts';
import { REAL_MACHINE } from '../../../../lambdas/runtime.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { givenRetiring, RETIRE, retirementOf } from '../../../support/retiring.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/step.ts';
import { strictMock } from '../../../support/strict-mock.ts';

const scene = useScene();
const stepFunctions = strictMock(SFNClient);

let published: Figures[];
beforeEach(() => {
  published = [];
});

const arnOf = (name: string) => `arn:aws:states:us-east-1:111122223333:execution:any:${name}`;

/** An execution of that name has come to stand so, and EventBridge says it. */
async function told(name: string, status: ExecutionStatus, error?: string): Promise<void> {
  const executionArn = arnOf(name);
  stepFunctions.on(DescribeExecutionCommand, { executionArn }).resolves({ status });
  const machine = { ...REAL_MACHINE, now: () => new Date(NOW) };
  const watch = create(scene.env, machine, (figures) => published.push(figures));
  const detail = { executionArn, name, status, error };
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
