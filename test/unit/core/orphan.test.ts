import { certificateOrphan, distributionOrphan, leftNames, targetOrphan, whyOwnerless } from '../../../core/orphan.ts';
import { opened } from '../../support/unit/opened.ts';
import { SITE } from '../../support/unit/step.ts';

it.each([
  [undefined, 'There is no request req-1.'],
  [{ status: 'FAILED', replacedBy: null, isMoving: false }, 'Its request req-1 is over (FAILED).'],
  [{ status: 'FAILED', replacedBy: null, isMoving: true }, undefined],
  [{ status: 'PENDING', replacedBy: null, isMoving: false }, undefined],
  [{ status: 'ACTIVE', replacedBy: null, isMoving: false }, undefined],
  [{ status: 'EXPIRED', replacedBy: null, isMoving: false }, undefined],
  [{ status: 'EXPIRED', replacedBy: 'req-2', isMoving: false }, 'Its request req-1 is over (EXPIRED).'],
] as const)('belongs to nobody when its request is over and no move may bring it a name: %j', (owner, why) => {
  expect(whyOwnerless('req-1', owner)).toBe(why);
});

it('leaves a certificate that is in use to a person', () => {
  expect(certificateOrphan('arn', 'Why.', [])).toEqual({ kind: 'certificate', id: 'arn', why: 'Why.', safe: true });
  expect(certificateOrphan('arn', 'Why.', ['E1'])).toMatchObject({ safe: false, why: 'Why. But it is in use by E1.' });
});

const SEEN = { id: 'E2', siteId: 'acme', enabled: false, aliases: [] };
it('knows the distribution of a site, and one that is just being made', () => {
  expect(distributionOrphan({ ...SEEN, id: 'E1ACME2EXAMPLE' }, SITE)).toEqual([]);
  const { distribution: _, ...without } = SITE;
  expect(distributionOrphan(SEEN, without)).toEqual([]);
});

it('finds a second distribution, one of nobody, and leaves what has names to a person', () => {
  expect(distributionOrphan(SEEN, SITE)).toMatchObject([{ why: 'Site acme has another distribution.', safe: true }]);
  expect(distributionOrphan(SEEN, undefined)).toMatchObject([{ why: 'There is no site acme.', safe: true }]);
  expect(distributionOrphan({ ...SEEN, aliases: ['login.example.com'] }, undefined)).toMatchObject([{ safe: false }]);
});

it('deletes a target of a retired site only', () => {
  const name = 'acme.sslproxy.us1.gigya.com';
  expect(targetOrphan(name, 'acme', SITE)).toEqual([]);
  expect(targetOrphan(name, 'acme', undefined)).toMatchObject([{ safe: false, why: 'There is no site acme.' }]);
});

it('finds the names that only requests which are over have, each by the newest', () => {
  const serving = { ...opened('login.example.com', 'login.example.org'), status: 'ACTIVE' as const };
  const replaced = { ...opened('login.example.com', 'login.old.example'), status: 'SUPERSEDED' as const };
  const failed = { ...opened('login.old.example', 'login.new.example'), status: 'FAILED' as const };
  const older = { ...failed, createdAt: '2026-11-01T09:00:00.000Z' };
  expect(leftNames([serving, replaced, older])).toEqual([
    { alias: 'login.old.example', requestedAt: '2026-11-21T09:00:00.000Z' },
    { alias: 'login.new.example', requestedAt: '2026-11-01T09:00:00.000Z' },
  ]);
});
