import type { Application } from '../../../../core/application.ts';
import { createApplications } from '../../../../lambdas/records/applications.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const APPLICATION: Application = {
  userKey: '0123456789abcdef01234567',
  kind: 'application',
  name: 'Release pipeline',
  description: '',
  partnerId: 'acme',
  sites: '*',
  permissions: ['certificates.read'],
  sealedSecrets: 'c2VhbGVk',
  createdAt: '2026-11-21T10:00:00.000Z',
  createdBy: 'ann',
};
const SIGNING: Application = { ...APPLICATION, userKey: 'partner_acme', kind: 'signing' };
const deleted = async ({ sealedSecrets: _, ...rest }: Application) => ({
  ...rest,
  deletedAt: '2026-11-21T11:00:00.000Z',
  deletedBy: 'ann',
});

it('keeps a user key for one application, for ever', async () => {
  const applications = createApplications(scene.table);
  expect(await applications.add(APPLICATION)).toBe(true);
  expect(await applications.add({ ...APPLICATION, name: 'Other' })).toBe(false);
  await applications.change(APPLICATION.userKey, deleted);
  expect(await applications.add({ ...APPLICATION, name: 'Other' })).toBe(false);
  expect(await applications.find(APPLICATION.userKey)).toMatchObject({ name: 'Release pipeline', deletedBy: 'ann' });
});

it('lets an owner have a signing key again after the last was deleted, one at a time', async () => {
  const applications = createApplications(scene.table);
  expect(await applications.add(SIGNING)).toBe(true);
  expect(await applications.add(SIGNING)).toBe(false);
  await applications.change(SIGNING.userKey, deleted);
  expect(await applications.add({ ...SIGNING, name: 'New' })).toBe(true);
  expect(await applications.find(SIGNING.userKey)).toEqual({ ...SIGNING, name: 'New' });
});

it('lists oldest first and without deleted ones', async () => {
  const applications = createApplications(scene.table);
  await applications.add({ ...APPLICATION, userKey: 'b', createdAt: '2026-11-21T12:00:00.000Z' });
  await applications.add({ ...APPLICATION, userKey: 'c', createdAt: '2026-11-21T11:00:00.000Z' });
  await applications.add(APPLICATION);
  await applications.change('c', deleted);
  expect((await applications.list()).map(({ userKey }) => userKey)).toEqual(['0123456789abcdef01234567', 'b']);
});

it('decides again when something else changed it at the same moment', async () => {
  const applications = createApplications(scene.table);
  await applications.add(APPLICATION);
  const names = ['one', 'two', 'three'];
  const rename = (name: string) =>
    applications.change(APPLICATION.userKey, async (present) => ({ ...present, name: `${present.name} ${name}` }));
  await Promise.all(names.map(rename));
  const { name = '' } = (await applications.find(APPLICATION.userKey)) ?? {};
  expect(name.split(' ').sort()).toEqual(['Release', 'one', 'pipeline', 'three', 'two']);
});

it('does not change what there is not', async () => {
  const applications = createApplications(scene.table);
  await expect(applications.change('none', async (present) => present)).rejects.toMatchObject({
    name: 'ApplicationUnknown',
  });
});

it('has one first of all', async () => {
  const applications = createApplications(scene.table);
  expect(await applications.addFirst(APPLICATION)).toBeUndefined();
  expect(await applications.addFirst({ ...APPLICATION, userKey: 'second' })).toEqual({
    at: '2026-11-21T10:00:00.000Z',
    userKey: '0123456789abcdef01234567',
  });
  expect(await applications.find('second')).toBeUndefined();
});
