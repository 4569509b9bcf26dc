/** What watch asks for, by the call: what is due and no more, however much there is. */
import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { observeTable } from '../../../../bench/observed-table.ts';
import { glanceMinute } from '../../../../core/glance.ts';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { CERTIFICATE, findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const cloudFront = strictMock(CloudFrontClient);
const MINUTE_MS = 60_000;
const at = (minute: number) => new Date(Date.parse(NOW) + minute * MINUTE_MS);

/** Calls of the table in the tick of 10:01, after that of 10:00 has told what there was to tell. */
async function ticked(): Promise<number> {
  const watch = scene.made(create, { LOG_LEVEL: 'SILENT' });
  const tick = (time: Date) => watch({ time: time.toISOString(), 'detail-type': 'Scheduled Event' });
  await tick(at(0));
  const observed = observeTable();
  try {
    observed.from('store');
    await tick(at(1));
    return observed.seen().calls;
  } finally {
    observed.stop();
  }
}

/** Glanced at in that minute, or in another one. */
async function givenServing(count: number, isGlancedAt: (minute: number) => boolean): Promise<void> {
  const ids = Array.from({ length: 1000 }, (_, index) => `req-20261121-${String(index).padStart(10, '0')}`);
  for (const requestId of ids.filter((id) => isGlancedAt(glanceMinute(id))).slice(0, count)) {
    await scene.givenRequest({ requestId, siteId: requestId, status: 'ACTIVE' });
    await createCares(scene.table).plan(requestId, at(600));
  }
}

it('asks once for each kind and once for the minute, whatever there is', async () => {
  expect(await ticked()).toBe(6);
  await givenServing(40, (minute) => minute !== 1);
  for (let index = 0; index < 40; index++) await scene.waits.park(`req-${index}`, 'AwaitRenewal', 'token', at(0));
  expect(await ticked()).toBe(6);
});

it('reads a request once to glance at it', async () => {
  await givenServing(5, (minute) => minute === 1);
  expect(await ticked()).toBe(6 + 5);
});

it.each([
  ['AwaitDeployment', 4, 'GetDistribution'], // the site besides: which distribution; its next look is nearer than the lease lasts
  ['AwaitValidation', 2, 'DescribeCertificate'],
] as const)(
  'makes one write and one read of the request for a look of %s that finds nothing, and what its row says besides',
  async (name, calls, asked) => {
    await scene.givenSite();
    const conditions = findings('approval', 'ApprovalPending', () => ({ until: NOW, validationDomain: 'example.com' }));
    await scene.givenRequest({ certificateArn: CERTIFICATE, status: 'ACTION_REQUIRED', conditions });
    cloudFront.on(GetDistributionCommand).resolves({ Distribution: { Status: 'InProgress' } as never });
    acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'PENDING_VALIDATION', CreatedAt: at(0) } });
    await scene.waits.park(REQUEST_ID, name, 'token', at(0));
    expect(await ticked()).toBe(6 + calls);
    expect([...callsOf(acm), ...callsOf(cloudFront)].map(([operation]) => operation)).toEqual([asked]);
  },
);
