import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { SendTaskSuccessCommand, SFNClient, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { WAITS, type WaitName } from '../../../../core/wait.ts';
import type { Figures } from '../../../../lambdas/clients/figures.ts';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { createNotices } from '../../../../lambdas/records/notices.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { usePassingTime } from '../../../support/unit/passing-time.ts';
import { CERTIFICATE, NOW, REQUEST_ID, STILL, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const cloudFront = strictMock(CloudFrontClient);
const stepFunctions = strictMock(SFNClient);

/** Of an earlier look. */
const STARTED = new Date('2026-11-21T10:00:00Z');
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const tick = (time: string) => ({ time: `2026-11-21T${time}Z`, 'detail-type': 'Scheduled Event' });
const ended = () => callsOf(stepFunctions).map(([, input]) => input);

const time = usePassingTime();
const watch = (event: object) => scene.made(create, {}, time.machine)(event);

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
    const begun = (now: string) =>
      create(scene.env, { ...STILL, now: () => at(now) }, (figures) => published.push(figures));
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
    expect(time.pauses()).toEqual([1000]);
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

  it.each(Object.keys(WAITS) as WaitName[])(
    'hands over what an earlier look at %s has come to, and looks no more',
    async (name) => {
      const claimed = await scene.waits.claim(
        await scene.waits.park('req-1', name, 'token-1', at('09:00:00')),
        STARTED,
      );
      const end = { verdict: 'ended', reason: 'ServingGivenUp', facts: { names: 'login.example.org' } };
      if (claimed) await scene.waits.conclude(claimed, end);
      stepFunctions.on(SendTaskSuccessCommand).rejects(new TaskTimedOut({ message: 'spent', $metadata: {} }));
      await watch(tick('10:15:00'));
      expect(ended()).toEqual([{ taskToken: 'token-1', output: JSON.stringify(end) }]);
      expect(await scene.waits.at('req-1')).toEqual([]);
    },
  );

  it('leaves the end to a look that has begun meanwhile', async () => {
    await givenDeployment();
    const asked = { time: '2026-11-21T10:01:05Z', 'detail-type': 'Look Requested', detail: { requestId: REQUEST_ID } };
    cloudFront
      .on(GetDistributionCommand)
      .callsFakeOnce(async () => {
        await watch(asked);
        return deployed('Deployed');
      })
      .resolves(deployed('InProgress'));
    await watch(tick('10:01:00'));
    expect(ended()).toEqual([]);
    expect(await scene.waits.at(REQUEST_ID)).toMatchObject([{ taskToken: `token of ${REQUEST_ID}` }]);
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
  const tickAt = (scheduled: string) =>
    create(scene.env, time.machine, (seen) => published.push(seen))(tick(scheduled));

  it('begins no look after forty seconds, tells notices and figures, and the next one goes on', async () => {
    for (let index = 0; index < 30; index++) await givenDeployment(`req-${index}`, `site-${index}`, `E${index}`);
    cloudFront.on(GetDistributionCommand).callsFake(async () => {
      time.takes(3000);
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
      time.takes(50_000);
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

  it('of a person who asked more than a minute before is passed over: the next tick looks', async () => {
    await givenDeployment();
    await scene.waits.lookNow(REQUEST_ID, at('10:00:20'));
    cloudFront.on(GetDistributionCommand).resolves(deployed('InProgress'));
    const asked = { time: '2026-11-21T10:00:20Z', 'detail-type': 'Look Requested', detail: { requestId: REQUEST_ID } };
    const begun = (now: string) => create(scene.env, { ...STILL, now: () => at(now) });
    await begun('10:01:21')(asked);
    expect(callsOf(cloudFront)).toEqual([]);
    await begun('10:02:00')(tick('10:02:00'));
    expect(cloudFront.commandCalls(GetDistributionCommand)).toHaveLength(1);
  });

  it.each([
    ['without a time', { 'detail-type': 'Scheduled Event' }],
    ['without a type', { time: NOW }],
  ])('%s is refused', async (_, event) => {
    await expect(watch(event)).rejects.toThrow();
  });
});
