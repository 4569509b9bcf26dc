import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  ListDomainConflictsCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetOpsItemCommand, SSMClient, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createLeases } from '../../../../../lambdas/records/leases.ts';
import { create } from '../../../../../lambdas/watch/watch.ts';
import type { DnsWorld } from '../../../../support/unit/dns-server.ts';
import { ENABLED, MOVE_ID } from '../../../../support/unit/moves.ts';
import { type GivenMove, givenHeld, givenParkedMove } from '../../../../support/unit/parked-move.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { ALIASES, NOW, REQUEST_ID, useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);
const stepFunctions = strictMock(SFNClient);
const ssm = strictMock(SSMClient);
const proof = (alias: string) => `_${alias} 300 TXT "d111.cloudfront.net"`;

let dns: DnsWorld;
afterEach(() => dns.close());

async function given({ records = [] as string[], held = ALIASES, status = 'Open', ...move }) {
  dns = await startRightDns(42, records);
  await givenParkedMove(scene, { wait: 'AwaitTxtRecords', ...(move as Partial<GivenMove>) });
  givenHeld(cloudFront as never, held);
  ssm.on(GetOpsItemCommand).resolves({ OpsItem: { Status: status as 'Open', LastModifiedBy: 'arn:ann' } });
  ssm.on(UpdateOpsItemCommand).resolves({});
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
}
const tick = (time = '2026-11-21T10:01:00Z') =>
  scene.made(create, dnsVariables(dns))({ time, 'detail-type': 'Scheduled Event' });
const ends = () => callsOf(stepFunctions).map(([, input]) => JSON.parse((input as { output: string }).output));
const writes = () =>
  callsOf(ssm)
    .filter(([name]) => name === 'UpdateOpsItem')
    .map(([, input]) => input);

it('waits on while a record is missing, and shows how each stands, in the ticket too', async () => {
  await given({ records: [proof('login.example.com')] });
  await tick();
  expect(scene.nextDueAt()).toBe('2026-11-21T10:03:00.000Z');
  expect(ends()).toEqual([]);
  const { conditions, waitingOn } = await scene.request();
  expect(waitingOn).toBe('customer DNS');
  expect(conditions['login.example.com']?.conflict?.reason).toBe('OwnershipTxtSeen');
  expect(conditions['login.example.org']?.conflict?.reason).toBe('OwnershipTxtMissing');
  expect(writes()).toMatchObject([
    {
      OperationalData: {
        names: { Value: expect.stringContaining('_login.example.org TXT "d111.cloudfront.net": missing') },
      },
    },
  ]);
});

it('goes on when every record stands', async () => {
  await given({ records: ALIASES.map(proof) });
  await tick();
  expect(ends()).toEqual([{ verdict: 'met' }]);
  expect(await scene.waits.at(MOVE_ID)).toEqual([]);
});

it('does not go on before CloudFront has forgotten that a record was not there', async () => {
  const refusal = { ...ENABLED, kind: 'missingTxt', at: NOW } as const;
  await given({ records: ALIASES.map(proof), each: { txt: 'seen', refusal } });
  await tick('2026-11-21T10:14:00Z');
  expect(ends()).toEqual([]);
  await tick('2026-11-21T10:30:00Z');
  expect(ends()).toEqual([{ verdict: 'met' }]);
});

it('ends as moved when nobody else holds a name any more', async () => {
  await given({ held: [] });
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2', DistributionConfig: {} as never });
  cloudFront.on(UpdateDistributionCommand).resolves({});
  await tick();
  expect(ends()).toEqual([{ verdict: 'ended', outcome: 'moved' }]);
});

it('puts a name on that got free, while another is held', async () => {
  await given({ held: ['login.example.org'] });
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2', DistributionConfig: {} as never });
  cloudFront.on(UpdateDistributionCommand).resolves({});
  await tick();
  await tick('2026-11-21T10:03:00Z');
  const updates = cloudFront.commandCalls(UpdateDistributionCommand).map(({ args: [{ input }] }) => input);
  expect(updates).toMatchObject([{ DistributionConfig: { Aliases: { Items: ['login.example.com'] } } }]);
  const { conditions } = await scene.request();
  expect(conditions['login.example.com']).toMatchObject({
    attached: { reason: 'AliasAttached' },
    conflict: { reason: 'NoConflict' },
  });
  expect(ends()).toEqual([]);
});

it('puts nothing on for a request that is canceled while AWS is asked who holds its names', async () => {
  await given({ held: ['login.example.org'] });
  cloudFront.on(ListDomainConflictsCommand, { Domain: 'login.example.com' }).callsFake(async () => {
    const set = { cancelAskedAt: NOW };
    await scene.requests.change(REQUEST_ID, () => ({ type: 'CancelAsked', at: NOW, by: 'ann', text: 'x', set }));
    return { DomainConflicts: [] };
  });
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2', DistributionConfig: {} as never });
  cloudFront.on(UpdateDistributionCommand).resolves({});
  await tick();
  expect(cloudFront.commandCalls(UpdateDistributionCommand)).toEqual([]);
  expect(await scene.recorded()).toMatchObject([{ type: 'CancelAsked' }]);
  expect((await scene.moves.require(MOVE_ID)).aliases['login.example.com']?.state).toBe('gone');
});

it('has told that a name is on before anybody can take it off', async () => {
  await given({ held: ['login.example.org'] });
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2', DistributionConfig: {} as never });
  cloudFront.on(UpdateDistributionCommand).resolves({});
  const seen: unknown[] = [];
  const send: (command: never) => Promise<unknown> = DynamoDBDocumentClient.prototype.send;
  const spy = jest.spyOn(DynamoDBDocumentClient.prototype, 'send');
  spy.mockImplementation(async function (this: DynamoDBDocumentClient, command: object) {
    if (JSON.stringify(command).includes('AliasesAdded'))
      seen.push(
        await createLeases(scene.table)
          .holding('cloudfront', REQUEST_ID, new Date(NOW), async () => 'taken')
          .catch(String),
      );
    return send.call(this, command as never);
  } as never);
  await tick();
  spy.mockRestore();
  expect(seen).toEqual([expect.stringContaining('WriterBusy')]);
  expect(await scene.recorded()).toMatchObject([{ type: 'AliasesAdded' }, {}]);
});

it.each([
  ['was canceled', { cancelAskedAt: NOW }],
  ['is over', { status: 'FAILED' }],
])('ends as withdrawn when the request %s, and asks AWS for nothing', async (_, request) => {
  await given({ request });
  await tick();
  expect(ends()).toEqual([{ verdict: 'ended', outcome: 'withdrawn' }]);
  expect(callsOf(cloudFront)).toEqual([]);
});

it('ends as timed out after 14 days', async () => {
  await given({});
  await tick('2026-12-05T10:00:00Z');
  expect(ends()).toEqual([{ verdict: 'ended', outcome: 'timedOut' }]);
});

it.each([
  ['handBack', 'handedBack'],
  ['giveUp', 'givenUp'],
])('ends by what on-call decided: %s', async (kind, outcome) => {
  await given({ move: { decision: { kind, by: 'ann', at: NOW, note: 'Ask them.' } } });
  await tick();
  expect(ends()).toEqual([{ verdict: 'ended', outcome }]);
});

it('believes "resolved" only of AWS, and puts the ticket back to work', async () => {
  await given({ status: 'Resolved' });
  await tick();
  expect(ends()).toEqual([]);
  const { decision, notes } = await scene.moves.require(MOVE_ID);
  expect(decision).toBeNull();
  expect(notes).toEqual([
    {
      at: '2026-11-21T10:01:00.000Z',
      by: 'service',
      text: 'Not resolved: AWS says that somebody else still holds login.example.com and login.example.org.',
    },
  ]);
  expect(writes()[0]).toMatchObject({ Status: 'InProgress' });
});
