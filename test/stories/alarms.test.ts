/**
 * What on-call is called for, made to happen: watch, made as it is deployed, measures a started product, and the rows of
 * core/alarms.ts judge what it measured.
 */
import { ALARMS, type AlarmName, rings } from '../../core/alarms.ts';
import { createTable } from '../../lambdas/clients/table.ts';
import { createWaits } from '../../lambdas/records/waits.ts';
import { REAL_MACHINE } from '../../lambdas/runtime.ts';
import type { Figures } from '../../lambdas/watch/metrics.ts';
import { create } from '../../lambdas/watch/watch.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { CERTIFICATES_PER_YEAR, DISTRIBUTIONS } from '../../local/aws/servicequotas/quotas.ts';
import { DATA_CENTERS, PREFIX } from '../../local/scenery.ts';
import { OUR_ACCOUNT, REGION } from '../../local/world.ts';
import { play, playToReady } from '../support/play.ts';
import { beginStory, type Story } from '../support/product.ts';

/** Half a year of world time passes in one of them. */
jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let story: Story;
let measured: Figures[];
beforeEach(async () => {
  story = await beginStory();
  measured = [];
});
afterEach(() => story.stop());

function environment() {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'Watch',
    AWS_SECRET_ACCESS_KEY: 'simulated',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${story.ports.aws}`,
    TABLE_NAME,
    DATA_CENTERS: JSON.stringify(DATA_CENTERS),
    WILDCARD_OVERLAP: 'warn',
    MAIL_FROM: 'certificates@gigya.com',
    CONSOLE_URL: 'https://console.gigya.com',
    LOG_LEVEL: 'SILENT',
  };
}

/** A tick of the schedule at that time; the function's clock is the world's. */
async function tick(time = story.world.clock.now(), clock = time): Promise<void> {
  const machine = { ...REAL_MACHINE, now: () => clock, pause: async () => {} };
  const watch = create(environment(), machine, (figures) => measured.push(figures));
  await watch({ time: time.toISOString(), 'detail-type': 'Scheduled Event' });
}

/** The next full hour, when watch measures what changes slowly. */
function fullHour(): Date {
  return new Date(Math.ceil(story.world.clock.now().getTime() / HOUR_MS) * HOUR_MS);
}

/** Whether the alarm rings when every period measures what was measured last. */
function isRinging(name: AlarmName): boolean {
  const { metric, periods, statistic } = ALARMS[name];
  if (metric.of !== 'watch') throw new Error(`${name} is not measured by watch`);
  const value = statistic === 'SampleCount' ? measured.length : measured.at(-1)?.[metric.name];
  return rings(ALARMS[name], Array(periods).fill(value));
}

it('is quiet while all is well: a request waits for its mailboxes', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  await story.hours(1);
  await tick(fullHour());
  expect(measured.at(-1)).toMatchObject({
    LooksFailed: 0,
    LooksThrottled: 0,
    ClockSkewSeconds: 0,
    'Waiting on mailbox owner': 1,
    'Waiting on customer DNS': 0,
    OnCallWaitDays: 0,
    CertificateQuotaShare: 1 / 5000,
  });
  const own = (Object.keys(ALARMS) as AlarmName[]).filter((name) => ALARMS[name].metric.of === 'watch');
  expect(own.filter((name) => isRinging(name))).toEqual([]);
});

it('rings for a certificate 19 days before its end, and louder nine days before', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  const { notAfter } = await playToReady(story, requestId);
  const before = (days: number) =>
    new Date(Math.floor((Date.parse(notAfter ?? '') - days * DAY_MS) / HOUR_MS) * HOUR_MS);
  await tick(before(21));
  expect([isRinging('CertificateExpiresSoon'), isRinging('CertificateExpires')]).toEqual([false, false]);
  await tick(before(19));
  expect([isRinging('CertificateExpiresSoon'), isRinging('CertificateExpires')]).toEqual([true, false]);
  await tick(before(9));
  expect([isRinging('CertificateExpiresSoon'), isRinging('CertificateExpires')]).toEqual([true, true]);
});

it('rings when four fifths of a quota are used', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  story.quotas.set(OUR_ACCOUNT, CERTIFICATES_PER_YEAR, 1);
  story.quotas.set(OUR_ACCOUNT, DISTRIBUTIONS, 1);
  await tick(fullHour());
  expect(isRinging('CertificateQuotaNearlyUsed')).toBe(true);
  expect(isRinging('DistributionQuotaNearlyUsed')).toBe(true);
});

it('rings for looks that fail, for looks that AWS throttles, and for what watch does not catch up with', async () => {
  const now = story.world.clock.now();
  const waits = createWaits(createTable(environment()));
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  for (let index = 0; index < 201; index++) await waits.park(`req-gone-${index}`, 'AwaitDeployment', 'token', hourAgo);
  await tick(now);
  expect(measured.at(-1)).toMatchObject({ LooksFailed: 200, OverdueSeconds: 3540 });
  expect([isRinging('LooksFailing'), isRinging('WaitsOverdue'), isRinging('AwsThrottles')]).toEqual([
    true,
    true,
    false,
  ]);
});

it('rings when the function’s clock and the events’ are two minutes apart', async () => {
  const now = story.world.clock.now();
  await tick(now, new Date(now.getTime() + 120_000));
  expect(isRinging('ClockSkew')).toBe(true);
});

it('rings when no tick has ended for a period', () => {
  expect(rings(ALARMS.WatchNotRunning, [5, undefined])).toBe(true);
  expect(rings(ALARMS.WatchNotRunning, [undefined, 5])).toBe(false);
});
