import { glanceMinute, isAsProven, nextGlanceAt, toGlanceAt } from '../../../core/glance.ts';
import { type CertificateRequest, openRequest } from '../../../core/request.ts';

const ALIAS = 'login.example.com';
const at = (time: string) => new Date(`2026-11-21T${time}Z`);
const IDS = Array.from({ length: 500 }, (_, index) => `req-20261121-${String(index).padStart(10, '0')}`);

function serving(status: CertificateRequest['status'], fingerprint?: string): CertificateRequest {
  const opening = { requestId: 'req-1', siteId: 'acme', prefix: 'login', target: 'target', aliases: [ALIAS] };
  const condition = {
    reason: 'Serves',
    facts: { alias: ALIAS, ...(fingerprint && { fingerprint }) },
    lastChange: '2026-11-21T09:00:00.000Z',
  } as const;
  return {
    ...openRequest({ ...opening, method: 'EMAIL', onFindings: 'refuse', createdAt: '2026-11-21T09:00:00.000Z' }),
    status,
    conditions: { [ALIAS]: { serving: condition } },
  };
}

it('gives each request one minute of every hour, and spreads many evenly', () => {
  const counts = Array.from({ length: 60 }, (_, minute) => IDS.filter((id) => glanceMinute(id) === minute).length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500);
  expect(Math.max(...counts)).toBeLessThanOrEqual(25);
});

it('names the next minute in which something is glanced at, never the present one', () => {
  const [id = ''] = IDS;
  const next = nextGlanceAt([id], at('10:00:30')) ?? '';
  expect(new Date(next).getUTCMinutes()).toBe(glanceMinute(id));
  expect(next > at('10:00:30').toISOString() && next <= at('11:00:00').toISOString()).toBe(true);
  expect(Date.parse(nextGlanceAt([id], new Date(next)) ?? '') - Date.parse(next)).toBe(3_600_000);
  expect(nextGlanceAt(IDS, at('10:00:30'))).toBe('2026-11-21T10:01:00.000Z');
  expect(nextGlanceAt([], at('10:00:30'))).toBeUndefined();
});

it('glances at what serves and was proven', () => {
  expect(toGlanceAt(serving('ACTIVE', 'AA:BB'))).toEqual([{ alias: ALIAS, fingerprint: 'AA:BB' }]);
  expect(toGlanceAt(serving('READY', 'AA:BB'))).toHaveLength(1);
  expect(toGlanceAt(serving('ACTIVE'))).toEqual([]);
  expect(toGlanceAt(serving('EXPIRED', 'AA:BB'))).toEqual([]);
});

it('leaves to care what is amiss already', () => {
  const request = serving('ACTIVE', 'AA:BB');
  const dns = { reason: 'CnameMissing', facts: {}, lastChange: '' } as const;
  expect(toGlanceAt({ ...request, conditions: { [ALIAS]: { ...request.conditions[ALIAS], dns } } })).toEqual([]);
});

it('knows nothing proven in what is no certificate', () => {
  expect(isAsProven('AA:BB', [])).toBe(false);
  expect(isAsProven('AA:BB', ['no certificate'])).toBe(false);
});
