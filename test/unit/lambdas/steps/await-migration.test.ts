import { create } from '../../../../lambdas/steps/await-migration.ts';
import { EXECUTION, givenMigration, WINDOW_UNTIL } from '../../../support/unit/migration.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('shows ACM’s 72 hours, and gives its word a day more', async () => {
  await givenMigration(scene, { records: 2, seen: 2 });
  await scene.made(create)({ requestId: REQUEST_ID, execution: EXECUTION, now: NOW, token: 'token-1' });
  expect(await scene.waits.at(EXECUTION)).toMatchObject([
    { name: 'AwaitMigration', deadline: '2026-11-25T10:00:00.000Z' },
  ]);
  expect(await scene.request()).toMatchObject({
    status: 'ACTIVE',
    step: 'AwaitMigration',
    waitingOn: 'AWS',
    deadline: WINDOW_UNTIL,
    migration: { state: 'WINDOW', seen: 2 },
  });
});
