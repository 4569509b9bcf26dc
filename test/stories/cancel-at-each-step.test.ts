/** Canceled wherever it may be, a request leaves nothing behind, says so only then, and the next one goes all the way. */

import type { FunctionName } from '../../core/topology.ts';
import { createFaults } from '../../local/aws/faults.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { describeExecution, leftBehind, NOTHING, orphansOf } from '../support/stories/left-behind.ts';
import { cancel, mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

async function expectNothingLeft(requestId: string): Promise<void> {
  const ended = await story.until(requestId, ({ status }) => status === 'CANCELED');
  expect(ended).toMatchObject({
    status: 'CANCELED',
    deadline: null,
    failing: null,
    failure: { reason: 'Canceled', message: 'The request was canceled.', remedy: 'Generate again whenever you like.' },
  });
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
  expect(await orphansOf(story)).toEqual([]);
  await story.settle();
  expect(await describeExecution(story, requestId)).toMatchObject({ status: 'FAILED', error: 'Canceled' });
}

async function expectNextOneServes(): Promise<void> {
  mendAll(story);
  await story.hours(1); // caches forget the old records
  const { requestId } = await story.generate(PREFIX);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failure: null });
}

describe('parked', () => {
  it.each(['AwaitPreflightFix', 'AwaitValidationRecords', 'AwaitValidation', 'AwaitDeployment'])(
    'in %s',
    async (step) => {
      const { requestId } = await story.generate(PREFIX, 'wait');
      await play(story, requestId, (request) => request.step === step);

      expect(await cancel(story, requestId)).toMatchObject({ status: 'PENDING', waitingOn: 'nobody', deadline: null });
      await expectNothingLeft(requestId);
      await expectNextOneServes();
    },
  );
});

it('waits until AWS shows a certificate that was asked for a moment ago: only then it can be deleted', async () => {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX);
  await story.settle();
  for (const _ of ['and', 'again']) {
    await cancel(story, requestId);
    await story.settle();
  }
  expect(await story.read(requestId)).toMatchObject({ status: 'PENDING', step: 'AwaitValidationRecords' });
  await expectNothingLeft(requestId);
  await story.hours(1);
  expect(await leftBehind(story, SITE.siteId)).toEqual(NOTHING);
});

describe('just before', () => {
  const STEPS: FunctionName[] = [
    'EnsureTarget',
    'CheckCnames',
    'AwaitPreflightFix',
    'ClaimAliases',
    'RequestCertificate',
    'AwaitValidationRecords',
    'AwaitValidation',
    'AttachCertificate',
    'DetectConflicts',
    'AddAliases',
    'AwaitDeployment',
    'VerifyServing',
  ];
  it.each(STEPS)('%s', async (step) => {
    const faults = createFaults(story.world);
    faults.add({ service: 'lambda', operation: step, kind: 'delay', ms: 5000, times: 1 });
    const { requestId } = await story.generate(PREFIX, 'wait');
    await play(story, requestId, () => faults.list().length === 0);

    await cancel(story, requestId);
    await expectNothingLeft(requestId);
  });
});

it('cancels a request that stands still by a technical failure', async () => {
  createFaults(story.world).add({
    service: 'cloudfront',
    operation: 'UpdateDistribution',
    kind: 'refuse',
    error: 'AccessDenied',
    message: 'no',
    status: 403,
  });
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ failing }) => failing !== null);

  await cancel(story, requestId);
  createFaults(story.world).clear();
  await expectNothingLeft(requestId);
});

it('puts back what served before, when the next request is canceled after attaching', async () => {
  mendAll(story);
  const first = await playToReady(story, (await story.generate(PREFIX)).requestId);
  const before = await leftBehind(story, SITE.siteId);
  expect(before).toMatchObject({ certificate: first.certificateArn, certificates: [first.certificateArn] });

  const { requestId } = await story.generate(PREFIX);
  await play(story, requestId, ({ step }) => step === 'AwaitDeployment');
  await cancel(story, requestId);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  expect(await leftBehind(story, SITE.siteId)).toEqual(before);
});

it('is harmless twice, and refused when the request is over or serves', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitPreflightFix');
  await cancel(story, requestId);
  await cancel(story, requestId);
  await expectNothingLeft(requestId);
  expect(await cancel(story, requestId)).toMatchObject({ status: 'CANCELED' });

  const next = await story.generate(PREFIX, 'wait');
  await playToReady(story, next.requestId);
  await expect(cancel(story, next.requestId)).rejects.toThrow(
    `Request ${next.requestId} cannot be canceled: it is READY, its certificate serves.`,
  );
});

it('says when AWS has not let go of the certificate in time, and ends all the same', async () => {
  createFaults(story.world).add({
    service: 'acm',
    operation: 'DeleteCertificate',
    kind: 'refuse',
    error: 'ResourceInUseException',
    message: 'in use',
  });
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitDeployment');
  await cancel(story, requestId);
  const unused = await story.until(requestId, ({ step }) => step === 'AwaitUnused');
  expect(unused).toMatchObject({ status: 'PENDING', waitingOn: 'AWS', failure: null });
  await story.hours(7);
  await expect(story.read(requestId)).resolves.toMatchObject({ status: 'CANCELED' });
  const told = await story.call<{ text: string }[]>('GET', `/sites/${SITE.siteId}/certificates/${requestId}/history`);
  expect(JSON.stringify(told)).toContain('AWS still counts the certificate as in use');
});
