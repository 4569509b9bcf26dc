import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { CreateOpsItemCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beginRenewal } from '../../../../core/renewal.ts';
import { create } from '../../../../lambdas/steps/finish-migration.ts';
import { EXECUTION, givenMigration, recordOf } from '../../../support/unit/migration.ts';
import { findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const ses = strictMock(SESv2Client);
const ssm = strictMock(SSMClient);
const run = (ending: object) => scene.made(create)({ requestId: REQUEST_ID, execution: EXECUTION, now: NOW, ending });
const subjects = () =>
  callsOf(ses).map(
    ([, input]) => (input as { Content: { Simple: { Subject: { Data: string } } } }).Content.Simple.Subject.Data,
  );

async function given(fields = {}) {
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' });
  await givenMigration(
    scene,
    { state: 'WINDOW', records: 2, seen: 1 },
    { step: 'AwaitMigration', waitingOn: 'AWS', deadline: NOW, ...fields },
  );
  await scene.requests.change(REQUEST_ID, () => ({
    type: 'MigrationLooked',
    at: NOW,
    by: 'tester',
    text: 'Looked.',
    conditions: findings('migration', 'RecordSeen', (alias) => ({
      record: recordOf(alias).name,
      value: recordOf(alias).value,
    })),
  }));
}

it('makes it a request by DNS, for which nobody is waited', async () => {
  await given();
  expect(await run({ verdict: 'met' })).toEqual({ reason: 'Migrated' });
  const request = await scene.request();
  expect(request).toMatchObject({
    status: 'ACTIVE',
    method: 'DNS',
    step: 'FinishMigration',
    waitingOn: 'nobody',
    deadline: null,
    migration: { state: 'DONE', seen: 2, windowUntil: null, end: { reason: 'Migrated', facts: {}, at: NOW } },
  });
  expect(request.conditions['login.example.com']?.migration).toMatchObject({
    reason: 'MigratedToDns',
    facts: { record: '_a1.login.example.com', value: '_b2.acm-validations.aws' },
  });
  expect(subjects()).toEqual(['The prefix "login" of site acme is validated by DNS now']);
});

it.each(['met', 'migrated'])('tells nothing new when it runs twice: %s', async (verdict) => {
  await given();
  await run({ verdict });
  const told = await scene.recorded();
  await run({ verdict });
  expect(await scene.recorded()).toEqual(told);
  expect(subjects()).toHaveLength(1);
});

it('leaves a certificate as it was whose records did not come', async () => {
  await given({ status: 'READY' });
  const facts = { until: NOW, names: 'login.example.com', notAfter: NOW };
  expect(await run({ verdict: 'ended', reason: 'RecordsGivenUp', facts })).toEqual({ reason: 'RecordsGivenUp' });
  const request = await scene.request();
  expect(request).toMatchObject({
    status: 'READY',
    method: 'EMAIL',
    waitingOn: 'site admin',
    failure: null,
    migration: { state: 'ENDED', seen: 1, end: { reason: 'RecordsGivenUp', facts } },
  });
  expect(request.conditions['login.example.com']?.migration?.reason).toBe('MigrationNotDone');
  expect(subjects()).toEqual(['The prefix "login" of site acme is still validated by e-mail']);
});

it('gives the turn back to another job of the request', async () => {
  const renewal = beginRenewal('2026-12-01T23:59:59.000Z', new Date(NOW));
  await given({ renewal, conditions: findings('approval', 'RenewalPending', () => ({})) });
  const facts = { until: NOW, names: 'login.example.com', notAfter: NOW };
  await run({ verdict: 'ended', reason: 'RecordsGivenUp', facts });
  expect(await scene.request()).toMatchObject({
    step: 'AwaitRenewal',
    waitingOn: 'mailbox owner',
    deadline: '2026-11-30T23:59:59.000Z',
  });
});

it('writes to nobody about a certificate that is not in use any more', async () => {
  await given({ status: 'EXPIRED' });
  await run({ verdict: 'ended', reason: 'MigrationNeedless', facts: {} });
  expect(await scene.request()).toMatchObject({ status: 'EXPIRED', waitingOn: 'AWS', migration: { state: 'ENDED' } });
  expect(subjects()).toEqual([]);
});

it('ends as needless with a site that is retired', async () => {
  await given({ status: 'RETIRED' });
  expect(await run({ verdict: 'ended', reason: 'Canceled', facts: {} })).toEqual({ reason: 'MigrationNeedless' });
  expect(await scene.request()).toMatchObject({ status: 'RETIRED', migration: { state: 'ENDED' } });
  expect(subjects()).toEqual([]);
});

it('knows no other end', async () => {
  await given();
  await expect(run({ verdict: 'ended', reason: 'CaaError' })).rejects.toThrow('no migration ends as ended CaaError');
});

it('opens a ticket for on-call where AWS refuses, and once', async () => {
  await given();
  ssm.on(CreateOpsItemCommand).resolves({ OpsItemId: 'oi-0123456789ab' });
  const refused = { verdict: 'ended', reason: 'MigrationRefused', facts: { found: 'Not eligible.' } };
  await run(refused);
  await run(refused);
  const asked = callsOf(ssm);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.[1]).toMatchObject({ Title: expect.stringContaining('has ended as MigrationRefused') });
});
