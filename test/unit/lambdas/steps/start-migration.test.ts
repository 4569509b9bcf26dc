import { ACMClient, DescribeCertificateCommand, UpdateCertificateOptionsCommand } from '@aws-sdk/client-acm';
import { create } from '../../../../lambdas/steps/start-migration.ts';
import { describedAs, EXECUTION, givenMigration } from '../../../support/unit/migration.ts';
import { CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const INPUT = { requestId: REQUEST_ID, execution: EXECUTION, now: NOW };
const run = () => scene.made(create)(INPUT);
const asked = () => callsOf(acm).filter(([operation]) => operation === 'UpdateCertificateOptions');
const given = (fields = {}) => givenMigration(scene, { state: 'STARTING', windows: 0, windowUntil: null, ...fields });

it('asks ACM for DNS, and counts the 72 hours', async () => {
  await given();
  acm.on(DescribeCertificateCommand).resolves(describedAs(undefined));
  acm.on(UpdateCertificateOptionsCommand).resolves({});
  expect(await run()).toEqual({ verdict: 'begun' });
  expect(asked()).toEqual([
    ['UpdateCertificateOptions', { CertificateArn: CERTIFICATE, Options: { ValidationMethod: 'DNS' } }],
  ]);
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'MigrationWindowBegun',
      text: 'AWS looks at the validation records until 2026-11-24T10:00:00.000Z.',
      set: { migration: { windows: 1, windowUntil: '2026-11-24T10:00:00.000Z' } },
    },
  ]);
});

it('asks again when the 72 hours before have ended', async () => {
  await given({ windows: 1 });
  acm.on(DescribeCertificateCommand).resolves(describedAs('FAILED'));
  acm.on(UpdateCertificateOptionsCommand).resolves({});
  await run();
  expect(await scene.recorded()).toMatchObject([
    { text: 'AWS looks at the validation records until 2026-11-24T10:00:00.000Z, for the second time.' },
  ]);
});

it('takes what ACM is at already for its own: a crash came between asking and writing', async () => {
  await given();
  acm.on(DescribeCertificateCommand).resolves(describedAs('PENDING_DOMAIN_VALIDATION'));
  expect(await run()).toEqual({ verdict: 'begun' });
  expect(await run()).toEqual({ verdict: 'begun' });
  expect(asked()).toEqual([]);
  expect(await scene.recorded()).toMatchObject([
    { set: { migration: { windows: 1, windowUntil: '2026-11-24T09:00:00.000Z' } } },
  ]);
});

it('goes on where ACM says that an update is in progress, and it is this one', async () => {
  await given();
  acm
    .on(DescribeCertificateCommand)
    .resolvesOnce(describedAs(undefined))
    .resolves(describedAs('PENDING_DOMAIN_VALIDATION'));
  acm.on(UpdateCertificateOptionsCommand).rejects(awsError('ConflictException'));
  expect(await run()).toEqual({ verdict: 'begun' });
});

it('does not say that AWS looks while ACM is at work on something else', async () => {
  await given();
  acm.on(DescribeCertificateCommand).resolves(describedAs(undefined));
  acm.on(UpdateCertificateOptionsCommand).rejects(awsError('ConflictException'));
  await expect(run()).rejects.toMatchObject({ name: 'ChangedMeanwhile' });
  expect(await scene.recorded()).toEqual([]);
});

it('has nothing to do where the certificate is by DNS already', async () => {
  await given();
  acm.on(DescribeCertificateCommand).resolves(describedAs('SUCCESS'));
  expect(await run()).toEqual({ verdict: 'migrated' });
});

it('ends in ACM’s words where it refuses', async () => {
  await given();
  acm.on(DescribeCertificateCommand).resolves(describedAs(undefined));
  acm
    .on(UpdateCertificateOptionsCommand)
    .rejects(awsError('InvalidStateException', 'The certificate is not eligible.'));
  expect(await run()).toEqual({
    verdict: 'ended',
    reason: 'MigrationRefused',
    facts: { found: 'The certificate is not eligible.' },
  });
});

it('ends where nothing serves by the certificate any more', async () => {
  await given();
  acm.on(DescribeCertificateCommand).rejects(awsError('ResourceNotFoundException'));
  expect(await run()).toEqual({ verdict: 'ended', reason: 'MigrationNeedless', facts: {} });
});

it('begins nothing again that has ended: only the telling was left', async () => {
  const end = { reason: 'RecordsGivenUp', facts: {}, at: NOW } as const;
  await given({ state: 'ENDED', windows: 1, end });
  expect(await run()).toEqual({ verdict: 'ended', reason: 'RecordsGivenUp', facts: {} });
  expect(callsOf(acm)).toEqual([]);
});
