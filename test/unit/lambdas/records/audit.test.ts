import type { AuditEntry } from '../../../../core/audit-entry.ts';
import { createAudit } from '../../../../lambdas/records/audit.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const entry = (time: string, callId: string): AuditEntry => ({
  at: `2026-11-21T${time}.000Z`,
  callId,
  operation: 'sites.get',
  principal: { kind: 'application', id: 'k', partnerId: null },
  sourceIp: '192.0.2.7',
  outcome: 'OK',
  errorCode: 0,
  siteId: 'acme',
  parameters: { siteId: 'acme' },
});
async function given() {
  const audit = createAudit(scene.table);
  await audit.add(entry('10:00:00', 'one'), 'acme');
  await audit.add(entry('10:00:01', 'two'), null);
  await audit.add(entry('10:00:02', 'three'), 'other');
  await audit.add(entry('10:00:02', 'four'), 'acme');
  return async (part: object, partnerId: string | null = null) =>
    (await audit.list({ partnerId, limit: 10, ...part })).map(({ callId }) => callId);
}

it('lists all calls newest first, those of one moment too', async () => {
  const listed = await given();
  expect(await listed({})).toEqual(['three', 'four', 'two', 'one']);
  expect(await listed({ from: '2026-11-21T10:00:01.000Z' })).toEqual(['three', 'four', 'two']);
  expect(await listed({ to: '2026-11-21T10:00:01.000Z' })).toEqual(['two', 'one']);
});

it('lists to a partner what concerns it', async () => {
  const listed = await given();
  expect(await listed({}, 'acme')).toEqual(['four', 'one']);
  expect(await listed({}, 'nobody')).toEqual([]);
});

it('goes on at an entry', async () => {
  const listed = await given();
  const audit = createAudit(scene.table);
  const [, second] = await audit.list({ partnerId: null, limit: 2 });
  const begin = second && audit.sortKeyOf(second);
  expect(begin).toBe('2026-11-21T10:00:02.000Z#four');
  expect(await listed({ begin })).toEqual(['four', 'two', 'one']);
});

it('keeps an entry for a year', async () => {
  await given();
  const item = await scene.table.get({ pk: 'AUDIT', sk: '2026-11-21T10:00:00.000Z#one' });
  expect(item?.expiresAt).toBe(Date.parse('2027-11-22T10:00:00Z') / 1000);
});
