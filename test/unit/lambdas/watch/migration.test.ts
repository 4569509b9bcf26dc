/** The two looks at a migration: AwaitDnsRecords and AwaitMigration. */
import { ACMClient, DescribeCertificateCommand, ListCertificateDomainValidationsCommand } from '@aws-sdk/client-acm';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beginRenewal } from '../../../../core/renewal.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { type DnsWorld, startDns } from '../../../support/unit/dns-server.ts';
import {
  describedAs,
  EXECUTION,
  givenMigration,
  givenRecords,
  NOT_AFTER,
  placed,
  recordOf,
  UNTIL,
  WINDOW_UNTIL,
} from '../../../support/unit/migration.ts';
import { dnsVariables } from '../../../support/unit/right-dns.ts';
import { ALIASES, findings, NOW, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const stepFunctions = strictMock(SFNClient);
const ses = strictMock(SESv2Client);

let dns: DnsWorld;
afterEach(() => dns.close());

async function given(
  wait: 'AwaitDnsRecords' | 'AwaitMigration',
  standing: readonly string[] = [],
  migration = {},
  fields = {},
) {
  const zone = (apex: string) => ({
    servers: ['127.9.44.1'],
    records: standing.filter((alias) => alias.endsWith(apex)).map(placed),
  });
  dns = await startDns({
    resolvers: ['127.9.44.2'],
    zones: { 'example.com': zone('example.com'), 'example.org': zone('example.org') },
  });
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' });
  await givenMigration(scene, migration, { step: wait, ...fields });
  await scene.waits.park(EXECUTION, wait, 'token-1', new Date(NOW));
}
const says = (...status: Parameters<typeof describedAs>) =>
  acm.on(DescribeCertificateCommand).resolves(describedAs(...status));
const tick = (time = '2026-11-21T10:01:00Z') =>
  scene.made(create, dnsVariables(dns))({ time, 'detail-type': 'Scheduled Event' });
const ends = () => callsOf(stepFunctions).map(([, input]) => JSON.parse((input as { output: string }).output));
const named = (aliases: readonly string[]) =>
  acm.on(ListCertificateDomainValidationsCommand).resolves({
    DomainValidationSummaryList: aliases.map((DomainName) => ({
      DomainName,
      RequestedValidationConfiguration: {
        ValidationChallenge: {
          DnsValidationChallenge: {
            ResourceRecord: {
              Name: `${recordOf(DomainName).name}.`,
              Type: 'CNAME',
              Value: `${recordOf(DomainName).value}.`,
            },
          },
        },
      },
    })),
  });

describe('while the records are waited for', () => {
  it('tells nothing before ACM has named the record of every name', async () => {
    await given('AwaitDnsRecords');
    says('PENDING_DOMAIN_VALIDATION');
    named(ALIASES.slice(1));
    await tick();
    expect(ends()).toEqual([]);
    expect(await scene.recorded()).toEqual([]);
  });

  it('notes the records, tells which stand, and writes to the contacts which to add, once', async () => {
    await given('AwaitDnsRecords', ['login.example.com']);
    says('PENDING_DOMAIN_VALIDATION');
    named(ALIASES);
    await tick();
    await tick('2026-11-21T10:03:00Z');
    expect(ends()).toEqual([]);
    expect(await scene.request()).toMatchObject({
      status: 'ACTIVE',
      waitingOn: 'customer DNS',
      deadline: UNTIL,
      migration: { records: 2, seen: 1 },
      conditions: {
        'login.example.com': { migration: { reason: 'RecordSeen' } },
        'login.example.org': { migration: { reason: 'RecordMissing', facts: { until: UNTIL } } },
      },
    });
    const [letter, ...others] = callsOf(ses).map(([, input]) => JSON.stringify(input));
    expect(letter).toContain('_a1.login.example.org. 300 IN CNAME _b2.acm-validations.aws.');
    expect(letter).not.toContain('_a1.login.example.com.');
    expect(others).toEqual([]);
    expect(callsOf(acm).filter(([operation]) => operation.startsWith('List'))).toHaveLength(1);
  });

  it('goes on when all stand while ACM looks', async () => {
    await given('AwaitDnsRecords', ALIASES);
    await givenRecords(scene);
    says('PENDING_DOMAIN_VALIDATION');
    await tick();
    expect(ends()).toEqual([{ verdict: 'met' }]);
    expect(callsOf(ses)).toEqual([]);
  });

  it('waits on when the 72 hours have ended, and says so once', async () => {
    await given('AwaitDnsRecords', ['login.example.com']);
    await givenRecords(scene);
    says('FAILED');
    await tick();
    await tick('2026-11-21T10:03:00Z');
    expect(ends()).toEqual([]);
    const told = (await scene.recorded()).filter((event) => 'type' in event && event.type === 'MigrationWindowEnded');
    expect(told).toMatchObject([{ set: { migration: { windowUntil: null } } }]);
  });

  it('has ACM asked once more when all stand after that', async () => {
    await given('AwaitDnsRecords', ALIASES, { windowUntil: null });
    await givenRecords(scene);
    says('FAILED');
    await tick();
    expect(ends()).toEqual([{ verdict: 'lapsed' }]);
  });

  it('does not take what ACM says of earlier 72 hours for the end of these', async () => {
    await given('AwaitDnsRecords', ALIASES, { windows: 2, windowUntil: WINDOW_UNTIL });
    await givenRecords(scene);
    says('FAILED', '2026-11-01T09:00:00.000Z');
    await tick();
    expect(ends()).toEqual([{ verdict: 'met' }]);
  });

  it('ends as migrated when ACM was faster than we', async () => {
    await given('AwaitDnsRecords');
    says('SUCCESS');
    await tick();
    expect(ends()).toEqual([{ verdict: 'migrated' }]);
  });

  it('gives up after the last safe day', async () => {
    await given('AwaitDnsRecords', ['login.example.com'], { windowUntil: null });
    await givenRecords(scene);
    says('FAILED');
    await tick('2027-06-02T00:00:00Z');
    expect(ends()).toEqual([
      {
        verdict: 'ended',
        reason: 'RecordsGivenUp',
        facts: { until: UNTIL, names: 'login.example.org', notAfter: NOT_AFTER },
      },
    ]);
  });

  it.each([
    ['has ended', { status: 'SUPERSEDED' }, undefined],
    ['lost its certificate', {}, 'ResourceNotFoundException'],
  ])('ends for a request that %s', async (_, fields, error) => {
    await given('AwaitDnsRecords', [], {}, fields);
    if (error) acm.on(DescribeCertificateCommand).rejects(awsError(error));
    await tick();
    expect(ends()).toEqual([{ verdict: 'ended', reason: 'MigrationNeedless', facts: {} }]);
  });

  it('leaves the turn to another job of the request that has less time', async () => {
    const renewal = beginRenewal('2026-12-01T23:59:59.000Z', new Date(NOW));
    const conditions = findings('approval', 'RenewalPending', () => ({}));
    await given('AwaitDnsRecords', [], {}, { renewal, conditions });
    await givenRecords(scene);
    says('PENDING_DOMAIN_VALIDATION');
    await tick();
    expect(await scene.request()).toMatchObject({
      step: 'AwaitRenewal',
      waitingOn: 'mailbox owner',
      deadline: '2026-11-30T23:59:59.000Z',
      migration: { records: 2 },
    });
  });
});

describe('while ACM looks', () => {
  it('waits for its word, whatever we see', async () => {
    await given('AwaitMigration', ALIASES);
    await givenRecords(scene);
    says('PENDING_DOMAIN_VALIDATION');
    await tick();
    expect(ends()).toEqual([]);
    expect(await scene.request()).toMatchObject({ waitingOn: 'AWS', deadline: WINDOW_UNTIL, migration: { seen: 2 } });
  });

  it('tells whose record is gone', async () => {
    await given('AwaitMigration', ['login.example.org']);
    await givenRecords(scene);
    says('PENDING_DOMAIN_VALIDATION');
    await tick();
    expect(await scene.request()).toMatchObject({
      waitingOn: 'customer DNS',
      deadline: UNTIL,
      conditions: { 'login.example.com': { migration: { reason: 'RecordMissing' } } },
    });
  });

  it('ends when ACM has moved the certificate', async () => {
    await given('AwaitMigration');
    says('SUCCESS');
    await tick();
    expect(ends()).toEqual([{ verdict: 'met' }]);
  });

  it('goes back to the records when its 72 hours have ended', async () => {
    await given('AwaitMigration');
    says('FAILED');
    await tick();
    expect(ends()).toEqual([{ verdict: 'lapsed' }]);
    expect((await scene.request()).migration?.windowUntil).toBeNull();
  });

  it('does not wait for its word for ever', async () => {
    await given('AwaitMigration');
    says('PENDING_DOMAIN_VALIDATION');
    await tick('2026-11-25T10:00:00Z');
    expect(ends()).toEqual([{ verdict: 'lapsed' }]);
  });
});
