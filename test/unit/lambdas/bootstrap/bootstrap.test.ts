import { Logger } from '@aws-lambda-powertools/logger';
import { PERMISSIONS } from '../../../../core/principal.ts';
import { authenticate } from '../../../../lambdas/authentication/authenticate.ts';
import { create } from '../../../../lambdas/bootstrap/bootstrap.ts';
import { basic, doorScene } from '../../../support/unit/door.ts';

const scene = doorScene();

it('makes the first application, which may do everything', async () => {
  const bootstrap = create(scene.env, scene.machine);
  const made = (await bootstrap({})) as { userKey: string; secret: string };
  expect(made).toEqual({
    userKey: expect.stringMatching(/^\d{24}$/),
    kind: 'application',
    name: 'Platform',
    description: 'The first application, made by bootstrap',
    partnerId: null,
    sites: '*',
    permissions: PERMISSIONS,
    createdAt: '2026-11-21T10:00:00.000Z',
    createdBy: 'bootstrap',
    secret: expect.stringMatching(/^[\w+/]{43}=$/),
  });
  const request = scene.request({ headers: basic(made.userKey, made.secret) });
  expect(await authenticate(scene.tools, request)).toMatchObject({ valid: true, principal: { partnerId: null } });
});

it('makes it once', async () => {
  const bootstrap = create(scene.env, scene.machine);
  const { userKey } = (await bootstrap({})) as { userKey: string };
  await expect(bootstrap({})).rejects.toMatchObject({
    name: 'AlreadyBootstrapped',
    message: `The first application was made already, at 2026-11-21T10:00:00.000Z: ${userKey}.`,
  });
  expect(await scene.tools.applications.list()).toHaveLength(1);
});

it('makes one of many calls at once', async () => {
  const bootstrap = create(scene.env, scene.machine);
  const outcomes = await Promise.allSettled([bootstrap({}), bootstrap({}), bootstrap({})]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
});

it('keeps the secret out of table and log', async () => {
  const log = jest.spyOn(Logger.prototype, 'info');
  const made = (await create(scene.env, scene.machine)({})) as { userKey: string; secret: string };
  expect(log.mock.calls).toEqual([['Bootstrap', { userKey: made.userKey, made: true }]]);
  log.mockRestore();
  expect(JSON.stringify(await scene.tools.applications.list())).not.toContain(made.secret);
});
