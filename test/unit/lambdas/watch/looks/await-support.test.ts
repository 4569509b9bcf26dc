import { CloudFrontClient, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetOpsItemCommand, SSMClient, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { create } from '../../../../../lambdas/watch/watch.ts';
import type { DnsWorld } from '../../../../support/unit/dns-server.ts';
import { ENABLED, held, MOVE_ID } from '../../../../support/unit/moves.ts';
import { type GivenMove, givenHeld, givenParkedMove } from '../../../../support/unit/parked-move.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { ALIASES, CERTIFICATE, CREATED, useScene } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);
const stepFunctions = strictMock(SFNClient);
const ssm = strictMock(SSMClient);
const PROOFS = ALIASES.map((alias) => `_${alias} 300 TXT "d111.cloudfront.net"`);

let dns: DnsWorld;
afterEach(() => dns.close());

async function given({ records = PROOFS, names = ALIASES, ...more }) {
  dns = await startRightDns(43, records);
  const { move, ...rest } = more as Partial<GivenMove>;
  await givenParkedMove(scene, {
    wait: 'AwaitSupport',
    move: { phase: 'SUPPORT', ...move },
    each: { txt: 'seen', refusal: ENABLED },
    ...rest,
  });
  givenHeld(cloudFront as never, names);
  ssm.on(GetOpsItemCommand).resolves({ OpsItem: { Status: 'Open' } });
  ssm.on(UpdateOpsItemCommand).resolves({});
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
}
const tick = (time = '2026-11-21T10:01:00Z') =>
  scene.made(create, dnsVariables(dns))({ time, 'detail-type': 'Scheduled Event' });
const ends = () => callsOf(stepFunctions).map(([, input]) => JSON.parse((input as { output: string }).output));
const serves = (ACMCertificateArn: string) =>
  cloudFront
    .on(GetDistributionConfigCommand)
    .resolves({ DistributionConfig: { ViewerCertificate: { ACMCertificateArn } } as never });

it('waits on while AWS says that a name is held, and keeps the case in the ticket', async () => {
  await given({});
  await tick();
  expect(scene.nextDueAt()).toBe('2026-11-21T10:06:00.000Z');
  expect(ends()).toEqual([]);
  expect((await scene.request()).conditions['login.example.com']?.conflict?.reason).toBe('OwnershipAtSupport');
  expect(ssm.commandCalls(UpdateOpsItemCommand)[0]?.args[0].input).toMatchObject({
    Severity: '3',
    OperationalData: { supportCase: { Value: expect.stringContaining('Please move the alternate domain names') } },
  });
});

it('asks for a record again that is gone, for AWS Support looks at it too', async () => {
  await given({ records: PROOFS.slice(0, 1) });
  await tick();
  const { conditions } = await scene.request();
  expect(conditions['login.example.org']?.conflict?.reason).toBe('OwnershipTxtMissing');
  expect(ends()).toEqual([]);
});

it('goes back to the records for a name that joined', async () => {
  const aliases = {
    'login.example.com': held('login.example.com', { txt: 'seen', refusal: ENABLED }),
    'login.example.org': held('login.example.org'),
  };
  await given({ move: { aliases } });
  await tick();
  expect(ends()).toEqual([{ verdict: 'txt' }]);
});

it('is raised after five days, once', async () => {
  await given({});
  await tick('2026-11-26T09:59:00Z');
  expect((await scene.moves.require(MOVE_ID)).escalatedAt).toBeNull();
  await tick('2026-11-26T11:00:00Z');
  await tick('2026-11-26T13:00:00Z');
  expect((await scene.moves.require(MOVE_ID)).escalatedAt).toBe('2026-11-26T11:00:00.000Z');
  const severities = ssm.commandCalls(UpdateOpsItemCommand).map(({ args: [{ input }] }) => input.Severity);
  expect(severities).toEqual(['3', '2', '2']);
});

it('ends as timed out after 30 days', async () => {
  await given({});
  await tick('2026-12-21T10:00:00Z');
  expect(ends()).toEqual([{ verdict: 'ended', outcome: 'timedOut' }]);
});

it('goes on for a request that is over, as long as its certificate is there to move the names to', async () => {
  await given({ request: { status: 'CANCELED', step: 'RecordFailure' } });
  serves(CERTIFICATE);
  await tick();
  expect(ends()).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
  serves('arn:of:another');
  await tick('2026-11-21T10:06:00Z');
  expect(ends()).toEqual([{ verdict: 'ended', outcome: 'withdrawn' }]);
});

it('goes on when a later request has put its certificate there, as long as that one lives and wants the names', async () => {
  const later = { requestId: 'req-later', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/later' };
  await given({ request: { status: 'CANCELED', step: 'RecordFailure' } });
  await scene.givenRequest(later);
  serves(later.certificateArn);
  await tick();
  expect(ends()).toEqual([]);
  await scene.requests.settle('req-later', () => ({
    type: 'Ended',
    at: CREATED,
    by: 'tester',
    text: 'Ended.',
    set: { status: 'FAILED' },
  }));
  await tick('2026-11-21T10:06:00Z');
  expect(ends()).toEqual([{ verdict: 'ended', outcome: 'withdrawn' }]);
});

it('ends as moved for a request that is over, and adds nothing', async () => {
  await given({ names: [], request: { status: 'CANCELED', step: 'RecordFailure' } });
  serves(CERTIFICATE);
  await tick();
  expect(ends()).toEqual([{ verdict: 'ended', outcome: 'moved' }]);
});
