import { createCares } from '../../../../lambdas/records/cares.ts';
import { dueLongest } from '../../../../lambdas/records/due.ts';
import { noticeItem } from '../../../../lambdas/records/notices.ts';
import { useScene } from '../../../support/step.ts';

const scene = useScene();
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const longest = () => dueLongest(scene.table);

it('is nothing in an empty table', async () => {
  expect(await longest()).toBeUndefined();
});

it('is what comes first of all kinds', async () => {
  await createCares(scene.table).plan('req-1', at('11:00:00'));
  expect(await longest()).toBe('2026-11-21T11:00:00.000Z');
  await scene.waits.park('req-1', 'AwaitValidation', 'token-1', at('10:00:00'));
  expect(await longest()).toBe('2026-11-21T10:01:00.000Z');
});

it('knows since when a notice waits to be told', async () => {
  const notice = { requestId: 'req-1', seq: 2, siteId: 'acme', type: 'READY', at: '2026-11-21T09:30:00.000Z' } as const;
  await scene.table.put(noticeItem(notice as unknown as Parameters<typeof noticeItem>[0]));
  await scene.waits.park('req-1', 'AwaitValidation', 'token-1', at('10:00:00'));
  expect(await longest()).toBe('2026-11-21T09:30:00.000Z');
});
