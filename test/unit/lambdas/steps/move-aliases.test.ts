import {
  CloudFrontClient,
  EntityNotFound,
  GetDistributionConfigCommand,
  IllegalUpdate,
  ListDomainConflictsCommand,
  UpdateDomainAssociationCommand,
} from '@aws-sdk/client-cloudfront';
import type { MovingAlias, OwnershipMove } from '../../../../core/move.ts';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { create } from '../../../../lambdas/steps/move-aliases.ts';
import { ENABLED, held, holderOf, MOVE_ID } from '../../../support/unit/moves.ts';
import { givenMove } from '../../../support/unit/parked-move.ts';
import { ALIASES, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);
const seen = { txt: 'seen' } as const;
const pauses: number[] = [];
beforeEach(() => pauses.splice(0));

function refuses(text: string, alias?: string) {
  const error = new IllegalUpdate({ message: text, $metadata: {} });
  cloudFront.on(UpdateDomainAssociationCommand, alias ? { Domain: alias } : {}).rejects(error);
}

async function given(fields: Partial<OwnershipMove> = {}, each: Partial<MovingAlias> = seen, request = {}) {
  await givenMove(scene, { move: fields, each, request: { waitingOn: 'customer DNS', ...request } });
  for (const alias of Object.keys((await scene.moves.require(MOVE_ID)).aliases)) holds(alias);
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2TAG', DistributionConfig: {} as never });
  cloudFront.on(UpdateDomainAssociationCommand).resolves({});
}

function holds(alias: string, fields: Partial<MovingAlias['holder']> = {}) {
  const { domain, resourceType, resourceId, accountId } = holderOf(alias, fields);
  const row = { Domain: domain, ResourceType: resourceType, ResourceId: resourceId, AccountId: accountId };
  cloudFront.on(ListDomainConflictsCommand, { Domain: alias }).resolves({ DomainConflicts: [row as never] });
}

function run(now = NOW) {
  const pause = async (ms: number) => {
    pauses.push(ms);
  };
  return scene.made(create, {}, { pause })({ moveId: MOVE_ID, now });
}
const moved = () =>
  cloudFront.commandCalls(UpdateDomainAssociationCommand).map(({ args: [{ input }] }) => input.Domain);
const states = async () =>
  Object.values((await scene.moves.require(MOVE_ID)).aliases).map(({ state, refusal }) => refusal?.kind ?? state);

it('has every name handed over, one in two seconds', async () => {
  await given();
  expect(await run()).toEqual({ verdict: 'ended', outcome: 'moved' });
  expect(moved()).toEqual(ALIASES);
  expect(pauses).toEqual([2000]);
  expect(await states()).toEqual(['gone', 'gone']);
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'MoveTried',
      text: 'CloudFront was asked: 2 of 2 names are handed over.',
      conditions: [{ finding: { reason: 'NoConflict' } }, { finding: { reason: 'NoConflict' } }],
    },
  ]);
});

it('begins no name after its time, however slow CloudFront is: that is for the next run', async () => {
  await given();
  let time = Date.parse(NOW);
  const pause = async () => {
    time += 50_000;
  };
  const slow = { now: () => new Date(time), pause };
  expect(await scene.made(create, {}, slow)({ moveId: MOVE_ID, now: NOW })).toEqual({ verdict: 'more' });
  expect(moved()).toEqual(ALIASES.slice(0, 1));
  expect(await run()).toEqual({ verdict: 'ended', outcome: 'moved' });
});

it('leaves to AWS Support what CloudFront does not hand over, with its own words', async () => {
  await given();
  refuses('Alias move is not allowed since the source distribution is enabled', 'login.example.org');
  expect(await run()).toEqual({ verdict: 'support' });
  expect(await scene.moves.require(MOVE_ID)).toMatchObject({
    phase: 'SUPPORT',
    aliases: {
      'login.example.com': { state: 'gone' },
      'login.example.org': {
        state: 'held',
        refusal: {
          kind: 'sourceEnabled',
          text: 'IllegalUpdate: Alias move is not allowed since the source distribution is enabled',
          at: NOW,
          times: 1,
        },
      },
    },
  });
  expect(await scene.request()).toMatchObject({ status: 'PENDING', waitingOn: 'vendor on-call' });
});

it('goes back to the records when CloudFront missed them once, and to AWS Support the second time', async () => {
  await given();
  refuses('Invalid or missing alias DNS TXT records');
  expect(await run()).toEqual({ verdict: 'txt' });
  expect(await run('2026-11-21T10:14:00.000Z')).toEqual({ verdict: 'txt' });
  expect(moved()).toHaveLength(2);
  expect(await run('2026-11-21T10:15:00.000Z')).toEqual({ verdict: 'support' });
  expect(moved()).toHaveLength(4);
});

it('asks for twenty names a run, and for no name twice', async () => {
  const names = Array.from({ length: 25 }, (_, index) => `login.n${String(index).padStart(2, '0')}.example.com`);
  await given({ aliases: Object.fromEntries(names.map((name) => [name, held(name, seen)])) }, seen, { aliases: names });
  refuses('Alias move is not allowed since the source distribution is enabled');
  expect(await run()).toEqual({ verdict: 'more' });
  expect(moved()).toEqual(names.slice(0, 20));
  expect(await run()).toEqual({ verdict: 'support' });
  expect(moved()).toEqual(names);
});

it('asks for nothing whose holder has let go meanwhile, or lets go in between', async () => {
  await given();
  cloudFront.on(ListDomainConflictsCommand, { Domain: 'login.example.com' }).resolves({ DomainConflicts: [] });
  cloudFront.on(UpdateDomainAssociationCommand).rejects(new EntityNotFound({ message: 'none', $metadata: {} }));
  expect(await run()).toEqual({ verdict: 'ended', outcome: 'moved' });
  expect(moved()).toEqual(['login.example.org']);
});

it('never takes a name that another site of ours holds by now', async () => {
  await given();
  await scene.sites.noteDistribution('globex', 'E2AAAAAGLOBEX1');
  holds('login.example.org', { resourceId: '*******GLOBEX1', accountId: '******223333' });
  expect(await run()).toEqual({ verdict: 'support' });
  expect(moved()).toEqual(['login.example.com']);
  expect((await scene.moves.require(MOVE_ID)).aliases['login.example.org']).toMatchObject({
    holder: { kind: 'ourSite' },
    refusal: { kind: 'other', text: 'Not asked: another site of ours holds it' },
  });
});

it('asks AWS for nothing when every name is for AWS Support', async () => {
  await given({}, { ...seen, refusal: ENABLED });
  expect(await run()).toEqual({ verdict: 'support' });
  expect(callsOf(cloudFront)).toEqual([]);
});

it.each([
  ['was canceled', { cancelAskedAt: NOW, status: 'PENDING' }],
  ['is over', { status: 'FAILED' }],
])('asks for nothing when the request %s', async (_, request) => {
  await given({}, seen, request);
  expect(await run()).toEqual({ verdict: 'ended', outcome: 'withdrawn' });
  expect(callsOf(cloudFront)).toEqual([]);
});

it('stops between two names when the request is canceled', async () => {
  await given();
  const pause = async () => {
    await scene.requests.change(REQUEST_ID, () => ({
      type: 'CancelAsked',
      at: NOW,
      by: 'ann',
      text: '',
      set: { cancelAskedAt: NOW },
    }));
  };
  const handler = scene.made(create, {}, { pause });
  expect(await handler({ moveId: MOVE_ID, now: NOW })).toEqual({ verdict: 'ended', outcome: 'withdrawn' });
  expect(moved()).toEqual(['login.example.com']);
});

it('keeps what was answered when it is throttled, and is tried again', async () => {
  await given();
  refuses('Alias move is not allowed since the source distribution is enabled', 'login.example.com');
  cloudFront.on(UpdateDomainAssociationCommand, { Domain: 'login.example.org' }).rejects(awsError('Throttling'));
  await expect(run()).rejects.toMatchObject({ name: 'AwsThrottled' });
  expect(await states()).toEqual(['sourceEnabled', 'held']);
  await createLeases(scene.table).holding('cloudfront', 'another', new Date(NOW), async () => {
    await expect(run()).rejects.toMatchObject({ name: 'WriterBusy' });
  });
});
