import type { AuditEntry } from '../../../../../core/audit-entry.ts';
import { cursorOf } from '../../../../../core/page.ts';
import type { Principal } from '../../../../../core/principal.ts';
import { listAudit } from '../../../../../lambdas/api/operations/list-audit.ts';
import { doorScene, memberOf, operate } from '../../../../support/unit/door.ts';

const scene = doorScene();
const PLATFORM = memberOf('platform', null);
const ADMIN = memberOf('customer-admin', 'acme');

/** `n` is its minute and its call id. */
async function given(n: number, partnerId: string | null, more: Partial<AuditEntry> = {}) {
  const at = new Date(Date.parse('2026-11-21T10:00:00Z') + n * 60_000).toISOString();
  const principal = { kind: 'application', id: 'k', partnerId } as const;
  const entry = { at, callId: `c${n}`, operation: 'sites.get', principal, sourceIp: '192.0.2.7', outcome: 'OK' };
  await scene.tools.audit.add({ ...entry, errorCode: 0, parameters: {}, ...more }, partnerId);
}
type Input = Parameters<typeof operate<'audit.list'>>[2];
async function list(principal: Principal, input: Input = {}): Promise<{ ids: string[]; nextCursor: string | null }> {
  const answer = await operate('audit.list', listAudit(scene.tools), input, { principal, request: scene.request() });
  return { ids: answer.entries.map(({ callId }: AuditEntry) => callId), nextCursor: answer.nextCursor };
}

it('shows the vendor everything and a partner what concerns it', async () => {
  await given(1, 'acme');
  await given(2, 'other');
  await given(3, null);
  expect(await list(PLATFORM)).toEqual({ ids: ['c3', 'c2', 'c1'], nextCursor: null });
  expect(await list(PLATFORM, { partnerId: 'other' })).toEqual({ ids: ['c2'], nextCursor: null });
  expect(await list(ADMIN)).toEqual({ ids: ['c1'], nextCursor: null });
  expect(await list(ADMIN, { partnerId: 'other' })).toEqual({ ids: [], nextCursor: null });
});

it('shows who has some sites what concerns these, and what it did itself', async () => {
  await given(1, 'acme', { siteId: 'shop' });
  await given(2, 'acme', { siteId: 'blog' });
  await given(3, 'acme', { principal: { kind: 'member', id: 'ann', partnerId: 'acme' } });
  await given(4, 'acme', { principal: { kind: 'application', id: 'ann', partnerId: 'acme' } });
  expect((await list(memberOf('customer-admin', 'acme', ['shop']))).ids).toEqual(['c3', 'c1']);
  expect((await list(ADMIN, { siteId: 'blog' })).ids).toEqual(['c2']);
});

it('shows a span of time, its ends included', async () => {
  for (const n of [1, 2, 3, 4]) await given(n, 'acme');
  const span = { from: '2026-11-21T10:02:00Z', to: '2026-11-21T10:03:00Z' };
  expect((await list(ADMIN, span)).ids).toEqual(['c3', 'c2']);
});

it('shows what was changed, or refused, without all that was read', async () => {
  await given(1, 'acme', { operation: 'sites.get' });
  await given(2, 'acme', { operation: 'sites.register' });
  await given(3, 'acme', { operation: 'certificates.preflight' });
  await given(4, 'acme', { operation: 'tickets.list', errorCode: 403007, outcome: 'Forbidden' });
  await given(5, 'acme', { operation: '-', errorCode: 404000, outcome: 'NoSuchOperation' });
  expect((await list(ADMIN, { only: 'changes' })).ids).toEqual(['c5', 'c4', 'c2']);
});

it('goes on page by page, each entry once', async () => {
  for (let n = 100; n < 220; n++) await given(n, 'acme');
  const first = await list(ADMIN);
  const second = await list(ADMIN, { cursor: first.nextCursor ?? '' });
  const third = await list(ADMIN, { cursor: second.nextCursor ?? '' });
  expect([first.ids[0], first.ids.length, second.ids[0], third.ids.at(-1)]).toEqual(['c219', 50, 'c169', 'c100']);
  expect(new Set([...first.ids, ...second.ids, ...third.ids]).size).toBe(120);
  expect(third.nextCursor).toBeNull();
});

it('reads a bounded stretch at a time and says where to go on', async () => {
  let read = 0;
  const endless: typeof scene.tools.audit = {
    ...scene.tools.audit,
    async list({ limit = 0 }) {
      const newest = Date.parse('2026-11-21T10:00:00Z') - 100_000 * read++;
      return Array.from(
        { length: limit },
        (_, n) => ({ siteId: 'blog', at: new Date(newest - 1000 * n).toISOString(), callId: 'c' }) as AuditEntry,
      );
    },
  };
  const call = { principal: ADMIN, request: scene.request() };
  const answer = await operate('audit.list', listAudit({ ...scene.tools, audit: endless }), { siteId: 'shop' }, call);
  expect(answer).toEqual({ entries: [], nextCursor: cursorOf('2026-11-21T09:51:40.000Z#~') });
});
