import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { create } from '../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const stepFunctions = strictMock(SFNClient);

const watch = (event: object) => scene.made(create)(event);
const ended = () => callsOf(stepFunctions).map(([, input]) => input);

/** All of it at that time, the first one first. */
function stopped(...all: (readonly [execution: string, error: string])[]) {
  const stops = all.map(([execution, error]) => ({ execution, error, since: NOW }));
  return { error: stops[0]?.error ?? '', since: NOW, stops };
}

describe('an execution', () => {
  const EXECUTION = `arn:aws:states:us-east-1:111122223333:execution:provision-certificate:${REQUEST_ID}`;
  const changed = (status: string, error?: string) => ({
    time: '2026-11-21T10:00:00Z',
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn: EXECUTION, name: REQUEST_ID, status, error },
  });
  const stands = (status: 'RUNNING' | 'FAILED' | 'TIMED_OUT' | 'ABORTED') =>
    stepFunctions.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves({ status });

  it('that failed shows as failing on its request, and closes its tokens', async () => {
    await scene.givenRequest();
    await scene.waits.park(REQUEST_ID, 'AwaitDeployment', 'token-1', new Date(NOW));
    stands('FAILED');
    await watch(changed('FAILED', 'CertificateQuotaExceeded'));
    await watch(changed('FAILED', 'CertificateQuotaExceeded'));
    expect(await scene.recorded()).toEqual([
      {
        type: 'Failing',
        at: NOW,
        by: 'service',
        text: "The workflow stopped (CertificateQuotaExceeded); the vendor's on-call must act.",
        set: {
          failing: stopped([REQUEST_ID, 'CertificateQuotaExceeded']),
          waitingOn: 'vendor on-call',
        },
      },
    ]);
    expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
  });

  it('that failed is a line of the log that names the request, the execution and the error', async () => {
    await scene.givenRequest();
    await scene.waits.park(REQUEST_ID, 'AwaitDeployment', 'token-1', new Date(NOW));
    stands('FAILED');
    stepFunctions.on(GetExecutionHistoryCommand).resolves({ events: [] });
    const lines: string[] = [];
    const err = jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await scene.made(create, { LOG_LEVEL: 'INFO' })(changed('FAILED', 'CertificateQuotaExceeded'));
    err.mockRestore();
    out.mockRestore();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        message: 'a workflow stopped',
        requestId: REQUEST_ID,
        execution: REQUEST_ID,
        error: 'CertificateQuotaExceeded',
        since: NOW,
      },
    ]);
  });

  it('that failed behind a request that serves leaves it serving', async () => {
    await scene.givenRequest({ status: 'ACTIVE', waitingOn: 'nobody', step: 'AwaitReplacedUnused' });
    stands('FAILED');
    await watch(changed('FAILED', 'AwsRefused'));
    expect(await scene.request()).toMatchObject({
      status: 'ACTIVE',
      waitingOn: 'nobody',
      failing: { error: 'AwsRefused', since: NOW },
    });
  });

  it.each(['TIMED_OUT', 'ABORTED'] as const)('that is %s shows that as the error', async (status) => {
    await scene.givenRequest();
    stands(status);
    await watch(changed(status));
    expect((await scene.request()).failing).toEqual(stopped([REQUEST_ID, status]));
  });

  it('that runs again after a redrive takes it back', async () => {
    await scene.givenRequest({ failing: { error: 'AwsRefused', since: NOW } });
    stands('RUNNING');
    await watch(changed('RUNNING'));
    expect(await scene.recorded()).toMatchObject([{ type: 'Recovered', set: { failing: null } }]);
  });

  describe('of what is done for a request that serves', () => {
    const RENEWAL = `${REQUEST_ID}-renew-20270606`;
    const MIGRATION = `${REQUEST_ID}-migrate-1`;
    const tell = (name: string, status: 'RUNNING' | 'FAILED', error?: string) => {
      const executionArn = `arn:aws:states:us-east-1:111122223333:execution:any:${name}`;
      stepFunctions.on(DescribeExecutionCommand, { executionArn }).resolves({ status });
      return watch({ ...changed(status), detail: { executionArn, name, status, error } });
    };

    it('each that stands still is kept, until it or one in its place runs', async () => {
      await scene.givenRequest({ status: 'ACTIVE', waitingOn: 'nobody' });
      await tell(RENEWAL, 'FAILED', 'AccessDenied');
      await tell(MIGRATION, 'FAILED', 'AwsRefused');
      const [renewal, migration] = [
        [RENEWAL, 'AccessDenied'],
        [MIGRATION, 'AwsRefused'],
      ] as const;
      expect((await scene.request()).failing).toEqual(stopped(renewal, migration));
      await tell(`${RENEWAL}-again-1`, 'RUNNING');
      expect(await scene.request()).toMatchObject({
        failing: stopped(migration),
        waitingOn: 'vendor on-call',
      });
      await tell(`${MIGRATION}-again-1`, 'RUNNING');
      expect(await scene.request()).toMatchObject({ failing: null, waitingOn: 'nobody' });
    });

    it('that something else begins takes nothing back', async () => {
      await scene.givenRequest({
        status: 'ACTIVE',
        failing: stopped([RENEWAL, 'AccessDenied']),
      });
      await tell(MIGRATION, 'RUNNING');
      expect(await scene.recorded()).toEqual([]);
    });

    it('what runs to its end after its request is taken back, too', async () => {
      await scene.givenRequest({
        status: 'SUPERSEDED',
        failing: stopped([RENEWAL, 'AccessDenied']),
      });
      await tell(`${RENEWAL}-again-1`, 'RUNNING');
      expect((await scene.request()).failing).toBeNull();
      await tell(`${RENEWAL}-again-1`, 'FAILED', 'AccessDenied');
      expect((await scene.request()).failing).toBeNull();
    });
  });

  it('that begins to run says nothing', async () => {
    await scene.givenRequest();
    stands('RUNNING');
    await watch(changed('RUNNING'));
    expect(await scene.recorded()).toEqual([]);
  });

  it('that failed as a business end is not failing: that was told when it was recorded', async () => {
    await scene.givenRequest({ status: 'FAILED' });
    stands('FAILED');
    await watch(changed('FAILED', 'ValidationTimedOut'));
    expect((await scene.request()).failing).toBeNull();
  });

  it('of somebody else is left alone', async () => {
    await watch(changed('FAILED'));
    expect(scene.nextDueAt()).toBe(null);
  });
});

describe('an ownership move', () => {
  const MOVE = `${REQUEST_ID}-move-1`;
  const EXECUTION = `arn:aws:states:us-east-1:111122223333:execution:move-ownership:${MOVE}`;
  const changed = (status: string, error?: string) => ({
    time: '2026-11-21T10:00:00Z',
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn: EXECUTION, name: MOVE, status, error },
  });
  const stands = (status: 'RUNNING' | 'SUCCEEDED' | 'FAILED') =>
    stepFunctions.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves({ status });

  async function givenMove(fields: object = {}, move: object = { phase: 'TXT', outcome: null }) {
    const aliases = {};
    await scene.moves.open({
      moveId: MOVE,
      siteId: 'acme',
      requestId: REQUEST_ID,
      aliases,
      version: 1,
      ...move,
    } as never);
    await scene.givenRequest({ step: 'AwaitOwnershipMove', status: 'ACTION_REQUIRED', moveId: MOVE, ...fields });
    await scene.waits.park(REQUEST_ID, 'AwaitOwnershipMove', 'token of the request', new Date(NOW));
    stepFunctions.on(SendTaskSuccessCommand).resolves({});
  }

  it('that failed shows as failing on its request, and closes its own tokens only', async () => {
    await givenMove();
    await scene.waits.park(MOVE, 'AwaitTxtRecords', 'token of the move', new Date(NOW));
    stands('FAILED');
    await watch(changed('FAILED', 'AwsRefused'));
    expect(await scene.request()).toMatchObject({
      failing: { error: 'AwsRefused', since: NOW },
      waitingOn: 'vendor on-call',
    });
    expect(await scene.waits.at(MOVE)).toEqual([]);
    expect(await scene.waits.at(REQUEST_ID)).toHaveLength(1);
  });

  it('that failed shows in its ticket, though its request is over, and rings', async () => {
    await givenMove({ status: 'CANCELED' }, { phase: 'SUPPORT', outcome: null });
    stands('FAILED');
    await watch(changed('FAILED', 'AwsRefused'));
    expect(await scene.moves.require(MOVE)).toMatchObject({ failing: { error: 'AwsRefused', since: NOW } });
    stands('RUNNING');
    await watch(changed('RUNNING'));
    expect(await scene.moves.require(MOVE)).toMatchObject({ failing: null });
    expect(await scene.recorded()).toEqual([]);
  });

  it('whose place another execution has taken is passed over', async () => {
    await givenMove({}, { phase: 'TXT', outcome: null, execution: `${MOVE}-again-1` });
    stands('FAILED');
    await watch(changed('FAILED', 'AwsRefused'));
    expect(await scene.moves.require(MOVE)).toMatchObject({ failing: null });
    expect(await scene.recorded()).toEqual([]);
  });

  it('that runs again after a redrive takes it back', async () => {
    await givenMove({ failing: { error: 'AwsRefused', since: NOW } });
    stands('RUNNING');
    await watch(changed('RUNNING'));
    expect((await scene.request()).failing).toBeNull();
  });

  it('says nothing of a request that does not wait for it', async () => {
    await givenMove({
      step: 'AwaitDeployment',
      failing: stopped([REQUEST_ID, 'AwsRefused']),
    });
    stands('RUNNING');
    await watch(changed('RUNNING'));
    stands('FAILED');
    await watch(changed('FAILED', 'AwsRefused'));
    expect(await scene.recorded()).toEqual([]);
  });

  it('that has ended has its request looked at, and go on', async () => {
    await givenMove({}, { phase: 'ENDED', outcome: 'moved' });
    stands('SUCCEEDED');
    await watch(changed('SUCCEEDED'));
    expect(ended()).toContainEqual({ taskToken: 'token of the request', output: '{"verdict":"met"}' });
  });

  it('is looked at when its ticket changes, and when somebody asks of its request', async () => {
    await givenMove({ certificateArn: CERTIFICATE, cancelAskedAt: NOW });
    acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    await scene.moves.change(MOVE, () => ({ ticketId: 'oi-0123456789ab' }));
    await scene.waits.park(MOVE, 'AwaitFreed', 'token of the move', new Date(NOW));
    const updated = {
      time: '2026-11-21T10:00:05Z',
      'detail-type': 'OpsItem Update',
      detail: { 'ops-item-id': 'oi-0123456789ab' },
    };
    const asked = { time: '2026-11-21T10:00:05Z', 'detail-type': 'Look Requested', detail: { requestId: REQUEST_ID } };
    await watch(updated);
    expect(ended()).toMatchObject([{ taskToken: 'token of the move' }]);

    await scene.waits.park(MOVE, 'AwaitFreed', 'token of the move, again', new Date(NOW));
    await watch(asked);
    expect(ended()).toContainEqual(expect.objectContaining({ taskToken: 'token of the move, again' }));
  });

  it('is not looked for by the ticket of somebody else', async () => {
    const other = { time: NOW, 'detail-type': 'OpsItem Update', detail: { 'ops-item-id': 'oi-ffffffffffff' } };
    await watch(other);
    expect(scene.nextDueAt()).toBe(null);
  });
});
