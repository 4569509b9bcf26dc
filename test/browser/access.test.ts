/** Applications, members and the audit in a real browser; the service's answers are given here, in the shapes of its catalogue. */
import type { AuditEntry } from '../../core/audit-entry.ts';
import type { Member } from '../../core/member.ts';
import { type Visit, visitConsole } from './console.ts';

const AT = '2026-11-21T09:00:00.000Z';
const APPLICATION = {
  userKey: '5f2c9a1e7b3d4c6a8e0f1b2c',
  kind: 'application',
  name: 'Nightly check',
  description: 'Reads every certificate once a night',
  partnerId: 'acme',
  sites: '*',
  permissions: ['sites.read', 'certificates.read'],
  createdAt: AT,
  createdBy: 'ann',
};
const MEMBERS: Member[] = [
  { UID: 'ann', partnerId: 'acme', sites: '*', role: 'customer-admin', setAt: AT, setBy: 'pat' },
  { UID: 'rob', partnerId: 'acme', sites: ['acme'], role: 'customer-reader', setAt: AT, setBy: 'ann' },
];
const ENTRIES: AuditEntry[] = [
  {
    at: AT,
    callId: '0fb5c79d-fa93-4737-8bd3-ce8b52fefec1',
    operation: 'certificates.generate',
    principal: { kind: 'member', id: 'ann', partnerId: 'acme' },
    sourceIp: '192.0.2.7',
    outcome: 'OK',
    errorCode: 0,
    siteId: 'acme',
    parameters: { siteId: 'acme', prefix: 'login', onFindings: 'refuse' },
  },
  {
    at: AT,
    callId: '7d1f0a52-6a0b-4b7e-9b57-1f0c2f0f9a11',
    operation: 'sites.list',
    principal: null,
    claimed: 'unknown-key',
    sourceIp: '192.0.2.9',
    outcome: 'Unauthorized',
    errorCode: 403005,
    reason: 'unknownKey',
    parameters: {},
  },
];

let visit: Visit;

beforeAll(async () => {
  visit = await visitConsole();
  const { page } = visit;
  await page.route('**/api/applications', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 201, json: { ...APPLICATION, name: 'Deploy', secret: 'shown-this-once' } })
      : route.fulfill({ json: { applications: [APPLICATION] } }),
  );
  await page.route('**/api/applications/*/rotate', (route) =>
    route.fulfill({ json: { ...APPLICATION, secret: 'the-new-one' } }),
  );
  await page.route('**/api/applications/5*', (route) => route.fulfill({ json: APPLICATION }));
  await page.route('**/api/members', (route) => route.fulfill({ json: { members: MEMBERS, ...MEMBERS[0] } }));
  await page.route('**/api/audit*', (route) => {
    const isFirst = !route.request().url().includes('cursor=');
    return route.fulfill({
      json: { entries: isFirst ? ENTRIES : ENTRIES.slice(1), nextCursor: isFirst ? 'next' : null },
    });
  });
});

afterAll(() => visit?.leave());

describe('applications', () => {
  it('shows a secret once, when it is made', async () => {
    await visit.visit('#/applications');
    await visit.see('Nightly check');
    await visit.picture('applications');
    await visit.press('Create application');
    const dialog = visit.page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Deploy');
    await visit.picture('application-new');
    await dialog.getByRole('button', { name: 'Create application' }).click();
    await visit.see('shown-this-once');
    await visit.picture('application-secret');
    await visit.press('Dismiss');
    expect(await visit.page.getByText('shown-this-once').count()).toBe(0);
  });

  it('asks before a new secret is made', async () => {
    await visit.press('New secret Nightly check');
    await visit.page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
    await visit.see('the-new-one');
  });

  it('asks before one is deleted', async () => {
    await visit.press('Delete Nightly check');
    await visit.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await visit.see('Nightly check is deleted.');
  });
});

describe('members', () => {
  it('are listed, and one gets another role', async () => {
    await visit.visit('#/members');
    await visit.picture('members');
    await visit.press('Change rob');
    await visit.picture('member-change');
    await visit.page.getByRole('dialog').getByRole('button', { name: 'Save member' }).click();
    await visit.see('rob is saved.');
  });
});

describe('the audit', () => {
  it('says who called what and how it ended, a page at a time', async () => {
    await visit.visit('#/audit');
    await visit.see('siteId=acme, prefix=login, onFindings=refuse');
    await visit.see('nobody (claimed unknown-key)');
    await visit.picture('audit');
    await visit.press('Older');
    await visit.see('(1)');
    expect(await visit.page.getByRole('button', { name: 'Older' }).isDisabled()).toBe(true);
  });

  it('breaks no policy', () => {
    expect(visit.complaints).toEqual([]);
  });
});
