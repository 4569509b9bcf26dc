import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import {
  CloudFrontClient,
  CNAMEAlreadyExists,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  ListDomainConflictsCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { FoundCondition, RequestFields } from '../../../../../core/request.ts';
import { createLeases } from '../../../../../lambdas/records/leases.ts';
import { create } from '../../../../../lambdas/watch/watch.ts';
import type { DnsWorld } from '../../../../support/unit/dns-server.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { ALIASES, CERTIFICATE, findings, NOW, REQUEST_ID, TARGET, useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const cloudFront = strictMock(CloudFrontClient);
const stepFunctions = strictMock(SFNClient);

const UNTIL = '2026-11-28T10:00:00.000Z';
const ROW = { ResourceType: 'distribution' as const, ResourceId: '*******OTHERS1', AccountId: '******887777' };
const FACTS = { holder: 'distribution *******OTHERS1 of account ******887777', until: UNTIL };
const ORG = 'login.example.org';

let dns: DnsWorld;
beforeEach(async () => {
  dns = await startRightDns(41);
});
afterEach(() => dns.close());

/** The first name serves; the second is kept off for this reason. */
async function givenKeptOff(reason: FoundCondition['finding']['reason'], fields: Partial<RequestFields> = {}) {
  const facts = { ...FACTS, overlap: '*.example.org', expected: TARGET, found: 'd222other.cloudfront.net' };
  await scene.givenSite();
  await scene.givenRequest({
    certificateArn: CERTIFICATE,
    step: 'AwaitRelease',
    status: 'ACTION_REQUIRED',
    deadline: UNTIL,
    ...fields,
    conditions: [
      ...findings('conflict', 'NoConflict', () => ({}), ALIASES.slice(0, 1)),
      ...findings('attached', 'AliasAttached', () => ({ distribution: 'E1ACME2EXAMPLE' }), ALIASES.slice(0, 1)),
      ...findings('serving', 'Serves', () => ({ fingerprint: 'AA', notAfter: UNTIL }), ALIASES.slice(0, 1)),
      ...findings('conflict', reason, () => facts, [ORG]),
    ],
  });
  await scene.waits.park(REQUEST_ID, 'AwaitRelease', 'token-1', new Date(NOW));
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  cloudFront.on(GetDistributionConfigCommand).resolves({
    ETag: 'E2',
    DistributionConfig: { Aliases: { Quantity: 1, Items: ALIASES.slice(0, 1) } } as never,
  });
}

const heldBy = (...rows: object[]) =>
  cloudFront.on(ListDomainConflictsCommand, { Domain: ORG }).resolves({ DomainConflicts: rows as never });
const tick = (time = '2026-11-21T10:01:00Z', env = {}) =>
  scene.made(create, { ...dnsVariables(dns), ...env })({ time, 'detail-type': 'Scheduled Event' });
const outputs = () => callsOf(stepFunctions).map(([, input]) => JSON.parse((input as { output: string }).output));
const LATE = '2026-11-28T10:00:00Z';

it('waits on while the name is held, and changes nothing', async () => {
  await givenKeptOff('AliasHeld');
  heldBy({ ...ROW, Domain: ORG });
  await tick();
  expect(scene.nextDueAt()).toBe('2026-11-21T10:02:00.000Z');
  expect(outputs()).toEqual([]);
  expect(callsOf(cloudFront).map(([operation]) => operation)).toEqual(['ListDomainConflicts']);
  expect(await scene.recorded()).toMatchObject([{ type: 'ReleaseLooked', set: { waitingOn: 'site admin' } }]);
});

it('adds a name as soon as it is released, and goes on when none is kept off any more', async () => {
  await givenKeptOff('AliasHeld');
  heldBy();
  cloudFront.on(UpdateDistributionCommand).resolves({});
  await tick();
  expect(outputs()).toEqual([{ verdict: 'met' }]);
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'ReleaseLooked',
      text: 'All 2 names are on distribution E1ACME2EXAMPLE.',
      conditions: [
        { alias: ORG, name: 'conflict', finding: { reason: 'NoConflict' } },
        { alias: ORG, name: 'attached' },
      ],
    },
  ]);
});

it('is put off while another request changes a distribution', async () => {
  await givenKeptOff('AliasHeld');
  heldBy();
  await createLeases(scene.table).holding('cloudfront', 'another', new Date(NOW), () => tick());
  expect(await scene.waits.at(REQUEST_ID)).toMatchObject([{ looks: 0, dueAt: '2026-11-21T10:02:00.000Z' }]);
});

it.each<[string, Partial<RequestFields>, string]>([
  ['when somebody asked for help', { helpAskedAt: NOW }, '2026-11-21T10:01:00Z'],
  ['when the seven days are over', {}, LATE],
])('has the ownership of a held name moved %s', async (_, fields, time) => {
  await givenKeptOff('AliasHeld', fields);
  heldBy({ ...ROW, Domain: ORG });
  await tick(time);
  expect(outputs()).toEqual([{ verdict: 'move' }]);
});

it('has it moved at once where only we can do something, and not again when our on-call gave it back', async () => {
  await givenKeptOff('HeldInOurAccount');
  heldBy({ ...ROW, AccountId: '******223333', Domain: ORG });
  await tick();
  expect(outputs()).toEqual([{ verdict: 'move' }]);

  await scene.moves.open({ moveId: 'm', siteId: 'acme', aliases: {}, outcome: 'handedBack', version: 1 } as never);
  await scene.requests.change(REQUEST_ID, () => ({
    type: 'MoveStarted',
    at: NOW,
    by: 'x',
    text: 'x',
    set: { moveId: 'm' },
  }));
  await scene.waits.park(REQUEST_ID, 'AwaitRelease', 'token-2', new Date(NOW));
  await tick();
  expect(outputs()).toHaveLength(1);
});

it('ends where another site of ours holds the name by now', async () => {
  await givenKeptOff('AliasHeld');
  await scene.sites.noteDistribution('globex', 'E2AAAAAOTHERS1');
  heldBy({ ...ROW, AccountId: '******223333', Domain: ORG });
  await tick();
  expect(outputs()).toEqual([{ verdict: 'ended', reason: 'AliasOfOtherSite', facts: { names: ORG } }]);
});

describe('a wildcard that overlaps', () => {
  const overlapping = () => heldBy({ ...ROW, Domain: '*.example.org' });

  it('is waited for where the stage says so, and ends the request after seven days', async () => {
    await givenKeptOff('WildcardHeld');
    overlapping();
    await tick(undefined, { WILDCARD_OVERLAP: 'block' });
    expect(outputs()).toEqual([]);
    await tick(LATE, { WILDCARD_OVERLAP: 'block' });
    expect(outputs()).toEqual([{ verdict: 'ended', reason: 'WildcardNotReleased', facts: { names: ORG } }]);
  });

  it('keeps nothing off any more when the stage allows it', async () => {
    await givenKeptOff('WildcardHeld');
    overlapping();
    cloudFront.on(UpdateDistributionCommand).resolves({});
    await tick();
    expect(outputs()).toEqual([{ verdict: 'met' }]);
    expect((await scene.request()).conditions[ORG]?.conflict?.reason).toBe('WildcardOverlap');
  });
});

describe('DNS that led to another distribution', () => {
  const refused = new CNAMEAlreadyExists({ message: 'refused', $metadata: {} });

  it('is tried when it is mended', async () => {
    await givenKeptOff('DnsPointsElsewhere');
    heldBy();
    cloudFront.on(UpdateDistributionCommand).resolves({});
    await tick();
    expect(outputs()).toEqual([{ verdict: 'met' }]);
  });

  it('is waited for while CloudFront still refuses, and ends the request after seven days', async () => {
    await givenKeptOff('DnsPointsElsewhere');
    heldBy();
    cloudFront.on(UpdateDistributionCommand).rejects(refused);
    await tick();
    expect(outputs()).toEqual([]);
    await tick(LATE);
    expect(outputs()).toEqual([{ verdict: 'ended', reason: 'DnsPointsElsewhere', facts: { names: ORG } }]);
  });
});

describe('the names that are on already', () => {
  async function givenUnproven() {
    await givenKeptOff('AliasHeld');
    await scene.requests.change(REQUEST_ID, () => ({
      type: 'Served',
      at: NOW,
      by: 'x',
      text: 'x',
      conditions: findings('serving', 'DoesNotServe', () => ({ found: 'x' }), ALIASES.slice(0, 1)),
    }));
    heldBy({ ...ROW, Domain: ORG });
  }

  it('are left alone until CloudFront has deployed', async () => {
    await givenUnproven();
    cloudFront.on(GetDistributionCommand).resolves({ Distribution: { Status: 'InProgress' } as never });
    await tick();
    expect(callsOf(acm)).toEqual([]);
  });

  it('are then proven one by one, while the others are waited for', async () => {
    await givenUnproven();
    cloudFront.on(GetDistributionCommand).resolves({ Distribution: { Status: 'Deployed' } as never });
    acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'ISSUED', Serial: '0a:1b' } });
    await tick();
    expect(await scene.requests.evidence(REQUEST_ID, 'serving')).toMatchObject([{ alias: 'login.example.com' }]);
    expect((await scene.recorded()).at(-1)).toMatchObject({
      type: 'Served',
      text: '0 of 1 names serve, while others are waited for.',
      conditions: [
        { alias: 'login.example.com', finding: { reason: 'CnameCorrect' } },
        { alias: 'login.example.com', finding: { reason: 'DoesNotServe' } },
      ],
    });
    expect(outputs()).toEqual([]);
  });

  it('end the request where one served before and, seen twice, does not: what served before comes back', async () => {
    await givenUnproven();
    const set = { servedBefore: { certificateArn: 'arn:old', aliases: ['login.example.com'] } };
    await scene.requests.change(REQUEST_ID, () => ({ type: 'DistributionRead', at: NOW, by: 'x', text: 'x', set }));
    cloudFront.on(GetDistributionCommand).resolves({ Distribution: { Status: 'Deployed' } as never });
    acm.on(DescribeCertificateCommand).resolves({ Certificate: { Status: 'ISSUED', Serial: '0a:1b' } });
    await tick();
    expect(outputs()).toMatchObject([
      { verdict: 'ended', reason: 'SwappedBack', facts: { names: 'login.example.com' } },
    ]);
  });
});
