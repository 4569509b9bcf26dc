import type { Member } from '../../../../core/member.ts';
import { createMembers } from '../../../../lambdas/records/members.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const ANN: Member = { UID: 'ann', partnerId: 'acme', role: 'customer-admin', sites: '*', setAt: 't', setBy: 'bob' };

it('keeps two owners’ members of one UID apart', async () => {
  const members = createMembers(scene.table);
  const vendors: Member = { ...ANN, partnerId: null, role: 'on-call' };
  await members.put(ANN);
  await members.put(vendors);
  expect(await members.find('acme', 'ann')).toEqual(ANN);
  expect(await members.find(null, 'ann')).toEqual(vendors);
  await members.remove('acme', 'ann');
  expect(await members.find('acme', 'ann')).toBeUndefined();
  expect(await members.find(null, 'ann')).toEqual(vendors);
});

it('replaces a role and lists an owner’s members by UID', async () => {
  const members = createMembers(scene.table);
  await members.put({ ...ANN, UID: '_guid_b+c/d=' });
  await members.put(ANN);
  await members.put({ ...ANN, role: 'customer-reader' });
  await members.put({ ...ANN, partnerId: 'other' });
  expect((await members.list('acme')).map(({ UID, role }) => [UID, role])).toEqual([
    ['_guid_b+c/d=', 'customer-admin'],
    ['ann', 'customer-reader'],
  ]);
  expect(await members.list(null)).toEqual([]);
});
