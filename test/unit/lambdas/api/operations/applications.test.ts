import { type Principal, ROLES } from '../../../../../core/principal.ts';
import { createApplication } from '../../../../../lambdas/api/operations/create-application.ts';
import { deleteApplication } from '../../../../../lambdas/api/operations/delete-application.ts';
import { listApplications } from '../../../../../lambdas/api/operations/list-applications.ts';
import { rotateApplication } from '../../../../../lambdas/api/operations/rotate-application.ts';
import { authenticate } from '../../../../../lambdas/authentication/authenticate.ts';
import { basic, doorScene, memberOf, operate } from '../../../../support/unit/door.ts';

const scene = doorScene();
const PLATFORM = memberOf('platform', null);
const ADMIN = memberOf('customer-admin', 'acme');
const SHOP_ADMIN = memberOf('customer-admin', 'acme', ['shop']);

type CreateInput = Parameters<typeof operate<'applications.create'>>[2];
const create = (principal: Principal, input: Partial<CreateInput> = {}) =>
  operate(
    'applications.create',
    createApplication(scene.tools),
    { name: 'Release pipeline', ...(input.kind === 'signing' ? {} : { permissions: ['certificates.read'] }), ...input },
    { principal, request: scene.request() },
  );
const list = async (principal: Principal, input = {}) => {
  const answer = await operate('applications.list', listApplications(scene.tools), input, {
    principal,
    request: scene.request(),
  });
  return answer.applications.map(({ userKey }: { userKey: string }) => userKey);
};
const remove = (principal: Principal, targetUserKey: string) =>
  operate(
    'applications.delete',
    deleteApplication(scene.tools),
    { targetUserKey },
    { principal, request: scene.request() },
  );
const rotate = (principal: Principal, targetUserKey: string, overlapMinutes?: number) =>
  operate(
    'applications.rotate',
    rotateApplication(scene.tools),
    { targetUserKey, ...(overlapMinutes === undefined ? {} : { overlapMinutes }) },
    { principal, request: scene.request() },
  );
const isLetIn = async (userKey: string, secret: string) =>
  (await authenticate(scene.tools, scene.request({ headers: basic(userKey, secret) }))).valid;

describe('applications.create', () => {
  it('answers key and secret, the secret this once', async () => {
    const made = await create(ADMIN, { description: 'Nightly', sites: ['shop'] });
    expect(made).toEqual({
      userKey: expect.stringMatching(/^[0-9a-f]{24}$/),
      kind: 'application',
      name: 'Release pipeline',
      description: 'Nightly',
      partnerId: 'acme',
      sites: ['shop'],
      permissions: ['certificates.read'],
      createdAt: '2026-11-21T10:00:00.000Z',
      createdBy: 'ann',
      secret: expect.stringMatching(/^[\w+/]{43}=$/),
    });
    expect(await isLetIn(made.userKey, made.secret)).toBe(true);
    expect(JSON.stringify(await scene.tools.applications.find(made.userKey))).not.toContain(made.secret);
  });

  it.each<[string, Principal, Partial<CreateInput>]>([
    ['a permission', ADMIN, { permissions: ['tickets'] }],
    ['another partner', ADMIN, { partnerId: 'other' }],
    ['all sites', SHOP_ADMIN, {}],
    ['another site', SHOP_ADMIN, { sites: ['shop', 'blog'] }],
    ['the signing secret', SHOP_ADMIN, { kind: 'signing' }],
    ['the signing secret of the vendor', memberOf('on-call', null), { kind: 'signing' }],
  ])('gives nothing that the caller does not have: %s', async (_, principal, input) => {
    await expect(create(principal, input)).rejects.toMatchObject({ name: 'PermissionDenied' });
    expect(await scene.tools.applications.list()).toEqual([]);
  });

  it('makes one signing secret an owner, worth the strongest role', async () => {
    const made = await create(PLATFORM, { kind: 'signing', partnerId: 'acme' });
    expect(made).toMatchObject({ userKey: 'partner_acme', sites: '*', permissions: ROLES['customer-admin'] });
    await expect(create(ADMIN, { kind: 'signing' })).rejects.toMatchObject({
      name: 'SigningKeyExists',
      message: 'Partner acme has a signing secret already: partner_acme.',
    });
    expect((await create(PLATFORM, { kind: 'signing' })).userKey).toBe('partner_');
  });

  it('makes twenty for a partner, and the next when one is deleted; the vendor’s are not counted', async () => {
    const keys: string[] = [];
    for (let made = 0; made < 20; made++) keys.push((await create(ADMIN)).userKey);
    await expect(create(ADMIN)).rejects.toMatchObject({
      name: 'InvalidParameter',
      details: {
        fields: [
          {
            field: 'partnerId',
            problem: 'acme has 20 applications, and may have no more: delete one that is not used',
          },
        ],
      },
    });
    await create(memberOf('customer-admin', 'other'));
    await create(PLATFORM);
    await remove(ADMIN, keys[0] ?? '');
    await create(ADMIN);
  });

  it.each<[Partial<CreateInput>, string]>([
    [{ permissions: [] }, 'permissions'],
    [{ kind: 'signing', permissions: ['sites.read'] }, 'permissions'],
    [{ kind: 'signing', permissions: [], sites: ['shop'] }, 'sites'],
  ])('names the field that does not fit: %j', async (input, field) => {
    await expect(create(PLATFORM, input)).rejects.toMatchObject({
      name: 'InvalidParameter',
      details: { fields: [{ field }] },
    });
  });
});

describe('applications.list', () => {
  it('shows those within the caller’s scope, without secrets', async () => {
    const keys: string[] = [];
    const made: [Principal, Partial<CreateInput>][] = [
      [PLATFORM, {}],
      [ADMIN, {}],
      [ADMIN, { sites: ['shop'] }],
      [memberOf('customer-admin', 'other'), {}],
    ];
    for (const [principal, input] of made) keys.push((await create(principal, input)).userKey);
    const [, acmes, shops] = keys;
    expect((await list(PLATFORM)).sort()).toEqual([...keys].sort());
    expect((await list(PLATFORM, { partnerId: 'acme' })).sort()).toEqual([acmes, shops].sort());
    expect((await list(ADMIN)).sort()).toEqual([acmes, shops].sort());
    expect(await list(ADMIN, { partnerId: 'other' })).toEqual([]);
    expect(await list(SHOP_ADMIN)).toEqual([shops]);
  });
});

describe('applications.delete', () => {
  it('revokes at once and for ever', async () => {
    const { userKey, secret } = await create(ADMIN);
    expect(await isLetIn(userKey, secret)).toBe(true);
    expect(await remove(ADMIN, userKey)).toMatchObject({ userKey, deletedBy: 'ann' });
    expect(await isLetIn(userKey, secret)).toBe(false);
    expect(await list(ADMIN)).toEqual([]);
    await expect(remove(ADMIN, userKey)).rejects.toMatchObject({ name: 'ApplicationUnknown' });
  });

  it('answers for what the caller may not see as for what there is not', async () => {
    const { userKey } = await create(ADMIN);
    for (const principal of [SHOP_ADMIN, memberOf('customer-admin', 'other')]) {
      const told = { name: 'ApplicationUnknown', message: `There is no application ${userKey}.` };
      await expect(remove(principal, userKey)).rejects.toMatchObject(told);
      await expect(rotate(principal, userKey)).rejects.toMatchObject(told);
    }
    await expect(remove(ADMIN, 'partner_none')).rejects.toMatchObject({
      message: 'There is no application partner_none.',
    });
  });

  it('lets nobody delete what can do more', async () => {
    const { userKey, secret } = await create(ADMIN);
    const lesser: Principal = { ...ADMIN, kind: 'application', permissions: ['applications'] };
    await expect(remove(lesser, userKey)).rejects.toMatchObject({ name: 'PermissionDenied' });
    expect(await isLetIn(userKey, secret)).toBe(true);
  });

  it('does not let an application delete itself', async () => {
    const { userKey } = await create(PLATFORM);
    const itself: Principal = { ...PLATFORM, kind: 'application', id: userKey };
    await expect(remove(itself, userKey)).rejects.toMatchObject({ name: 'OwnApplication' });
  });
});

describe('applications.rotate', () => {
  it('lets the present secret count on for the overlap, and none before it', async () => {
    const { userKey, secret: first } = await create(ADMIN);
    const { secret: second, previousUntil } = await rotate(ADMIN, userKey, 60);
    expect(previousUntil).toBe('2026-11-21T11:00:00.000Z');
    expect([await isLetIn(userKey, first), await isLetIn(userKey, second)]).toEqual([true, true]);
    const { secret: third } = await rotate(ADMIN, userKey, 60);
    const letIn = () => Promise.all([first, second, third].map((secret) => isLetIn(userKey, secret)));
    expect(await letIn()).toEqual([false, true, true]);
    scene.pass(3600);
    expect(await letIn()).toEqual([false, false, true]);
  });

  it('overlaps for a day by default, or not at all', async () => {
    const { userKey, secret } = await create(ADMIN);
    expect((await rotate(ADMIN, userKey)).previousUntil).toBe('2026-11-22T10:00:00.000Z');
    const last = await rotate(ADMIN, userKey, 0);
    expect(last).not.toHaveProperty('previousUntil');
    expect([await isLetIn(userKey, secret), await isLetIn(userKey, last.secret)]).toEqual([false, true]);
  });

  it('gives nobody a secret that can do more than they can', async () => {
    const { userKey } = await create(PLATFORM, { partnerId: 'acme', permissions: ['tickets'] });
    await expect(rotate(ADMIN, userKey)).rejects.toMatchObject({ name: 'PermissionDenied' });
  });
});
