import { ACMClient, DescribeCertificateCommand, ResendValidationEmailCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Figures } from '../../../../lambdas/clients/figures.ts';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { createNotices } from '../../../../lambdas/records/notices.ts';
import { createResends } from '../../../../lambdas/records/resends.ts';
import { REAL_MACHINE } from '../../../../lambdas/runtime.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const cloudFront = strictMock(CloudFrontClient);
const mail = strictMock(SESv2Client);
const stepFunctions = strictMock(SFNClient);

const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const tick = (time: string) => ({ time: `2026-11-21T${time}Z`, 'detail-type': 'Scheduled Event' });
const ended = () => callsOf(stepFunctions).map(([, input]) => input);

/** The function's own time: it passes in pauses, and where a test lets a call take some. */
let clock: number;
const takes = (ms: number) => {
  clock += ms;
};
let pauses: number[];
const machine = {
  now: () => new Date(clock),
  pause: async (ms: number) => {
    pauses.push(ms);
    takes(ms);
  },
  randomHex: (length: number) => '7'.repeat(length),
};
beforeEach(() => {
  clock = at('10:00:00').getTime();
  pauses = [];
});
const watch = (event: object) => scene.made(create, {}, machine)(event);

/** A request parked in AwaitDeployment since 10:00, which ends when CloudFront says Deployed. */
async function givenDeployment(requestId = REQUEST_ID, siteId = 'acme', distribution = 'E1ACME2EXAMPLE') {
  await scene.givenSite({ siteId, distribution: { id: distribution, domainName: 'd.cloudfront.net' } });
  await scene.givenRequest({ requestId, siteId });
  return scene.waits.park(requestId, 'AwaitDeployment', `token of ${requestId}`, at('10:00:00'));
}
const deployed = (Status: 'Deployed' | 'InProgress') => ({ Distribution: { Status } as never });

describe('a tick of the schedule', () => {
  it('looks at nothing before it is due, and says when that is', async () => {
    await givenDeployment();
    await watch(tick('10:00:59'));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:01:00.000Z');
    expect(callsOf(cloudFront)).toEqual([]);
  });

  it('is passed over more than a minute later: the next one has come; what is due stays due', async () => {
    await givenDeployment();
    const published: object[] = [];
    const begun = (time: string) =>
      create(scene.env, { ...REAL_MACHINE, ...machine, now: () => at(time) }, (figures) => published.push(figures));
    await begun('10:02:01')(tick('10:01:00'));
    expect(published).toEqual([{ ClockSkewSeconds: 61 }]); // without OverdueSeconds, by which WatchNotRunning hears of ticks

    cloudFront.on(GetDistributionCommand, { Id: 'E1ACME2EXAMPLE' }).resolves(deployed('InProgress'));
    await begun('10:02:00')(tick('10:01:00'));
    expect(callsOf(cloudFront)).toEqual([['GetDistribution', { Id: 'E1ACME2EXAMPLE' }]]);
    expect(published.at(-1)).toHaveProperty('OverdueSeconds');
  });

  it('ends a wait whose fact holds, with the result of the state', async () => {
    await givenDeployment();
    cloudFront.on(GetDistributionCommand, { Id: 'E1ACME2EXAMPLE' }).resolves(deployed('Deployed'));
    stepFunctions.on(SendTaskSuccessCommand).resolves({});

    await watch(tick('10:01:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T11:01:00.000Z'); // the execution is followed
    expect(ended()).toEqual([{ taskToken: `token of ${REQUEST_ID}`, output: '{"verdict":"met"}' }]);
    expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
  });

  it('looks again by the cadence when it does not hold yet', async () => {
    await givenDeployment();
    cloudFront.on(GetDistributionCommand).resolves(deployed('InProgress'));
    await watch(tick('10:01:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:02:00.000Z');
    expect(ended()).toEqual([]);
  });

  it('looks at the others when one look fails, and at that one again', async () => {
    await givenDeployment('req-broken', 'broken', 'EBROKEN');
    await givenDeployment('req-fine', 'fine', 'EFINE');
    cloudFront.on(GetDistributionCommand, { Id: 'EBROKEN' }).rejects(awsError('AccessDenied', 'no', 403));
    cloudFront.on(GetDistributionCommand, { Id: 'EFINE' }).resolves(deployed('Deployed'));
    stepFunctions.on(SendTaskSuccessCommand).resolves({});

    await watch(tick('10:01:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:02:30.000Z');
    expect(ended()).toMatchObject([{ taskToken: 'token of req-fine' }]);
    expect(await scene.waits.at('req-broken')).toMatchObject([{ looks: 1 }]);
  });

  it('puts off a look that AWS throttles, takes breath, and looks at the others', async () => {
    await givenDeployment('req-eager', 'eager', 'EEAGER');
    await givenDeployment('req-fine', 'fine', 'EFINE');
    cloudFront.on(GetDistributionCommand, { Id: 'EEAGER' }).rejects(awsError('Throttling', 'Rate exceeded'));
    cloudFront.on(GetDistributionCommand, { Id: 'EFINE' }).resolves(deployed('Deployed'));
    stepFunctions.on(SendTaskSuccessCommand).resolves({});

    await watch(tick('10:01:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:02:00.000Z');
    expect(ended()).toMatchObject([{ taskToken: 'token of req-fine' }]);
    expect(await scene.waits.at('req-eager')).toMatchObject([{ looks: 0 }]); // its cadence has not moved on
    expect(pauses).toEqual([1000]);
  });

  it.each([
    ['has timed out', new TaskTimedOut({ message: 'late', $metadata: {} })],
    ['is gone', new TaskDoesNotExist({ message: 'gone', $metadata: {} })],
  ])('takes a wait away whose token %s', async (_, error) => {
    await givenDeployment();
    cloudFront.on(GetDistributionCommand).resolves(deployed('Deployed'));
    stepFunctions.on(SendTaskSuccessCommand).rejects(error);
    await watch(tick('10:01:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T11:01:00.000Z');
    expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
  });

  it('keeps a wait whose token could not be ended, to try again', async () => {
    await givenDeployment();
    cloudFront.on(GetDistributionCommand).resolves(deployed('Deployed'));
    stepFunctions.on(SendTaskSuccessCommand).rejects(awsError('InternalFailure', 'oops', 500));
    await watch(tick('10:01:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:02:30.000Z');
  });

  it('looks once when two ticks overlap', async () => {
    await givenDeployment();
    cloudFront.on(GetDistributionCommand).resolves(deployed('InProgress'));
    await Promise.all([watch(tick('10:01:00')), watch(tick('10:01:00'))]);
    expect(cloudFront.commandCalls(GetDistributionCommand)).toHaveLength(1);
  });

  it('goes on without Deployed after the deadline: the handshakes that follow are the proof', async () => {
    await givenDeployment();
    cloudFront.on(GetDistributionCommand).resolves(deployed('InProgress'));
    stepFunctions.on(SendTaskSuccessCommand).resolves({});
    await watch(tick('11:00:00'));
    expect(ended()).toMatchObject([{ output: '{"verdict":"met"}' }]);
  });
});

describe('a tick that takes long', () => {
  const published: Figures[] = [];
  const tickAt = (time: string) =>
    create(scene.env, { ...REAL_MACHINE, ...machine }, (seen) => published.push(seen))(tick(time));

  it('begins no look after forty seconds, tells notices and figures, and the next one goes on', async () => {
    for (let index = 0; index < 30; index++) await givenDeployment(`req-${index}`, `site-${index}`, `E${index}`);
    cloudFront.on(GetDistributionCommand).callsFake(async () => {
      takes(3000);
      return deployed('InProgress');
    });
    const asked = () => cloudFront.commandCalls(GetDistributionCommand).length;
    const outbox = () => createNotices(scene.table).outbox(100, at('10:30:00'));
    expect((await outbox()).notices.length).toBeGreaterThan(0);
    await tickAt('10:01:00');
    expect(asked()).toBe(14); // the last one begins after 39 seconds
    expect((await outbox()).notices).toEqual([]);
    expect(published).toEqual([expect.objectContaining({ LooksFailed: 0 })]);
    expect(scene.nextDueAt()).toBe('2026-11-21T10:01:00.000Z');
    await tickAt('10:02:00');
    expect(asked()).toBe(28);
  });

  it('looks after nothing more when fifty seconds are over', async () => {
    await givenDeployment();
    await createCares(scene.table).plan(REQUEST_ID, at('10:01:00'));
    cloudFront.on(GetDistributionCommand).callsFake(async () => {
      takes(50_000);
      return deployed('InProgress');
    });
    await tickAt('10:01:00');
    expect((await createCares(scene.table).of(REQUEST_ID))?.dueAt).toBe('2026-11-21T10:01:00.000Z');
  });
});

describe('an event', () => {
  const issued = {
    time: '2026-11-21T10:00:10Z',
    'detail-type': 'ACM Certificate Available',
    resources: [CERTIFICATE],
  };

  it('of ACM finds the request of its certificate, and looks before it is due', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE });
    await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token-1', at('10:00:00'));
    acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'ISSUED', NotAfter: at('00:00:00') } });
    stepFunctions.on(SendTaskSuccessCommand).resolves({});
    await watch(issued);
    expect(ended()).toEqual([{ taskToken: 'token-1', output: '{"verdict":"met"}' }]);
  });

  it('of ACM about a certificate that is not ours does nothing', async () => {
    await watch({ ...issued, resources: ['arn:other'] });
    expect(scene.nextDueAt()).toBe(null);
  });

  it('of a person who asks looks now, and again by a new cadence', async () => {
    await givenDeployment();
    cloudFront.on(GetDistributionCommand).resolves(deployed('InProgress'));
    const asked = { time: '2026-11-21T10:00:20Z', 'detail-type': 'Look Requested', detail: { requestId: REQUEST_ID } };
    await watch(asked);
    expect(scene.nextDueAt()).toBe('2026-11-21T10:01:20.000Z');
    expect(cloudFront.commandCalls(GetDistributionCommand)).toHaveLength(1);
  });

  it.each([
    ['without a time', { 'detail-type': 'Scheduled Event' }],
    ['without a type', { time: NOW }],
  ])('%s is refused', async (_, event) => {
    await expect(watch(event)).rejects.toThrow();
  });
});

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
    await givenDeployment();
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
    await givenDeployment();
    stands('FAILED');
    stepFunctions.on(GetExecutionHistoryCommand).resolves({ events: [] });
    const lines: string[] = [];
    const err = jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await scene.made(create, { LOG_LEVEL: 'INFO' }, machine)(changed('FAILED', 'CertificateQuotaExceeded'));
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
    await scene.waits.park(REQUEST_ID, 'AwaitOwnershipMove', 'token of the request', at('10:00:00'));
    stepFunctions.on(SendTaskSuccessCommand).resolves({});
  }

  it('that failed shows as failing on its request, and closes its own tokens only', async () => {
    await givenMove();
    await scene.waits.park(MOVE, 'AwaitTxtRecords', 'token of the move', at('10:00:00'));
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
    await scene.waits.park(MOVE, 'AwaitFreed', 'token of the move', at('10:00:00'));
    const updated = {
      time: '2026-11-21T10:00:05Z',
      'detail-type': 'OpsItem Update',
      detail: { 'ops-item-id': 'oi-0123456789ab' },
    };
    const asked = { time: '2026-11-21T10:00:05Z', 'detail-type': 'Look Requested', detail: { requestId: REQUEST_ID } };
    await watch(updated);
    expect(ended()).toMatchObject([{ taskToken: 'token of the move' }]);

    await scene.waits.park(MOVE, 'AwaitFreed', 'token of the move, again', at('10:00:00'));
    await watch(asked);
    expect(ended()).toContainEqual(expect.objectContaining({ taskToken: 'token of the move, again' }));
  });

  it('is not looked for by the ticket of somebody else', async () => {
    const other = { time: NOW, 'detail-type': 'OpsItem Update', detail: { 'ops-item-id': 'oi-ffffffffffff' } };
    await watch(other);
    expect(scene.nextDueAt()).toBe(null);
  });
});

describe('resending', () => {
  const APPROVAL = [
    ...findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.replace('login.', '') })),
    ...findings('approval', 'ApprovalPending', () => ({ validationDomain: 'example.com', until: NOW })),
  ];
  const ask = (aliases = ['login.example.com', 'login.example.org']) =>
    createResends(scene.table).ask(REQUEST_ID, aliases, at('10:00:00'));
  const mailed = () => acm.commandCalls(ResendValidationEmailCommand).map((call) => call.args[0].input.Domain);

  it('mails one name a second, with its validation domain again', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
    await ask();
    acm.on(ResendValidationEmailCommand).resolves({});

    await watch(tick('10:00:00'));
    expect(scene.nextDueAt()).toBe(null);
    expect(callsOf(acm)).toEqual([
      [
        'ResendValidationEmail',
        { CertificateArn: CERTIFICATE, Domain: 'login.example.com', ValidationDomain: 'example.com' },
      ],
      [
        'ResendValidationEmail',
        { CertificateArn: CERTIFICATE, Domain: 'login.example.org', ValidationDomain: 'example.org' },
      ],
    ]);
    expect(pauses).toEqual([1000]);
    expect(await scene.recorded()).toMatchObject([
      { type: 'MailResent', at: '2026-11-21T10:00:00.000Z' },
      { type: 'MailResent', at: '2026-11-21T10:00:01.000Z' },
    ]);
  });

  it('waits for the next free second only, and leaves those that do not fit', async () => {
    const aliases = Array.from({ length: 60 }, (_, index) => `login.a${String(index).padStart(2, '0')}.example.com`);
    const mail = findings('mail', 'MailRouteFound', () => ({ validationDomain: 'example.com' }), aliases);
    const pending = { validationDomain: 'example.com', until: NOW };
    const approval = findings('approval', 'ApprovalPending', () => pending, aliases);
    await scene.givenRequest({ aliases, certificateArn: CERTIFICATE, conditions: [...mail, ...approval] });
    await ask(aliases);
    acm.on(ResendValidationEmailCommand).callsFake(async () => {
      takes(400);
      return {};
    });
    await watch(tick('10:00:00'));
    expect(mailed()).toHaveLength(50);
    expect(new Set(pauses)).toEqual(new Set([600]));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:00:50.000Z');
    expect(clock - at('10:00:00').getTime()).toBeLessThan(50_000);

    clock = at('10:01:00').getTime();
    await watch(tick('10:01:00'));
    expect(mailed()).toEqual(aliases);
  });

  it('leaves what is planned for later than this minute', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
    await ask();
    await watch(tick('09:59:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:00:00.000Z');
    expect(mailed()).toEqual([]);
  });

  it('drops a wish for a name that was approved meanwhile', async () => {
    const approved = findings('approval', 'Approved', () => ({}));
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: [...APPROVAL.slice(0, 2), ...approved] });
    await ask();
    await watch(tick('10:00:00'));
    expect(scene.nextDueAt()).toBe(null);
    expect(mailed()).toEqual([]);
  });

  it('leaves it to the watch that is at it', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
    await ask();
    await createLeases(scene.table).holding('resend', 'another watch', at('10:00:00'), () => watch(tick('10:00:00')));
    expect(mailed()).toEqual([]);
  });

  it('mails the others when ACM refuses one', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
    await ask();
    acm.on(ResendValidationEmailCommand, { Domain: 'login.example.com' }).rejects(awsError('InvalidStateException'));
    acm.on(ResendValidationEmailCommand, { Domain: 'login.example.org' }).resolves({});
    await watch(tick('10:00:00'));
    expect(mailed()).toEqual(['login.example.com', 'login.example.org']);
  });

  it('is tried again after throttling', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: APPROVAL });
    await ask(['login.example.com']);
    acm.on(ResendValidationEmailCommand).rejects(awsError('ThrottlingException'));
    await watch(tick('10:00:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:00:00.000Z');
  });
});

describe('looking at the validation records', () => {
  const options = (...emails: [string, string[]][]) => ({
    Certificate: {
      Status: 'PENDING_VALIDATION' as const,
      CreatedAt: at('09:59:00'),
      DomainValidationOptions: emails.map(([DomainName, ValidationEmails]) => ({ DomainName, ValidationEmails })),
    },
  });
  beforeEach(async () => {
    await scene.givenSite();
    await scene.givenRequest({
      certificateArn: CERTIFICATE,
      conditions: findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.replace('login.', '') })),
    });
    await scene.waits.park(REQUEST_ID, 'AwaitValidationRecords', 'token-1', at('10:00:00'));
  });

  it('waits until each name has its addresses', async () => {
    acm
      .on(DescribeCertificateCommand)
      .resolves(options(['login.example.com', ['admin@example.com']], ['login.example.org', []]));
    await watch(tick('10:01:00'));
    expect(ended()).toEqual([]);
    expect(await scene.recorded()).toEqual([]);
  });

  it('waits while ACM does not know the certificate yet', async () => {
    acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    await watch(tick('10:01:00'));
    expect(scene.nextDueAt()).toBe('2026-11-21T10:02:00.000Z');
  });

  it('then tells the contacts who must click until when, and goes on', async () => {
    acm
      .on(DescribeCertificateCommand)
      .resolves(options(['login.example.com', ['admin@example.com']], ['login.example.org', ['admin@example.org']]));
    mail.on(SendEmailCommand).resolves({});
    stepFunctions.on(SendTaskSuccessCommand).resolves({});
    await watch(tick('10:01:00'));

    expect((await scene.request()).conditions['login.example.org']?.approval).toMatchObject({
      reason: 'ApprovalPending',
      facts: { until: '2026-11-24T09:59:00.000Z', validationDomain: 'example.org' },
    });
    expect(await scene.requests.evidence(REQUEST_ID, 'addresses')).toMatchObject([
      { alias: 'login.example.com', seen: ['admin@example.com'] },
      { alias: 'login.example.org', seen: ['admin@example.org'] },
    ]);
    expect(callsOf(mail)).toMatchObject([
      [
        'SendEmail',
        {
          FromEmailAddress: 'Certificates <certificates@gigya.com>',
          Destination: { ToAddresses: ['web-team@example.com'] },
        },
      ],
    ]);
    expect(ended()).toMatchObject([{ output: '{"verdict":"met"}' }]);
  });
});

describe('looking at the validation', () => {
  beforeEach(async () => {
    await scene.givenSite({ contacts: [] });
    await scene.givenRequest({ certificateArn: CERTIFICATE });
    await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token-1', at('10:00:00'));
    stepFunctions.on(SendTaskSuccessCommand).resolves({});
  });
  const names = (first: string, second: string) => [
    { DomainName: 'login.example.com', ValidationStatus: first as 'SUCCESS' },
    { DomainName: 'login.example.org', ValidationStatus: second as 'SUCCESS' },
  ];
  const certificateIs = (certificate: object) =>
    acm.on(DescribeCertificateCommand).resolves({ Certificate: certificate });
  const output = () => JSON.parse(String((ended()[0] as { output?: string } | undefined)?.output ?? 'null'));

  it('shows each approval as it comes, and waits on', async () => {
    certificateIs({
      Status: 'PENDING_VALIDATION',
      DomainValidationOptions: names('SUCCESS', 'PENDING_VALIDATION'),
    });
    await watch(tick('10:01:00'));
    await watch(tick('10:03:00'));
    expect(ended()).toEqual([]);
    expect(await scene.recorded()).toMatchObject([
      { type: 'ApprovalChanged', text: '1 of 2 names are approved.', conditions: [{ alias: 'login.example.com' }] },
    ]);
  });

  it('waits on when all names are approved and the certificate is not issued', async () => {
    certificateIs({ Status: 'PENDING_VALIDATION', DomainValidationOptions: names('SUCCESS', 'SUCCESS') });
    await watch(tick('10:01:00'));
    expect(ended()).toEqual([]);
  });

  it('ends when the certificate is issued, and remembers until when it is valid', async () => {
    certificateIs({
      Status: 'ISSUED',
      NotAfter: new Date('2027-06-07T23:59:59Z'),
      DomainValidationOptions: names('SUCCESS', 'SUCCESS'),
    });
    await watch(tick('10:01:00'));
    expect(output()).toEqual({ verdict: 'met' });
    expect((await scene.request()).notAfter).toBe('2027-06-07T23:59:59.000Z');
  });

  it.each([
    [{ Status: 'FAILED', FailureReason: 'DOMAIN_NOT_ALLOWED' }, 'DomainNotAllowed'],
    [{ Status: 'VALIDATION_TIMED_OUT' }, 'ValidationTimedOut'],
    [{ Status: 'REVOKED' }, 'ValidationFailed'],
  ])('ends the request when ACM says %j', async (certificate, reason) => {
    certificateIs({ ...certificate, DomainValidationOptions: names('SUCCESS', 'FAILED') });
    await watch(tick('10:01:00'));
    expect(output()).toMatchObject({ verdict: 'ended', reason });
  });

  it('ends the request when the certificate was deleted', async () => {
    acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
    await watch(tick('10:59:59'));
    expect(ended()).toEqual([]);
    await watch(tick('11:30:00'));
    expect(output()).toEqual({ verdict: 'ended', reason: 'CertificateGone', facts: {} });
  });

  it('gives up after 96 hours only if ACM still says pending', async () => {
    certificateIs({ Status: 'PENDING_VALIDATION', DomainValidationOptions: names('SUCCESS', 'PENDING_VALIDATION') });
    await watch({ time: '2026-11-25T09:59:59Z', 'detail-type': 'Scheduled Event' });
    expect(ended()).toEqual([]);
    await watch({ time: '2026-11-25T10:14:59Z', 'detail-type': 'Scheduled Event' });
    expect(output()).toMatchObject({ reason: 'ValidationTimedOut', facts: { names: 'login.example.org' } });
  });
});
