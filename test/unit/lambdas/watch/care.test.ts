import { ServiceError } from '../../../../core/errors.ts';
import type { CertificateRequest } from '../../../../core/request.ts';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { createLogger } from '../../../../lambdas/runtime.ts';
import { type Caring, careForDue } from '../../../../lambdas/watch/care.ts';
import { REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const cares = () => createCares(scene.table);
const nextDueAt = async () => (await cares().of(REQUEST_ID))?.dueAt;

let failures: number;
beforeEach(() => {
  failures = 0;
});

async function care(caring: Caring[], now: string, isOver = () => false): Promise<void> {
  const logger = createLogger('Tested', { LOG_LEVEL: 'SILENT' });
  const failed = () => {
    failures++;
  };
  const due = await cares().due(at(now), 5);
  await careForDue({ cares: cares(), requests: scene.requests, logger, caring, failed }, due, at(now), isOver);
}

it('looks when it is due, and again at the earliest time that a look names', async () => {
  await scene.givenRequest({ status: 'ACTIVE' });
  await cares().plan(REQUEST_ID, at('10:00:00'));
  const seen: CertificateRequest[] = [];
  const caring: Caring[] = [
    async (request) => {
      seen.push(request);
      return at('16:00:00');
    },
    async () => at('12:00:00'),
  ];
  await care(caring, '09:59:59');
  expect(seen).toEqual([]);
  await care(caring, '10:00:00');
  expect(seen.map(({ requestId }) => requestId)).toEqual([REQUEST_ID]);
  expect(await nextDueAt()).toBe('2026-11-21T12:00:00.000Z');
});

it('tries again in ten minutes what could not be looked at', async () => {
  await scene.givenRequest({ status: 'ACTIVE' });
  await cares().plan(REQUEST_ID, at('10:00:00'));
  await care([() => Promise.reject(new Error('no answer'))], '10:00:00');
  expect(await nextDueAt()).toBe('2026-11-21T10:10:00.000Z');
  expect(failures).toBe(1);
});

it('looks after the rest when one thing fails', async () => {
  await scene.givenRequest({ status: 'ACTIVE' });
  await cares().plan(REQUEST_ID, at('10:00:00'));
  const seen: string[] = [];
  const healthy: Caring = async ({ requestId }) => {
    seen.push(requestId);
    return at('16:00:00');
  };
  await care([() => Promise.reject(new Error('no mail today')), healthy], '10:00:00');
  expect(seen).toEqual([REQUEST_ID]);
  expect(await nextDueAt()).toBe('2026-11-21T10:10:00.000Z');
});

it('counts no throttling as a failure', async () => {
  await scene.givenRequest({ status: 'ACTIVE' });
  await cares().plan(REQUEST_ID, at('10:00:00'));
  await care([() => Promise.reject(new ServiceError('AwsThrottled'))], '10:00:00');
  expect(failures).toBe(0);
  expect(await nextDueAt()).toBe('2026-11-21T10:10:00.000Z');
});

it('ends with the request', async () => {
  await scene.givenRequest({ status: 'RETIRED' });
  await cares().plan(REQUEST_ID, at('10:00:00'));
  await care([() => Promise.reject(new Error('never asked'))], '10:00:00');
  expect(await nextDueAt()).toBeUndefined();
});

it('stays due where there is no time', async () => {
  await scene.givenRequest({ status: 'ACTIVE' });
  await cares().plan(REQUEST_ID, at('10:00:00'));
  await care([() => Promise.reject(new Error('never asked'))], '10:00:00', () => true);
  expect(await nextDueAt()).toBe('2026-11-21T10:00:00.000Z');
  expect(failures).toBe(0);
});

it('is claimed by one of two watches', async () => {
  await cares().plan(REQUEST_ID, at('10:00:00'));
  const [due] = await cares().due(at('10:00:00'), 1);
  if (!due) throw new Error('nothing is due');
  const claims = await Promise.all([cares().claim(due, at('10:00:01')), cares().claim(due, at('10:00:01'))]);
  expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
});

it('keeps a plan that was made while it looked', async () => {
  await cares().plan(REQUEST_ID, at('10:00:00'));
  const [due] = await cares().due(at('10:00:00'), 1);
  const claimed = due && (await cares().claim(due, at('10:00:00')));
  if (!claimed) throw new Error('nothing is due');
  await cares().plan(REQUEST_ID, at('10:05:00'));
  await cares().again(claimed, at('16:00:00'));
  await cares().end(claimed);
  expect(await nextDueAt()).toBe('2026-11-21T10:05:00.000Z');
});
