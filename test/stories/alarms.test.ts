/**
 * What on-call is called for, made to happen in a started product, until it rings; then the cause is taken away, until it stops. The
 * other alarms ring in the stories of what they are about: each row of core/alarms.ts names its own.
 */
import { FIGURE_NAMESPACE, type FigureName } from '../../core/figures.ts';
import type { WaitName } from '../../core/wait.ts';
import { createTable } from '../../lambdas/clients/table.ts';
import { createErrands } from '../../lambdas/records/errands.ts';
import { createWaits } from '../../lambdas/records/waits.ts';
import { REAL_MACHINE } from '../../lambdas/runtime.ts';
import { create } from '../../lambdas/watch/watch.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import type { FaultRule } from '../../local/aws/faults.ts';
import { CERTIFICATES_PER_YEAR, DISTRIBUTIONS } from '../../local/aws/servicequotas/quotas.ts';
import { createRates } from '../../local/aws/servicequotas/rates.ts';
import type { DeadLetter } from '../../local/dead-letters.ts';
import { DATA_CENTERS, PREFIX, SITE } from '../../local/scenery.ts';
import { OUR_ACCOUNT, REGION } from '../../local/world.ts';
import { approveAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const minutes = (count: number) => story.hours(count / 60);
const ringing = () => story.alarms.ringing();

function refuse(service: FaultRule['service'], operation: string, error: string): void {
  story.faults.add({ kind: 'refuse', service, operation, error, message: 'Injected.' });
}

/** A request that waits for its mailboxes, so that watch looks every few minutes. */
async function waiting(): Promise<string> {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  return requestId;
}

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
    PROVISION_CERTIFICATE_ARN: story.stateMachineArn('provision-certificate'),
    MOVE_OWNERSHIP_ARN: story.stateMachineArn('move-ownership'),
    CONCLUDE_REQUEST_ARN: story.stateMachineArn('conclude-request'),
    MIGRATE_VALIDATION_ARN: story.stateMachineArn('migrate-validation'),
    RENEW_CERTIFICATE_ARN: story.stateMachineArn('renew-certificate'),
    RETIRE_SITE_ARN: story.stateMachineArn('retire-site'),
    LOG_LEVEL: 'SILENT',
  };
}

/** What watch of another instance publishes at that time, by its own clock. */
async function tick(time: Date, clock = time): Promise<void> {
  const machine = { ...REAL_MACHINE, now: () => clock, pause: async () => {} };
  const watch = create(environment(), machine, (figures) => {
    for (const name of Object.keys(figures) as FigureName[])
      story.world.measure({ of: FIGURE_NAMESPACE, name }, figures[name] ?? 0);
  });
  await watch({ time: time.toISOString(), 'detail-type': 'Scheduled Event' });
}

/** Of requests that are not there: every look at them fails. Answers what takes them away. */
async function parkStrays(count: number, name: WaitName = 'AwaitDeployment', days = 0): Promise<() => Promise<void>> {
  const waits = createWaits(createTable(environment()));
  const parkedAt = new Date(story.world.clock.now().getTime() - days * DAY_MS - HOUR_MS);
  const names = Array.from({ length: count }, (_, index) => `req-gone-${index}`);
  for (const stray of names) await waits.park(stray, name, 'token', parkedAt);
  return async () => {
    for (const stray of names) for (const wait of await waits.of(stray)) await waits.end(wait);
  };
}

/** Calls the API over plain HTTP; what it answers does not matter here. */
async function call(headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${story.ports.console}/api/sites`, { headers });
  await answer.arrayBuffer();
  return answer.status;
}

it('is quiet while all is well, whatever time passes', async () => {
  const requestId = await waiting();
  await story.hours(5);
  expect(ringing()).toEqual([]);
  await play(story, requestId, ({ status }) => status === 'READY');
  await story.hours(24);
  expect(ringing()).toEqual([]);
});

it('rings 20 days before the end of a certificate, louder at ten, and no more when another is in use', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  const { notAfter } = await playToReady(story, requestId);
  const daysLeft = (days: number) => new Date(Date.parse(notAfter ?? '') - days * DAY_MS);
  await tick(daysLeft(21));
  expect(ringing()).toEqual([]);
  await tick(daysLeft(19));
  expect(ringing()).toEqual(['CertificateExpiresSoon']);
  await tick(daysLeft(9));
  expect(ringing()).toEqual(['CertificateExpiresSoon', 'CertificateExpires']);
  await tick(story.world.clock.now());
  expect(ringing()).toEqual([]);
});

it('rings when four fifths of a quota are used, until it is raised', async () => {
  await waiting();
  story.quotas.set(OUR_ACCOUNT, CERTIFICATES_PER_YEAR, 1);
  story.quotas.set(OUR_ACCOUNT, DISTRIBUTIONS, 1);
  await story.hours(2);
  expect(ringing()).toEqual(['CertificateQuotaNearlyUsed', 'DistributionQuotaNearlyUsed']);
  story.quotas.set(OUR_ACCOUNT, CERTIFICATES_PER_YEAR, 5000);
  story.quotas.set(OUR_ACCOUNT, DISTRIBUTIONS, 500);
  await story.hours(2);
  expect(ringing()).toEqual([]);
});

describe('watch', () => {
  it('rings when no tick ends well for five minutes', async () => {
    jest.spyOn(console, 'error').mockReturnValue(); // of the schedule
    await waiting();
    refuse('lambda', 'Watch', 'Runtime.ExitError');
    await story.hours(1);
    expect(ringing()).toEqual(['WatchNotRunning']);
    story.faults.clear();
    await minutes(2);
    expect(ringing()).toEqual([]);
    jest.restoreAllMocks();
  });

  it('rings when it does not catch up with what is due', async () => {
    const takeAway = await parkStrays(401);
    await minutes(6);
    expect(ringing()).toEqual(['WaitsOverdue']);
    await takeAway();
    await minutes(10);
    expect(ringing()).not.toContain('WaitsOverdue');
  });

  it('rings when it does not get done what is to be done once', async () => {
    const errands = createErrands(createTable(environment()));
    const givenAt = story.world.clock.now().toISOString();
    const errand = { kind: 'tellOutdated', of: 'nobody', givenAt, dueAt: givenAt } as const;
    await errands.give(errand);
    await minutes(21);
    expect(ringing()).toEqual(['WaitsOverdue', 'LooksFailing']);
    await errands.done(errand);
    await minutes(11);
    expect(ringing()).not.toContain('WaitsOverdue');
  });

  it('rings when looks fail again and again', async () => {
    const takeAway = await parkStrays(1);
    await minutes(35);
    expect(ringing()).toEqual(['LooksFailing']);
    await takeAway();
    await minutes(31);
    expect(ringing()).toEqual([]);
  });

  it('rings when the function’s clock and the events’ are two minutes apart', async () => {
    const now = story.world.clock.now();
    await tick(now, new Date(now.getTime() + 120_000));
    expect(ringing()).toEqual(['ClockSkew']);
    await minutes(6);
    expect(ringing()).toEqual([]);
  });
});

describe('rates of AWS', () => {
  it('ring when looks are throttled for half an hour', async () => {
    await waiting();
    refuse('acm', 'DescribeCertificate', 'ThrottlingException');
    await story.hours(1);
    expect(ringing()).toEqual(['AwsThrottles']);
    story.faults.clear();
    await minutes(31);
    expect(ringing()).toEqual([]);
  });

  it('ring when steps are throttled for an hour, before the workflow stops', async () => {
    const requestId = await waiting();
    refuse('cloudfront', 'UpdateDistribution', 'Throttling');
    await approveAll(story, (await story.read(requestId)).certificateArn);
    await story.hours(2);
    expect(ringing()).toEqual(['InvocationsThrottled']);
    expect(await story.read(requestId)).toMatchObject({ failing: null, failure: null });
    story.faults.clear();
    expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY' });
    await minutes(16);
    expect(ringing()).toEqual([]);
  });

  it('ring when Step Functions throttles transitions for a quarter of an hour', async () => {
    const rates = createRates(story.world, 'states', {});
    rates.set('StateTransition', { perSecond: 1 / 600, burst: 1 });
    const { requestId } = await story.generate(PREFIX, 'wait');
    await minutes(20);
    expect(ringing()).toEqual(['WorkflowsThrottled']);
    rates.set('StateTransition', { perSecond: 5000, burst: 5000 });
    await play(story, requestId, ({ step }) => step === 'AwaitValidation');
    await minutes(16);
    expect(ringing()).toEqual([]);
  });

  it('ring when functions are throttled for a quarter of an hour', async () => {
    jest.spyOn(console, 'error').mockReturnValue(); // of the gateway
    refuse('lambda', 'Api', 'TooManyRequestsException');
    for (const pause of [5, 5, 0]) {
      await call();
      await minutes(pause);
    }
    expect(ringing()).toEqual(['FunctionsThrottled']);
    story.faults.clear();
    await minutes(6);
    expect(ringing()).toEqual([]);
    jest.restoreAllMocks();
  });
});

describe('the API', () => {
  it('rings when it fails five times in five minutes', async () => {
    jest.spyOn(console, 'error').mockReturnValue();
    refuse('lambda', 'Api', 'Runtime.ExitError');
    for (let index = 0; index < 4; index++) expect(await call()).toBe(504);
    expect(ringing()).toEqual([]);
    await call();
    expect(ringing()).toEqual(['ApiFailing']);
    story.faults.clear();
    await minutes(6);
    expect(ringing()).toEqual([]);
    jest.restoreAllMocks();
  });

  it('rings when it is slow for a quarter of an hour', async () => {
    story.faults.add({ kind: 'delay', service: 'lambda', operation: 'Api', ms: 11_000 });
    for (const pause of [5, 5, 0.2]) {
      const called = story.call('GET', '/sites');
      await minutes(pause);
      await called;
    }
    expect(ringing()).toEqual(['ApiSlow']);
    story.faults.clear();
    await minutes(16);
    expect(ringing()).toEqual([]);
  });

  it('rings when more than a hundred callers are not let in within five minutes', async () => {
    const headers = { cookie: 'session=nobody' };
    for (let index = 0; index < 100; index++) await call(headers);
    expect(ringing()).toEqual([]);
    await call(headers);
    expect(ringing()).toEqual(['CallersRefused']);
    await minutes(6);
    expect(ringing()).toEqual([]);
  });
});

it('rings for a dead letter, until a person deletes it', async () => {
  jest.spyOn(console, 'error').mockReturnValue();
  const requestId = await waiting();
  await story.hours(1);
  refuse('lambda', 'Watch', 'Runtime.ExitError');
  await story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/check-again`);
  await expect(minutes(4)).rejects.toThrow('Injected.');
  expect(ringing()).toEqual(['DeadLetters']);
  story.faults.clear();
  const at = `http://127.0.0.1:${story.ports.console}/world/dead-letters`;
  const { letters } = (await (await fetch(at)).json()) as { letters: DeadLetter[] };
  expect(letters).toMatchObject([
    { requestPayload: { 'detail-type': 'Look Requested' }, responsePayload: { errorType: 'Runtime.ExitError' } },
  ]);
  await fetch(`${at}/${letters[0]?.id}`, { method: 'DELETE' });
  await minutes(6);
  expect(ringing()).toEqual([]);
  jest.restoreAllMocks();
});

it('rings when on-call has had to act for more than five days', async () => {
  const takeAway = await parkStrays(1, 'AwaitSupport', 5);
  await story.hours(1);
  expect(ringing()).toContain('TicketsWaiting');
  await takeAway();
  await waiting();
  await story.hours(2);
  expect(ringing()).toEqual([]);
});

it('rings when three of our mails bounce within an hour', async () => {
  story.mail.mailboxes.reject('bounces.example');
  const contacts = ['ann', 'ben', 'cem'].map((name) => `${name}@bounces.example`);
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, contacts });
  await waiting();
  expect(ringing()).toEqual(['MailsBounced']);
  await minutes(61);
  expect(ringing()).toEqual([]);
});
