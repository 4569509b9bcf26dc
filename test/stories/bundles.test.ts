/**
 * What is deployed is what was tested: bundles as they are uploaded, each in a process of its own as Lambda runs it, called with the
 * events of API Gateway, Step Functions and EventBridge, against the simulated AWS.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ENVIRONMENT } from '../../bench/environment.ts';
import { FUNCTIONS, type FunctionName } from '../../core/topology.ts';
import { bundleFunctions } from '../../infra/bundles.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { KEY_ARN } from '../../local/aws/kms/service.ts';
import { basicOf } from '../../local/operator.ts';
import { DATA_CENTERS, PREFIX, SITE } from '../../local/scenery.ts';
import { play } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { proxyEvent } from '../support/unit/door.ts';

const DOMAIN = 'certificates.us1.gigya.com';

let folder: string;
let story: Story;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  await bundleFunctions(join(folder, 'functions'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

type Outcome = { answer: unknown } | { error: string; message: string };

/** Its last line of output; the lines before are its log. */
async function call(name: FunctionName, event: object): Promise<Outcome> {
  const file = JSON.stringify(pathToFileURL(join(folder, 'functions', name, 'index.mjs')).href);
  const script = `
    const { handler } = await import(${file});
    const told = await handler(${JSON.stringify(event)}).then(
      (answer) => ({ answer }),
      ({ name: error, message }) => ({ error, message }),
    );
    console.log(JSON.stringify(told));
    process.exit();`;
  const own: readonly string[] = FUNCTIONS[name].variables;
  const values: Record<string, string> = {
    ...ENVIRONMENT,
    TABLE_NAME,
    KEY_ARN,
    DATA_CENTERS: JSON.stringify(DATA_CENTERS),
    API_DOMAINS: DOMAIN,
  };
  const env = {
    ...Object.fromEntries(Object.entries(values).filter(([key]) => own.includes(key) || key.startsWith('AWS_'))),
    AWS_ACCESS_KEY_ID: name,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${story.ports.aws}`,
  };
  const output = await new Promise<string>((resolve, reject) =>
    execFile(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    ),
  );
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Outcome;
}

async function callApi(headers: Record<string, string>): Promise<{ answer: { statusCode: number; body: string } }> {
  const path = `/api/sites/${SITE.siteId}`;
  const event = { ...proxyEvent({ path, domain: DOMAIN, headers }), path };
  const requestContext = { ...event.requestContext, requestTimeEpoch: Date.parse(now()), requestId: 'call-1' };
  return (await call('Api', { ...event, requestContext })) as Awaited<ReturnType<typeof callApi>>;
}

const now = () => story.world.clock.now().toISOString();

it('answers a call of API Gateway: secret unsealed, site read', async () => {
  const known = await callApi({ authorization: basicOf(story.operator) });
  expect(known.answer.statusCode).toBe(200);
  expect(JSON.parse(known.answer.body)).toMatchObject({ siteId: SITE.siteId });
  const unknown = await callApi({});
  expect(JSON.parse(unknown.answer.body)).toMatchObject({ code: 'NotSignedIn' });
});

it('does the work of a Task state, twice without harm', async () => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  const made = story.world.mutations.length;
  expect(await call('EnsureTarget', { requestId, now: now() })).toHaveProperty('answer');
  expect(await call('RequestCertificate', { requestId, now: now() })).toHaveProperty('answer');
  expect(story.world.mutations.slice(made).map(({ operation }) => operation)).not.toContain('RequestCertificate');
});

it('ticks on the event of the schedule', async () => {
  const time = new Date().toISOString(); // the bundle's own clock: a late tick is passed over
  expect(await call('Watch', { time, 'detail-type': 'Scheduled Event' })).toEqual({}); // nothing, and no error
});

it.each([
  ['AccessDenied', 403, { error: 'AccessDenied', message: 'Access denied.' }], // left out of the bundle: known by its name
  ['Throttling', 400, { error: 'AwsThrottled' }],
  ['ServiceUnavailable', 503, { error: 'AwsUnavailable' }],
])('knows an error of CloudFront as local mode does: %s', async (error, status, told) => {
  const { requestId } = await story.generate(PREFIX, 'wait');
  await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  story.faults.add({ kind: 'refuse', error, message: 'Access denied.', status, service: 'cloudfront', operation: '*' });
  expect(await call('AttachCertificate', { requestId, now: now() })).toMatchObject(told);
});
