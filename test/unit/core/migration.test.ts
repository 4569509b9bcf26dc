import {
  campaignRow,
  campaignSortKey,
  MIGRATION_ENDINGS,
  migrationEndInWords,
  openMigration,
  recordsUntil,
  viewMigration,
  whyNotMigratable,
} from '../../../core/migration.ts';
import { type CertificateRequest, openRequest } from '../../../core/request.ts';
import { placesIn } from '../../../core/text.ts';

const SERVING: CertificateRequest = {
  ...openRequest({
    requestId: 'req-20261121-0123456789',
    siteId: 'acme',
    prefix: 'login',
    target: 'acme.sslproxy.us1.gigya.com',
    method: 'EMAIL',
    onFindings: 'wait',
    aliases: ['a.example.com', 'b.example.com'],
    createdAt: '2026-11-21T09:00:00.000Z',
  }),
  status: 'ACTIVE',
  notAfter: '2027-06-06T23:59:59.000Z',
};
const NOW = new Date('2026-12-01T10:00:00Z');
const MIGRATION = openMigration(SERVING, NOW);

it.each([
  [{}, undefined],
  [{ status: 'READY' }, undefined],
  [{ status: 'PENDING' }, 'it is not READY yet (PENDING)'],
  [{ status: 'PENDING', cancelAskedAt: '2026-12-01T09:00:00.000Z' }, 'it is not READY yet (it was canceled)'],
  [{ status: 'SUPERSEDED' }, 'it has ended (SUPERSEDED)'],
  [{ method: 'DNS' }, 'it is validated by DNS already'],
  [{ migration: MIGRATION }, undefined], // asked for, but not begun: a crash between
  [{ migration: { ...MIGRATION, state: 'RECORDS' } }, 'its migration is under way'],
  [{ migration: { ...MIGRATION, state: 'WINDOW' } }, 'its migration is under way'],
  [{ migration: { ...MIGRATION, state: 'ENDED' } }, undefined],
] as const)('%j cannot be migrated because: %s', (fields, why) => {
  expect(whyNotMigratable({ ...SERVING, ...fields } as CertificateRequest)).toBe(why);
});

it('numbers migrations, and gives each until the last safe day; a late one until the certificate ends', () => {
  expect(MIGRATION).toEqual({
    n: 1,
    state: 'STARTING',
    startedAt: '2026-12-01T10:00:00.000Z',
    until: '2027-06-01T23:59:59.000Z',
    windows: 0,
    windowUntil: null,
    records: 0,
    seen: 0,
    end: null,
  });
  const late = openMigration({ ...SERVING, migration: MIGRATION }, new Date('2027-06-02T00:00:00Z'));
  expect(late).toMatchObject({ n: 2, until: '2027-06-06T23:59:59.000Z' });
});

it('has more time for the records when the certificate was renewed by mail meanwhile', () => {
  const renewed = { ...SERVING, migration: MIGRATION, notAfter: '2027-08-30T23:59:59.000Z' };
  expect(recordsUntil(renewed, NOW)).toBe('2027-06-19T10:00:00.000Z'); // as long as the state lasts
  expect(recordsUntil(renewed, new Date('2027-04-01T00:00:00Z'))).toBe('2027-08-25T23:59:59.000Z');
});

it('stands in the campaign while it serves by e-mail, or has been moved', () => {
  expect(campaignRow(SERVING)).toMatchObject({
    state: 'NOT_STARTED',
    names: 2,
    lastSafeDay: '2027-06-01',
    until: null,
  });
  expect(campaignRow({ ...SERVING, migration: MIGRATION })).toMatchObject({ state: 'STARTING' });
  expect(campaignRow({ ...SERVING, method: 'DNS', migration: { ...MIGRATION, state: 'DONE' } })?.state).toBe('DONE');
  for (const other of [{ method: 'DNS' }, { status: 'PENDING' }, { status: 'EXPIRED' }, { notAfter: null }] as const)
    expect(campaignRow({ ...SERVING, ...other })).toBeUndefined();
});

it('sorts by last safe day, and what is done behind', () => {
  const [row] = [campaignRow(SERVING)];
  if (!row) throw new Error('it serves');
  const end = { reason: 'Migrated', facts: {}, at: '2026-12-02T00:00:00.000Z' } as const;
  const done = campaignRow({ ...SERVING, method: 'DNS', migration: { ...MIGRATION, state: 'DONE', end } });
  expect(campaignSortKey(row)).toBe('2027-06-01#req-20261121-0123456789');
  expect(done && campaignSortKey(done)).toBe('done#2026-12-02T00:00:00.000Z#req-20261121-0123456789');
});

it.each(Object.entries(MIGRATION_ENDINGS))('says how it ended and what to do: %s', (reason, { text, remedy }) => {
  const facts = Object.fromEntries(['until', 'names', 'notAfter', 'found'].map((place) => [place, `<${place}>`]));
  expect([...placesIn(text), ...placesIn(remedy)].every((place) => place in facts)).toBe(true);
  const { message } = migrationEndInWords({ reason: reason as keyof typeof MIGRATION_ENDINGS, facts });
  expect(message).toMatch(/[.?]$/);
});

it('is shown with its end in words', () => {
  const end = { reason: 'MigrationNeedless', facts: {}, at: '2026-12-02T00:00:00.000Z' } as const;
  expect(viewMigration({ ...MIGRATION, state: 'ENDED', end })).toMatchObject({
    state: 'ENDED',
    end: {
      reason: 'MigrationNeedless',
      at: '2026-12-02T00:00:00.000Z',
      actor: 'nobody',
      message: 'The certificate is not in use any more, so its migration has ended.',
      remedy: 'Nothing to do.',
    },
  });
});
