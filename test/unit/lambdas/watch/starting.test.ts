import { openRequest } from '../../../../core/request.ts';
import type { StepFunctions } from '../../../../lambdas/clients/step-functions.ts';
import { createStarts } from '../../../../lambdas/records/starts.ts';
import { createLogger } from '../../../../lambdas/runtime.ts';
import { startDue } from '../../../../lambdas/watch/starting.ts';
import { ALIASES, CREATED, REQUEST_ID, TARGET, useScene } from '../../../support/step.ts';

const scene = useScene();
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const starts = () => createStarts(scene.table);

beforeEach(async () => {
  const opening = { requestId: REQUEST_ID, siteId: 'acme', prefix: 'login', target: TARGET, aliases: ALIASES };
  const request = openRequest({ ...opening, method: 'EMAIL', onFindings: 'wait', createdAt: CREATED });
  await scene.requests.open(request, { type: 'Requested', at: CREATED, by: 'somebody', text: 'Asked for.' });
});

/** Answers what was started. */
async function startAt(now: string, start = async () => {}): Promise<unknown[]> {
  const started: unknown[] = [];
  const stepFunctions = {
    start: (...call: unknown[]) => {
      started.push(call);
      return start();
    },
  } as unknown as StepFunctions;
  const logger = createLogger('Tested', { LOG_LEVEL: 'SILENT' });
  await startDue({ starts: starts(), stepFunctions, provisionCertificateArn: 'arn:machine', logger }, at(now));
  return started;
}

it('starts a request half a minute after it was stored, once', async () => {
  expect(await startAt('09:00:29')).toEqual([]);
  expect(await startAt('09:00:30')).toEqual([['arn:machine', REQUEST_ID, { requestId: REQUEST_ID }]]);
  expect(await startAt('09:01:00')).toEqual([]);
  expect(await starts().nextDueAt()).toBeUndefined();
});

it('leaves to others nothing that has started', async () => {
  expect(await starts().nextDueAt()).toBe('2026-11-21T09:00:30.000Z');
  await starts().done(REQUEST_ID);
  expect(await startAt('09:05:00')).toEqual([]);
});

it('tries again what could not be started', async () => {
  expect(await startAt('09:01:00', () => Promise.reject(new Error('no answer')))).toHaveLength(1);
  expect(await startAt('09:02:00')).toHaveLength(1);
  expect(await startAt('09:03:00')).toHaveLength(0);
});
