/** What only on-call can mend: the request shows `failing` and who acts, stands where it failed, and a redrive goes on there. */
import { RedriveExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Answers } from '../../core/api/operations.ts';
import { createFaults } from '../../local/aws/faults.ts';
import { CERTIFICATES } from '../../local/aws/servicequotas/quotas.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { OUR_ACCOUNT } from '../../local/world.ts';
import { checkAgain } from '../support/stories/conflict.ts';
import { describeExecution, executionArn, leftBehind, NOTHING, reaching } from '../support/stories/left-behind.ts';
import { cancel, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

async function redrive(requestId: string): Promise<void> {
  const client = new SFNClient(reaching(story));
  await client.send(new RedriveExecutionCommand({ executionArn: executionArn(story, requestId) }));
  client.destroy();
}

async function statesEntered(requestId: string): Promise<string[]> {
  const events = await story.history(requestId);
  return events.flatMap(({ stateEnteredEventDetails: entered }) => (entered?.name ? [entered.name] : []));
}

/** What on-call finds without knowing whose it is. */
async function stoppedRequests(): Promise<Answers['requests.list']['requests']> {
  return (await story.call<Answers['requests.list']>('GET', '/requests?state=stopped')).requests;
}

/** Of its timeline. */
async function typesOf(requestId: string): Promise<string[]> {
  const { events } = await story.call<{ events: { type: string }[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates/${requestId}/history`,
  );
  return events.map(({ type }) => type);
}

it('stands at the state that CloudFront refused, and goes on there to READY', async () => {
  const faults = createFaults(story.world);
  const fault = { kind: 'refuse', error: 'AccessDenied', message: 'Access denied.', status: 403 } as const;
  faults.add({ ...fault, service: 'cloudfront', operation: 'UpdateDistribution' });
  const { requestId } = await story.generate(PREFIX, 'wait');

  const failing = await play(story, requestId, (request) => request.failing !== null);
  expect(failing).toMatchObject({
    status: 'PENDING',
    waitingOn: 'vendor on-call',
    deadline: null,
    failing: { error: 'AccessDenied', step: 'AttachCertificate' },
    failure: null,
  });
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
  expect(story.alarms.ringing()).toEqual(['WorkflowsStopped']);
  expect(await stoppedRequests()).toMatchObject([
    { siteId: SITE.siteId, requestId, stops: [{ execution: requestId, error: 'AccessDenied' }] },
  ]);
  await story.hours(5);
  expect((await story.read(requestId)).failing).toEqual(failing.failing);

  faults.clear();
  await redrive(requestId);
  const ready = await playToReady(story, requestId);
  expect(story.alarms.ringing()).toEqual([]);
  expect(await stoppedRequests()).toEqual([]);
  expect(ready).toMatchObject({ status: 'READY', waitingOn: 'site admin', failing: null, failure: null });
  const entered = await statesEntered(requestId);
  expect(entered.filter((state) => state === 'AttachCertificate')).toHaveLength(1);
  expect(entered.filter((state) => state === 'RequestCertificate')).toHaveLength(1);
});

it('waits for a raised quota, and asks ACM for one certificate only', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  story.quotas.set(OUR_ACCOUNT, CERTIFICATES, 0);
  const failing = await play(story, requestId, (request) => request.failing !== null);
  expect(failing).toMatchObject({ waitingOn: 'vendor on-call', failing: { error: 'CertificateQuotaExceeded' } });
  expect(failing.certificateArn).toBeNull();

  await redrive(requestId); // too early: it fails again
  await story.settle();
  expect((await story.read(requestId)).failing).toMatchObject({ error: 'CertificateQuotaExceeded' });

  story.quotas.set(OUR_ACCOUNT, CERTIFICATES, 2500);
  await redrive(requestId);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failing: null });
  const requested = story.world.mutations.filter(({ operation }) => operation === 'RequestCertificate');
  expect(requested).toHaveLength(1);
});

it('closes the wait of an execution that was stopped, and parks it anew', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  await stop(requestId);
  expect(await leftBehind(story, SITE.siteId)).toMatchObject({ waits: [] });
  expect(await story.read(requestId)).toMatchObject({ waitingOn: 'vendor on-call', failing: { error: 'Paused' } });

  await redrive(requestId);
  await story.settle();
  expect(await leftBehind(story, SITE.siteId)).toMatchObject({ waits: ['AwaitValidation'] });
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'mailbox owner' });
  expect((await playToReady(story, requestId)).failing).toBeNull();
});

async function stop(requestId: string): Promise<void> {
  const client = new SFNClient(reaching(story));
  await client.send(new StopExecutionCommand({ executionArn: executionArn(story, requestId), error: 'Paused' }));
  client.destroy();
  await story.settle();
}

it('goes on by itself after a function was lost between what it did and what it noted', async () => {
  story.faults.add({ service: 'acm', operation: 'RequestCertificate', kind: 'kill', when: 'after', times: 1 });
  const { requestId } = await story.generate(PREFIX, 'wait');
  const ready = await playToReady(story, requestId);
  expect(await typesOf(requestId)).not.toContain('Failing');
  expect((await leftBehind(story, SITE.siteId)).certificates).toEqual([ready.certificateArn]);
});

it('stands still when a function is lost at all seven tries, and goes on by redrive', async () => {
  story.faults.add({ service: 'lambda', operation: 'RequestCertificate', kind: 'kill', when: 'after', times: 7 });
  const { requestId } = await story.generate(PREFIX, 'wait');
  const failing = await play(story, requestId, (request) => request.failing !== null);
  expect(failing).toMatchObject({ waitingOn: 'vendor on-call', failing: { error: 'Runtime.ExitError' } });

  await redrive(requestId);
  const ready = await playToReady(story, requestId);
  expect((await leftBehind(story, SITE.siteId)).certificates).toEqual([ready.certificateArn]);
});

describe('that nobody has mended for 14 days', () => {
  const denied = { kind: 'refuse', error: 'AccessDenied', message: 'Access denied.', status: 403 } as const;
  async function stuck(service: string, operation: string): Promise<string> {
    story.faults.add({ ...denied, service, operation });
    const { requestId } = await story.generate(PREFIX, 'wait');
    await play(story, requestId, (request) => request.failing !== null);
    story.faults.clear();
    await story.hours(14 * 24 + 1);
    await expect(redrive(requestId)).rejects.toThrow('Execution Not Redrivable');
    return requestId;
  }

  it('ends by cancel, leaves nothing behind, and the site can generate again', async () => {
    const requestId = await stuck('lambda', 'VerifyServing');
    expect((await story.read(requestId)).failing).toMatchObject({
      error: 'AccessDenied',
      message: expect.stringContaining('It cannot go on any more.'),
      remedy: expect.stringContaining('Cancel the request: what was done is taken back'),
    });
    await expect(story.generate(PREFIX)).rejects.toThrow('is still running');

    await cancel(story, requestId);
    await cancel(story, requestId); // twice is once
    await story.until(requestId, ({ status }) => status === 'CANCELED');
    await story.settle();
    expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
    const events = await story.history(`${requestId}-conclude-1`, 'conclude-request');
    expect(events.map(({ stateEnteredEventDetails: entered }) => entered?.name)).toContain('AwaitUnused');
    expect(events.at(-1)?.executionFailedEventDetails?.error).toBe('Canceled');
    const next = await story.generate(PREFIX, 'wait');
    expect(await playToReady(story, next.requestId)).toMatchObject({ status: 'READY' });
  });

  it('goes forward where everything is proven already', async () => {
    const requestId = await stuck('lambda', 'FinishRequest');
    await expect(cancel(story, requestId)).rejects.toThrow('it is READY in a moment');
    expect(await story.until(requestId, ({ status }) => status === 'READY')).toMatchObject({ failing: null });
  });
});

describe('whose event is lost', () => {
  const lost = { kind: 'drop', service: 'rules', operation: 'ExecutionStatusChanged' } as const;

  it('is seen by watch within two hours, and rings', async () => {
    const denied = { kind: 'refuse', error: 'AccessDenied', message: 'Access denied.', status: 403 } as const;
    story.faults.add(lost);
    story.faults.add({ ...denied, service: 'cloudfront', operation: 'UpdateDistribution' });
    const { requestId } = await story.generate(PREFIX, 'wait');
    const failing = await play(story, requestId, (request) => request.failing !== null);
    expect(failing).toMatchObject({ waitingOn: 'vendor on-call', failing: { error: 'AccessDenied' } });
    expect(story.alarms.ringing()).toEqual(['WorkflowsStopped']);
    const { stopDate } = await describeExecution(story, requestId);
    expect(Date.parse(failing.failing?.since ?? '') - (stopDate?.getTime() ?? 0)).toBeLessThanOrEqual(2 * 3_600_000);

    story.faults.clear();
    await redrive(requestId);
    expect(await playToReady(story, requestId)).toMatchObject({ failing: null });
  });

  /** Its wait is parked still: nobody knows that it does not run. */
  async function stoppedUnseen(): Promise<string> {
    const { requestId } = await story.generate(PREFIX, 'wait');
    await play(story, requestId, ({ step }) => step === 'AwaitValidation');
    story.faults.add({ ...lost, times: 1 });
    await stop(requestId);
    expect(await story.read(requestId)).toMatchObject({ step: 'AwaitValidation', failing: null });
    return requestId;
  }

  it('ends by cancel all the same', async () => {
    const requestId = await stoppedUnseen();
    await cancel(story, requestId);
    await story.until(requestId, ({ status }) => status === 'CANCELED');
    await story.settle();
    expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  });

  it('goes on when somebody checks again', async () => {
    const requestId = await stoppedUnseen();
    await checkAgain(story, requestId);
    await story.settle();
    expect(await describeExecution(story, requestId)).toMatchObject({ status: 'RUNNING' });
    expect(await playToReady(story, requestId)).toMatchObject({ failing: null });
  });
});

it('starts within two minutes what a call has stored and did not live to start', async () => {
  story.faults.add({ service: 'dynamodb', operation: 'TransactWriteItems', kind: 'kill', when: 'after', times: 1 });
  await expect(story.generate(PREFIX, 'wait')).rejects.toThrow('The service did not answer.');
  await story.hours(2 / 60);
  const { certificates } = await story.call<{ certificates: { step: string }[] }>(
    'GET',
    `/sites/${SITE.siteId}/certificates`,
  );
  expect(certificates).toMatchObject([{ step: 'AwaitPreflightFix' }]);
});
