import {
  CloudFrontClient,
  CNAMEAlreadyExists,
  GetDistributionConfigCommand,
  ListDomainConflictsCommand,
  PreconditionFailed,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import type { FoundCondition } from '../../../../core/request.ts';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { create } from '../../../../lambdas/steps/add-aliases.ts';
import type { DnsWorld } from '../../../support/unit/dns-server.ts';
import { dnsVariables, startRightDns } from '../../../support/unit/right-dns.ts';
import { ALIASES, CERTIFICATE, findings, NOW, REQUEST_ID, TARGET, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);

const UNTIL = '2026-11-28T10:00:00.000Z';
const FREE = findings('conflict', 'NoConflict', () => ({}));
const HOLDER = 'distribution *******OTHERS1 of account ******887777';
const ROW = { ResourceType: 'distribution' as const, ResourceId: '*******OTHERS1', AccountId: '******887777' };
const REFUSAL = new CNAMEAlreadyExists({ message: 'One or more of the CNAMEs is already associated', $metadata: {} });
const NOT_YET = new CNAMEAlreadyExists({
  message: 'One or more of the CNAMEs you provided are already associated with a different resource.',
  $metadata: {},
});
const held = (alias: string, more = {}) => ({
  reason: 'AliasHeld',
  facts: { alias, holder: HOLDER, until: UNTIL, ...more },
});

async function givenAliases(present: string[] = [], conditions: FoundCondition[] = FREE) {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE, conditions });
  const Aliases = present.length === 0 ? { Quantity: 0 } : { Quantity: present.length, Items: present };
  cloudFront
    .on(GetDistributionConfigCommand)
    .resolves({ ETag: 'E2QWRUHAPOMQZL', DistributionConfig: { CallerReference: 'acme', Aliases } as never });
}

/** What AWS says of each name: the names that are held. */
function holds(...names: string[]) {
  for (const alias of ALIASES)
    cloudFront
      .on(ListDomainConflictsCommand, { Domain: alias })
      .resolves({ DomainConflicts: names.includes(alias) ? [{ ...ROW, Domain: alias }] : [] });
}

/** CloudFront refuses every update that adds one of these. */
function refuses(...names: string[]) {
  refusesWith(REFUSAL, ...names);
}

function refusesWith(refusal: Error, ...names: string[]) {
  cloudFront.on(UpdateDistributionCommand).callsFake(({ DistributionConfig }) => {
    const items: string[] = DistributionConfig.Aliases.Items ?? [];
    return items.some((item) => names.includes(item)) ? Promise.reject(refusal) : {};
  });
}

const written = () =>
  cloudFront
    .commandCalls(UpdateDistributionCommand)
    .map(({ args: [command] }) => command.input.DistributionConfig?.Aliases?.Items);

async function conflictOf(alias: string) {
  const { reason, facts } = (await scene.request()).conditions[alias]?.conflict ?? {};
  return { reason, facts };
}

function attached(alias: string) {
  return {
    alias,
    name: 'attached',
    finding: { reason: 'AliasAttached', facts: { alias, distribution: 'E1ACME2EXAMPLE' } },
  };
}

describe('names that nobody holds', () => {
  it('come to those that are there, in one update, without asking again who holds them', async () => {
    await givenAliases(['old.example.com']);
    cloudFront.on(UpdateDistributionCommand).resolves({});

    expect(await scene.made(create)()).toEqual({ verdict: 'added' });
    expect(callsOf(cloudFront).slice(1)).toEqual([
      [
        'UpdateDistribution',
        {
          Id: 'E1ACME2EXAMPLE',
          IfMatch: 'E2QWRUHAPOMQZL',
          DistributionConfig: {
            CallerReference: 'acme',
            Aliases: { Quantity: 3, Items: ['old.example.com', 'login.example.com', 'login.example.org'] },
          },
        },
      ],
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

  it('are written once when the step runs twice', async () => {
    await givenAliases(['login.example.com', 'login.example.org']);
    const add = scene.made(create);
    await add();
    expect(await add()).toEqual({ verdict: 'added' });
    expect(written()).toEqual([]);
    expect(await scene.recorded()).toHaveLength(1);
  });
});

describe('a name that somebody holds', () => {
  it('stays off, and the free ones come on', async () => {
    const known = findings('conflict', 'AliasHeld', () => ({ holder: HOLDER, until: UNTIL }), ['login.example.org']);
    await givenAliases([], [...FREE.slice(0, 1), ...known]);
    holds('login.example.org');
    cloudFront.on(UpdateDistributionCommand).resolves({});

    expect(await scene.made(create)()).toEqual({ verdict: 'held' });
    expect(written()).toEqual([['login.example.com']]);
    expect(await scene.recorded()).toEqual([
      {
        type: 'AliasesAdded',
        at: NOW,
        by: 'service',
        text: '1 of 2 names can be on distribution E1ACME2EXAMPLE; kept off: login.example.org.',
        set: { step: 'AddAliases' },
        conditions: [attached('login.example.com')],
      },
    ]);
  });

  it('is asked of again: one that was released since is added with the others', async () => {
    const known = findings('conflict', 'AliasHeld', () => ({ holder: HOLDER, until: UNTIL }));
    await givenAliases([], known);
    holds();
    cloudFront.on(UpdateDistributionCommand).resolves({});
    expect(await scene.made(create)()).toEqual({ verdict: 'added' });
    expect(await conflictOf('login.example.org')).toMatchObject({ reason: 'NoConflict' });
  });

  it('is found by the second look where it comes as a surprise, and the rest is added by a second try', async () => {
    await givenAliases();
    refuses('login.example.org');
    holds('login.example.org');
    const dns = await startRightDns(31);

    const add = scene.made(create, dnsVariables(dns));
    expect(await add()).toEqual({ verdict: 'held' });
    await dns.close();
    expect(written()).toEqual([['login.example.com', 'login.example.org'], ['login.example.com']]);
    expect(await conflictOf('login.example.org')).toEqual(held('login.example.org'));
    expect(await scene.recorded()).toMatchObject([
      {
        text: '1 of 2 names can be on distribution E1ACME2EXAMPLE; kept off: login.example.org. CloudFront had refused: One or more of the CNAMEs is already associated',
        conditions: [{ name: 'conflict' }, attached('login.example.com')],
      },
    ]);
  });

  it('leaves nothing to add where all are held', async () => {
    await givenAliases(
      [],
      findings('conflict', 'AliasHeld', () => ({ holder: HOLDER, until: UNTIL })),
    );
    holds(...ALIASES);
    expect(await scene.made(create)()).toEqual({ verdict: 'held' });
    expect(written()).toEqual([]);
  });
});

describe('a refusal without a holder', () => {
  let dns: DnsWorld;
  afterEach(() => dns.close());

  async function addWith(...records: string[]) {
    dns = await startRightDns(32, records);
    holds();
    return scene.made(create, dnsVariables(dns))();
  }
  const RIGHT = `login.example.com 300 CNAME ${TARGET}`;

  it('is of the name whose DNS leads to another distribution; the rest is added', async () => {
    await givenAliases();
    refuses('login.example.org');
    expect(await addWith(RIGHT, 'login.example.org 300 CNAME d222other.cloudfront.net')).toEqual({ verdict: 'held' });
    expect(written()).toEqual([[...ALIASES], ['login.example.com']]);
    expect(await conflictOf('login.example.org')).toEqual({
      reason: 'DnsPointsElsewhere',
      facts: { alias: 'login.example.org', expected: TARGET, found: 'd222other.cloudfront.net', until: UNTIL },
    });
    expect((await scene.request()).conditions['login.example.com']?.attached?.reason).toBe('AliasAttached');
  });

  const ALL_RIGHT = [RIGHT, `login.example.org 300 CNAME ${TARGET}`];

  it('is a matter of AWS where it says that another resource has the name, and shows none', async () => {
    await givenAliases();
    refusesWith(NOT_YET, ...ALIASES);
    expect(await addWith(...ALL_RIGHT)).toEqual({ verdict: 'held' });
    expect(await conflictOf('login.example.com')).toEqual({
      reason: 'NotFreeYet',
      facts: { alias: 'login.example.com', until: UNTIL },
    });
  });

  /** Ten looks at each of these distances: those of AwaitRelease, and one that no cadence has. */
  it.each([
    ['login.example.org', 'login.example.com', 1],
    ['login.example.com', 'login.example.org', 1],
    ['login.example.org', 'login.example.com', 10],
    ['login.example.com', 'login.example.org', 10],
    ['login.example.org', 'login.example.com', 60],
    ['login.example.com', 'login.example.org', 60],
    ['login.example.com', 'login.example.org', 7],
  ])('of %s alone lets %s come on, however many minutes lie between the looks: %s', async (refused, other, minutes) => {
    await givenAliases();
    refusesWith(NOT_YET, refused);
    dns = await startRightDns(32, ALL_RIGHT);
    holds();
    const add = scene.made(create, dnsVariables(dns));
    const isOn = async () => (await scene.request()).conditions[other]?.attached?.reason === 'AliasAttached';
    let looks = 0;
    for (; looks < 10 && !(await isOn()); looks++) {
      const now = new Date(Date.parse(NOW) + looks * minutes * 60_000).toISOString();
      await add({ requestId: REQUEST_ID, now });
    }
    expect(await isOn()).toBe(true);
    expect(written()).toEqual(Array.from({ length: looks }, () => [[...ALIASES], expect.any(Array)]).flat());
    expect(written().at(-1)).toEqual([other]);
    const { conditions } = await scene.request();
    expect(conditions[other]?.conflict?.reason).toBe('NoConflict');
    expect(conditions[refused]?.conflict?.reason).toBe('NotFreeYet');
  });

  it('is of all names, and says so, where the DNS of none leads elsewhere', async () => {
    await givenAliases();
    refuses(...ALIASES);
    expect(await addWith(...ALL_RIGHT)).toEqual({ verdict: 'held' });
    expect(written()).toEqual([[...ALIASES], [expect.stringMatching(/^login[.]example[.](com|org)$/)]]);
    expect((await conflictOf('login.example.com')).facts).toMatchObject({
      found: 'AWS does not say where, for this name or another of the request, and we see none',
    });
    expect((await conflictOf('login.example.org')).reason).toBe('DnsPointsElsewhere');
  });

  it('is of all names that are left where the second try is refused too', async () => {
    await givenAliases();
    refuses(...ALIASES);
    await addWith(RIGHT, 'login.example.org 300 CNAME d222other.cloudfront.net');
    expect(written()).toHaveLength(2);
    expect((await conflictOf('login.example.com')).reason).toBe('DnsPointsElsewhere');
  });

  it('is not tried again while the DNS of a name still leads elsewhere', async () => {
    const pointing = findings('conflict', 'DnsPointsElsewhere', () => ({ found: 'x', expected: TARGET, until: UNTIL }));
    await givenAliases(
      [],
      [...FREE.slice(0, 1), ...pointing.slice(1), attached('login.example.com') as FoundCondition],
    );
    expect(await addWith(RIGHT, 'login.example.org 300 CNAME d222other.cloudfront.net')).toEqual({ verdict: 'held' });
    expect(written()).toEqual([]);
  });
});

it('ends where another site of ours holds a name, touches nothing, and does not say whose it is', async () => {
  await scene.sites.noteDistribution('globex', 'E2AAAAAGLOBEX1');
  await givenAliases([], [...FREE.slice(0, 1), ...findings('conflict', 'AliasHeldByOtherSite', () => ({})).slice(1)]);
  cloudFront.on(ListDomainConflictsCommand).resolves({
    DomainConflicts: [{ ...ROW, Domain: 'login.example.org', ResourceId: '*******GLOBEX1', AccountId: '******223333' }],
  });
  expect(await scene.made(create)()).toEqual({
    verdict: 'ended',
    reason: 'AliasOfOtherSite',
    facts: { names: 'login.example.org' },
  });
  expect(written()).toEqual([]);
  expect(JSON.stringify(await scene.recorded())).not.toContain('globex');
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

it('puts nothing on for a request that is canceled as its names are looked at', async () => {
  await givenAliases(
    [],
    findings('conflict', 'AliasHeld', () => ({ holder: HOLDER, until: UNTIL })),
  );
  cloudFront.on(ListDomainConflictsCommand).callsFake(async () => {
    const set = { cancelAskedAt: NOW };
    await scene.requests.change(REQUEST_ID, () => ({ type: 'CancelAsked', at: NOW, by: 'ann', text: 'x', set }));
    return { DomainConflicts: [] };
  });
  await scene.made(create)();
  expect(written()).toEqual([]);
  expect(await scene.recorded()).toMatchObject([{ type: 'CancelAsked' }]);
});

it('calls nobody for a canceled request', async () => {
  await scene.givenSite();
  await scene.givenRequest({ cancelAskedAt: NOW });
  expect(await scene.made(create)()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });
  expect(callsOf(cloudFront)).toEqual([]);
});
