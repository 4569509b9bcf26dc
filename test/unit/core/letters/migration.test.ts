import {
  campaignLetter,
  campaignLetterName,
  migrationEnded,
  migrationRecords,
} from '../../../../core/letters/migration.ts';
import { openMigration } from '../../../../core/migration.ts';
import type { CertificateRequest } from '../../../../core/request.ts';
import { opened } from '../../../support/unit/opened.ts';

const CONSOLE = 'https://console.example.net';
const REQUEST: CertificateRequest = {
  ...opened('login.shop.example.com', 'login.example.org'),
  status: 'ACTIVE',
  notAfter: '2027-06-06T23:59:59.000Z',
};
const MIGRATION = { ...openMigration(REQUEST, new Date('2026-12-01T10:00:00Z')), records: 2, seen: 1 };

it('invites: why, by when, and where to start', () => {
  const letter = { daysBefore: 60, lastSafeDay: '2027-06-01' } as const;
  expect(campaignLetterName(letter)).toBe('migration invitation');
  expect(campaignLetter(REQUEST, letter, CONSOLE)).toEqual({
    subject: 'Move prefix "login" of site acme to DNS validation by 2027-06-01',
    text: `AWS ends the validation by e-mail: no new certificates after 2027-03-31, no renewals after 2027-09-30.
The certificate for the prefix "login" (2 names) is still validated so.

Its next renewal needs a click in a mail for every name between 2027-04-22 and 2027-06-06; with DNS it needs nobody.
Until 2027-06-01 it can be moved to DNS validation without harm.

Start the migration on the page below. AWS then names one DNS record for each name; they are added once and stay for ever.
The names serve all the while; if the records do not come, nothing changes.

https://console.example.net/#/sites/acme/requests/req-1`,
  });
});

it('reminds of a migration that lacks records, and of one that is not begun', () => {
  const letter = { daysBefore: 7, lastSafeDay: '2027-06-01' } as const;
  expect(campaignLetterName(letter)).toBe('migration reminder 7 days before 2027-06-01');
  const { subject, text } = campaignLetter(
    { ...REQUEST, migration: { ...MIGRATION, state: 'RECORDS' } },
    letter,
    CONSOLE,
  );
  expect(subject).toBe('Reminder: move prefix "login" of site acme to DNS validation by 2027-06-01');
  expect(text).toContain('The migration is under way: we see 1 of 2 records.');
  expect(campaignLetter(REQUEST, letter, CONSOLE).text).toContain('Start the migration');
});

it('says where no mail renews any more', () => {
  const notAfter = '2027-12-20T23:59:59.000Z';
  const { text } = campaignLetter({ ...REQUEST, notAfter }, { daysBefore: 30, lastSafeDay: '2027-12-15' }, CONSOLE);
  expect(text).toContain('It ends at 20 December 2027 at 23:59 UTC and cannot be renewed by mail any more.');
});

it('lists the records that are missing, ready to copy', () => {
  const missing = [{ name: '_a1.login.example.org', type: 'CNAME', value: '_b2.acm-validations.aws' }] as const;
  const { subject, text } = migrationRecords(REQUEST, missing, MIGRATION, CONSOLE);
  expect(subject).toBe('Add 1 DNS record to move prefix "login" of site acme to DNS validation');
  expect(text).toContain('  _a1.login.example.org. 300 IN CNAME _b2.acm-validations.aws.\n');
  expect(text).toContain('1 of 2 stand already.');
  expect(text).toContain('All of them until 1 June 2027 at 23:59 UTC.');
});

it('says how it ended', () => {
  const at = '2027-01-01T00:00:00.000Z';
  expect(migrationEnded(REQUEST, { reason: 'Migrated', facts: {}, at }, CONSOLE).subject).toBe(
    'The prefix "login" of site acme is validated by DNS now',
  );
  const facts = { until: at, names: 'login.example.org', notAfter: at };
  expect(migrationEnded(REQUEST, { reason: 'RecordsGivenUp', facts, at }, CONSOLE)).toMatchObject({
    subject: 'The prefix "login" of site acme is still validated by e-mail',
    text: expect.stringContaining('without one were: login.example.org. The certificate is not harmed'),
  });
});
