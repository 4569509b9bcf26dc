import { createMeter, type Figures, publisher } from '../../../../lambdas/watch/metrics.ts';
import { REQUEST_ID, useScene } from '../../../support/step.ts';

const scene = useScene();

const at = (time: string) => new Date(`2026-11-21T${time}Z`);
let published: Figures[];
beforeEach(() => {
  published = [];
});

function meter() {
  const { waits, sites, requests } = scene;
  const acm = { endsFirst: async () => new Date('2026-12-11T10:00:00Z') } as never;
  const quotas = { value: async (name: string) => (name === 'distributionsPerAccount' ? 4 : null) } as never;
  return createMeter({ waits, sites, requests, acm, quotas }, (figures) => published.push(figures));
}

it('tells at every tick what the tick knows, and counts anew', async () => {
  const one = meter();
  one.count('LooksFailed');
  await one.tick(at('10:05:00'), at('10:05:07'), '2026-11-21T10:04:00.000Z');
  await one.tick(at('10:06:00'), at('10:06:00'), '2026-11-21T10:07:00.000Z');
  expect(published).toEqual([
    { OverdueSeconds: 60, ClockSkewSeconds: 7, LooksFailed: 1, LooksThrottled: 0 },
    { OverdueSeconds: 0, ClockSkewSeconds: 0, LooksFailed: 0, LooksThrottled: 0 },
  ]);
});

it('tells on the hour who is waited for, what ends first and what is used up; an unknown quota is not told', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  await scene.waits.park(REQUEST_ID, 'AwaitSupport', 'token', at('04:00:00'));
  await meter().tick(at('10:00:00'), at('10:00:00'), undefined);
  expect(published[0]).toMatchObject({
    'Waiting on vendor on-call': 1,
    'Waiting on AWS': 0,
    OnCallWaitDays: 0.25,
    DaysToExpiry: 20,
    DistributionQuotaShare: 0.25,
  });
  expect(published[0]).not.toHaveProperty('CertificateQuotaShare');
});

it('measures nothing where nobody reads it', async () => {
  expect(publisher({ LOG_LEVEL: 'SILENT' })).toBeUndefined();
});

it('publishes a line in the embedded metric format, under the one dimension of its deployment', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  publisher({ TABLE_NAME: 'certificates-table' })?.({ DaysToExpiry: 20, LooksFailed: 1 });
  const line = JSON.parse(String(write.mock.calls[0]?.[0]));
  write.mockRestore();
  expect(line).toMatchObject({ service: 'certificates-table', DaysToExpiry: 20, LooksFailed: 1 });
  expect(line._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'Certificates',
      Dimensions: [['service']],
      Metrics: [
        { Name: 'DaysToExpiry', Unit: 'None' },
        { Name: 'LooksFailed', Unit: 'Count' },
      ],
    },
  ]);
});
