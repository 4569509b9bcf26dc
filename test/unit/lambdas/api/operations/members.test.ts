import { cursorOf } from '../../../../../core/page.ts';
import type { Principal } from '../../../../../core/principal.ts';
import { listMembers } from '../../../../../lambdas/api/operations/list-members.ts';
import { removeMember } from '../../../../../lambdas/api/operations/remove-member.ts';
import { setMember } from '../../../../../lambdas/api/operations/set-member.ts';
import { doorScene, memberOf, operate } from '../../../../support/unit/door.ts';

const scene = doorScene();
const PLATFORM = memberOf('platform', null);
const ADMIN = memberOf('customer-admin', 'acme');
const SHOP_ADMIN = memberOf('customer-admin', 'acme', ['shop']);

type SetInput = Parameters<typeof operate<'members.set'>>[2];
const set = (principal: Principal, input: Partial<SetInput> = {}) =>
  operate(
    'members.set',
    setMember(scene.tools),
    { UID: 'bob', role: 'customer-reader', ...input },
    { principal, request: scene.request() },
  );
const list = async (principal: Principal, input = {}) => {
  const { members } = await operate('members.list', listMembers(scene.tools), input, {
    principal,
    request: scene.request(),
  });
  return members.map(({ UID, role }: { UID: string; role: string }) => `${UID} ${role}`);
};
const remove = (principal: Principal, input: { UID: string; partnerId?: string }) =>
  operate('members.remove', removeMember(scene.tools), input, { principal, request: scene.request() });

it('gives a UID its role and changes it', async () => {
  expect(await set(ADMIN)).toEqual({
    UID: 'bob',
    partnerId: 'acme',
    role: 'customer-reader',
    sites: '*',
    setAt: '2026-11-21T10:00:00.000Z',
    setBy: 'ann',
  });
  await set(ADMIN, { role: 'customer-admin' });
  expect(await list(ADMIN)).toEqual(['bob customer-admin']);
});

it.each<[string, Principal, Partial<SetInput>]>([
  ['another partner', ADMIN, { partnerId: 'other' }],
  ['all sites', SHOP_ADMIN, {}],
  ['another site', SHOP_ADMIN, { sites: ['blog'] }],
  ['a vendor’s role', memberOf('on-call', null), { role: 'platform' }],
])('gives no role that can do more than the caller: %s', async (_, principal, input) => {
  await expect(set(principal, input)).rejects.toMatchObject({ name: 'PermissionDenied' });
});

it.each<[Principal, Partial<SetInput>]>([
  [ADMIN, { role: 'platform' }],
  [PLATFORM, { role: 'on-call', partnerId: 'acme' }],
  [PLATFORM, { role: 'customer-admin' }],
])('knows where a role belongs', async (principal, input) => {
  await expect(set(principal, input)).rejects.toMatchObject({
    name: 'InvalidParameter',
    details: { fields: [{ field: 'role' }] },
  });
});

it('does not let who administers one site change or remove who has them all', async () => {
  await set(ADMIN, { role: 'customer-admin' });
  await expect(set(SHOP_ADMIN, { sites: ['shop'] })).rejects.toMatchObject({ name: 'PermissionDenied' });
  await expect(remove(SHOP_ADMIN, { UID: 'bob' })).rejects.toMatchObject({ name: 'MemberUnknown' });
  expect(await list(SHOP_ADMIN)).toEqual([]);
  await set(SHOP_ADMIN, { UID: 'eve', sites: ['shop'] });
  expect(await list(SHOP_ADMIN)).toEqual(['eve customer-reader']);
});

it('lets nobody remove who can do more', async () => {
  await set(ADMIN, { role: 'customer-admin' });
  const application: Principal = { ...ADMIN, kind: 'application', permissions: ['members'] };
  await expect(remove(application, { UID: 'bob' })).rejects.toMatchObject({ name: 'PermissionDenied' });
  expect(await list(ADMIN)).toEqual(['bob customer-admin']);
});

it('keeps partners apart', async () => {
  await set(ADMIN);
  const other = memberOf('customer-admin', 'other');
  expect(await list(other)).toEqual([]);
  expect(await list(other, { partnerId: 'acme' })).toEqual([]);
  await expect(remove(other, { UID: 'bob', partnerId: 'acme' })).rejects.toMatchObject({ name: 'MemberUnknown' });
  expect(await list(PLATFORM)).toEqual([]);
  expect(await list(PLATFORM, { partnerId: 'acme' })).toEqual(['bob customer-reader']);
});

it('reads nothing of another partner', async () => {
  const read = jest.spyOn(scene.tools.members, 'list');
  const input = { partnerId: 'acme', cursor: cursorOf('ann') };
  const call = { principal: memberOf('customer-admin', 'other'), request: scene.request() };
  const answer = await operate('members.list', listMembers(scene.tools), input, call);
  expect(answer).toEqual({ members: [], nextCursor: null });
  expect(read).not.toHaveBeenCalled();
});

it('removes', async () => {
  await set(ADMIN);
  expect(await remove(ADMIN, { UID: 'bob' })).toMatchObject({ UID: 'bob', role: 'customer-reader' });
  expect(await list(ADMIN)).toEqual([]);
  await expect(remove(ADMIN, { UID: 'bob' })).rejects.toMatchObject({ message: 'There is no member bob.' });
});
