import {
  CloudFrontClient,
  CNAMEAlreadyExists,
  GetDistributionConfigCommand,
  ListDomainConflictsCommand,
  PreconditionFailed,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { create } from '../../../../lambdas/steps/add-aliases.ts';
import { findings, NOW, TARGET, useScene } from '../../../support/step.ts';
import { callsOf, strictMock } from '../../../support/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);

const FREE = findings('conflict', 'NoConflict', () => ({}));
const REFUSAL = new CNAMEAlreadyExists({ message: 'One or more of the CNAMEs is already associated', $metadata: {} });

async function givenAliases(present: string[] = [], conditions = FREE) {
  await scene.givenSite();
  await scene.givenRequest({ conditions });
  const Aliases = present.length === 0 ? { Quantity: 0 } : { Quantity: present.length, Items: present };
  cloudFront
    .on(GetDistributionConfigCommand)
    .resolves({ ETag: 'E2QWRUHAPOMQZL', DistributionConfig: { CallerReference: 'acme', Aliases } as never });
}

function attached(alias: string) {
  return {
    alias,
    name: 'attached',
    finding: { reason: 'AliasAttached', facts: { alias, distribution: 'E1ACME2EXAMPLE' } },
  };
}

it('adds the names to those that are there, in one update', async () => {
  await givenAliases(['old.example.com']);
  cloudFront.on(UpdateDistributionCommand).resolves({});

  expect(await scene.made(create)()).toEqual({ verdict: 'added' });
  expect(callsOf(cloudFront)[1]).toEqual([
    'UpdateDistribution',
    {
      Id: 'E1ACME2EXAMPLE',
      IfMatch: 'E2QWRUHAPOMQZL',
      DistributionConfig: {
        CallerReference: 'acme',
        Aliases: { Quantity: 3, Items: ['old.example.com', 'login.example.com', 'login.example.org'] },
      },
    },
  ]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'AliasesAdded',
      at: NOW,
      by: 'service',
      text: 'All 2 names are on distribution E1ACME2EXAMPLE.',
      set: { step: 'AddAliases' },
      conditions: [attached('login.example.com'), attached('login.example.org')],
    },
  ]);
});

it('writes nothing when they are there already', async () => {
  await givenAliases(['login.example.com', 'login.example.org']);
  const add = scene.made(create);
  await add();
  expect(await add()).toEqual({ verdict: 'added' });
  expect(cloudFront.commandCalls(UpdateDistributionCommand)).toEqual([]);
  expect(await scene.recorded()).toHaveLength(1);
});

it('does not try while the conflict check knows a holder', async () => {
  const held = findings('conflict', 'AliasHeld', () => ({ holder: 'distribution *AMPLIFY of account *155257' }));
  await givenAliases([], held.slice(1));

  expect(await scene.made(create)()).toEqual({
    verdict: 'ended',
    reason: 'AliasHeld',
    facts: { names: 'login.example.org (distribution *AMPLIFY of account *155257)' },
  });
  expect(callsOf(cloudFront)).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});

it('tells of a refusal that somebody holds a name, when the second look finds the holder', async () => {
  await givenAliases();
  cloudFront.on(UpdateDistributionCommand).rejects(REFUSAL);
  const holder = { ResourceType: 'distribution' as const, ResourceId: '*****AMPLIFY', AccountId: '******155257' };
  cloudFront
    .on(ListDomainConflictsCommand, { Domain: 'login.example.com' })
    .resolves({ DomainConflicts: [] })
    .on(ListDomainConflictsCommand, { Domain: 'login.example.org' })
    .resolves({ DomainConflicts: [{ ...holder, Domain: 'login.example.org' }] });

  const expected = {
    verdict: 'ended',
    reason: 'AliasHeld',
    facts: { names: 'login.example.org (distribution *****AMPLIFY of account ******155257)' },
  };
  const add = scene.made(create);
  expect(await add()).toEqual(expected);
  expect(await add()).toEqual(expected);
  expect(cloudFront.commandCalls(UpdateDistributionCommand)).toHaveLength(1);
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'ConflictsChecked',
      text: 'CloudFront refused the names: One or more of the CNAMEs is already associated',
    },
  ]);
});

it('tells of a refusal that the DNS leads elsewhere, when nobody holds a name', async () => {
  await givenAliases();
  cloudFront.on(UpdateDistributionCommand).rejects(REFUSAL);
  cloudFront.on(ListDomainConflictsCommand).resolves({ DomainConflicts: [] });

  expect(await scene.made(create)()).toEqual({
    verdict: 'ended',
    reason: 'DnsPointsElsewhere',
    facts: { names: 'login.example.com and login.example.org' },
  });
  expect((await scene.request()).conditions['login.example.com']?.conflict).toEqual({
    reason: 'DnsPointsElsewhere',
    facts: { alias: 'login.example.com', expected: TARGET },
    lastChange: NOW,
  });
});

it('fails as ChangedMeanwhile when another writer came between', async () => {
  await givenAliases();
  cloudFront.on(UpdateDistributionCommand).rejects(new PreconditionFailed({ message: 'etag', $metadata: {} }));
  await expect(scene.made(create)()).rejects.toMatchObject({ name: 'ChangedMeanwhile' });
  expect(await scene.recorded()).toEqual([]);
});

it('fails as WriterBusy while another request changes a distribution', async () => {
  await givenAliases();
  await createLeases(scene.table).holding('cloudfront', 'another request', new Date(NOW), async () => {
    await expect(scene.made(create)()).rejects.toMatchObject({ name: 'WriterBusy' });
  });
});

it('calls nobody for a canceled request', async () => {
  await scene.givenSite();
  await scene.givenRequest({ cancelAskedAt: NOW });
  expect(await scene.made(create)()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });
  expect(callsOf(cloudFront)).toEqual([]);
});
