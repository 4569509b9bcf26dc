import { createCares } from '../../../../lambdas/records/cares.ts';
import { noticeItem } from '../../../../lambdas/records/notices.ts';
import { dueLongest } from '../../../../lambdas/records/overdue.ts';
import { useScene } from '../../../support/step.ts';

const scene = useScene();
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const NINE = '2026-11-21T09:00:00.000Z';
const longest = () => dueLongest(scene.table);

it('is nothing in an empty table', async () => {
  expect(await longest()).toBeUndefined();
});

it('is what comes first of all kinds', async () => {
  await createCares(scene.table).plan('req-1', at('11:00:00'));
  expect(await longest()).toBe('2026-11-21T17:00:00.000Z'); // care has six hours' time
  await scene.waits.park('req-1', 'AwaitValidation', 'token-1', at('10:00:00'));
  expect(await longest()).toBe('2026-11-21T10:01:00.000Z');
});

it('leaves out what waits for a receiver of webhooks', async () => {
  await scene.table.put({ pk: 'SITE#acme', sk: 'DELIVERY#1', duePk: 'OUTBOX', dueAt: NINE, notice: { at: NINE } });
  expect(await longest()).toBeUndefined();
});

it('knows since when a notice waits to be told', async () => {
  const notice = { requestId: 'req-1', seq: 2, siteId: 'acme', type: 'READY', at: '2026-11-21T09:30:00.000Z' } as const;
  await scene.table.put(noticeItem(notice as unknown as Parameters<typeof noticeItem>[0]));
  await scene.waits.park('req-1', 'AwaitValidation', 'token-1', at('10:00:00'));
  expect(await longest()).toBe('2026-11-21T09:30:00.000Z');
});
