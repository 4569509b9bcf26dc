import { create } from '../../../../lambdas/steps/await-dns-records.ts';
import { EXECUTION, givenMigration, UNTIL } from '../../../support/unit/migration.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const INPUT = { requestId: REQUEST_ID, execution: EXECUTION, now: NOW, token: 'token-1' };

it('parks the migration until the last safe day of the certificate, and leaves the status alone', async () => {
  await givenMigration(scene, { state: 'STARTING' }, { step: 'FinishRequest' });
  await scene.made(create)(INPUT);
  expect(await scene.waits.at(EXECUTION)).toMatchObject([
    { name: 'AwaitDnsRecords', deadline: UNTIL, dueAt: '2026-11-21T10:01:00.000Z' },
  ]);
  expect(await scene.waits.at(REQUEST_ID)).toEqual([]);
  expect(await scene.request()).toMatchObject({
    status: 'ACTIVE',
    step: 'AwaitDnsRecords',
    waitingOn: 'customer DNS',
    deadline: UNTIL,
    migration: { state: 'RECORDS', until: UNTIL },
  });
});

it('parks for 200 days at most', async () => {
  await givenMigration(scene, {}, { notAfter: '2027-12-01T23:59:59.000Z' });
  await scene.made(create)(INPUT);
  expect(await scene.waits.at(EXECUTION)).toMatchObject([{ deadline: '2027-06-09T10:00:00.000Z' }]);
});
