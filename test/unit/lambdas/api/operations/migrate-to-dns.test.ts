import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/api/api.ts';
import { createErrands } from '../../../../../lambdas/records/errands.ts';
import { CALLER, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { EXECUTION, givenMigration } from '../../../../support/unit/migration.ts';
import { REQUEST_ID } from '../../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const stepFunctions = strictMock(SFNClient);
beforeEach(() => {
  stepFunctions.on(StartExecutionCommand).resolves({});
});
/** What is to be done yet, but to follow what was started. */
const errands = async () =>
  (await createErrands(scene.table).due(new Date('2027-01-01T00:00:00Z'), 100)).filter(({ kind }) => kind !== 'follow');
const migrate = (siteId = 'acme') =>
  callApi(scene.made(create), `POST /sites/${siteId}/certificates/${REQUEST_ID}/migrate-to-dns`);

it('notes who asked, and starts the machine under the migration’s own name', async () => {
  await givenMigration(scene, null);
  expect(await migrate()).toMatchObject({
    status: 202,
    headers: { location: `/api/sites/acme/certificates/${REQUEST_ID}` },
    body: {
      status: 'ACTIVE',
      method: 'EMAIL',
      migration: { n: 1, state: 'STARTING', until: '2027-06-01T23:59:59.000Z' },
    },
  });
  expect(await scene.recorded()).toMatchObject([
    { type: 'MigrationAsked', by: CALLER, text: `${CALLER} has the certificate moved to DNS validation.` },
  ]);
  expect(callsOf(stepFunctions)).toEqual([
    [
      'StartExecution',
      {
        stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:migrate-validation',
        name: EXECUTION,
        input: `{"requestId":"${REQUEST_ID}"}`,
      },
    ],
  ]);
});

it('starts what a crash has kept from starting, under the same name', async () => {
  await givenMigration(scene, { state: 'STARTING' });
  stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'there', $metadata: {} }));
  stepFunctions.on(DescribeExecutionCommand).resolves({});
  expect((await migrate()).status).toBe(202);
  expect(await scene.recorded()).toEqual([]);
});

it('leaves it to watch where Step Functions cannot be reached', async () => {
  await givenMigration(scene, null);
  stepFunctions.on(StartExecutionCommand).rejects(awsError('ServiceUnavailable', 'out', 503));
  expect((await migrate()).status).toBe(503);
  expect(await errands()).toMatchObject([{ kind: 'beginMigration', of: REQUEST_ID }]);
  stepFunctions.on(StartExecutionCommand).resolves({});
  expect((await migrate()).status).toBe(202);
  expect(await errands()).toEqual([]);
});

it('begins a second one when the first has ended', async () => {
  const end = { reason: 'RecordsGivenUp', facts: { until: 'x', names: 'x', notAfter: 'x' }, at: 'x' } as const;
  await givenMigration(scene, { state: 'ENDED', end });
  expect((await migrate()).body.migration).toMatchObject({ n: 2, state: 'STARTING', windows: 0, end: null });
  expect(callsOf(stepFunctions)).toMatchObject([['StartExecution', { name: `${REQUEST_ID}-migrate-2` }]]);
});

it('refuses with the reason, and starts nothing', async () => {
  await givenMigration(scene, null, { method: 'DNS' });
  expect(await migrate()).toMatchObject({
    status: 409,
    body: {
      code: 'NotMigratable',
      detail: `Request ${REQUEST_ID} cannot be migrated to DNS validation: it is validated by DNS already.`,
    },
  });
  expect(callsOf(stepFunctions)).toEqual([]);
  expect(await errands()).toEqual([]);
});
