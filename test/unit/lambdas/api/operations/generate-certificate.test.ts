import { CloudFrontClient, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/api/api.ts';
import { createClaims } from '../../../../../lambdas/records/claims.ts';
import { type ApiCall, CALLER, callApi, useApiScene } from '../../../../support/unit/api.ts';
import type { DnsWorld } from '../../../../support/unit/dns-server.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { ALIASES, NOW, REQUEST_ID, TARGET } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const stepFunctions = strictMock(SFNClient);
const cloudFront = strictMock(CloudFrontClient);

let dns: DnsWorld | undefined;
afterEach(async () => {
  await dns?.close();
  dns = undefined;
});
const call = (target: string, rest?: ApiCall) =>
  callApi(scene.made(create, dns ? dnsVariables(dns) : {}), target, rest);

const ID = 'req-20261121-7777777777';
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:provision-certificate';

/** The names that the site's distribution has. */
function givenOnAir(...aliases: string[]): void {
  const Aliases = { Quantity: aliases.length, Items: aliases };
  cloudFront.on(GetDistributionConfigCommand).resolves({ DistributionConfig: { Aliases } as never });
}

beforeEach(() => givenOnAir());
const generate = (body: object = { prefix: 'login' }) => call('POST /sites/acme/certificates', { body });

it('stores the request, starts its execution, and says where it is', async () => {
  dns = await startRightDns(21);
  await scene.givenSite();
  stepFunctions.on(StartExecutionCommand).resolves({});

  const { status, headers, body } = await generate();
  expect(status).toBe(202);
  expect(headers.location).toBe(`/api/sites/acme/certificates/${ID}`);
  expect(body).toMatchObject({
    requestId: ID,
    status: 'PENDING',
    waitingOn: 'nobody',
    target: TARGET,
    aliases: [{ alias: 'login.example.com' }, { alias: 'login.example.org' }],
    failure: null,
  });
  expect(callsOf(stepFunctions)).toEqual([
    ['StartExecution', { stateMachineArn: MACHINE, name: ID, input: `{"requestId":"${ID}"}` }],
  ]);
  expect(await scene.requests.events(ID)).toMatchObject([{ type: 'Requested', at: NOW, by: CALLER }]);
});

it('refuses with all findings when a name is not ready, and stores nothing', async () => {
  dns = await startRightDns(21, [`login.example.com 300 CNAME ${TARGET}`]);
  await scene.givenSite();
  const { status, body } = await generate();
  expect([status, body.code, body.detail]).toEqual([
    409,
    'PreflightFailed',
    '1 of 2 names are not ready. Nothing was started.',
  ]);
  expect(body.findings.blocked).toEqual(['login.example.org']);
  expect(body.findings.aliases[1].conditions.dns).toMatchObject({ reason: 'CnameMissing', actor: 'customer DNS' });
  expect(await scene.requests.list('acme')).toEqual([]);
});

it('starts at once with onFindings=wait, and looks at nothing itself', async () => {
  await scene.givenSite();
  stepFunctions.on(StartExecutionCommand).resolves({});
  expect((await generate({ prefix: 'login', onFindings: 'wait' })).status).toBe(202);
});

it("refuses another site's alias even with onFindings=wait", async () => {
  dns = await startRightDns(21);
  await scene.givenSite();
  await createClaims(scene.table).claimAll(['login.example.org'], 'other', 'req-other');
  const { status, body } = await generate({ prefix: 'login', onFindings: 'wait' });
  expect([status, body.code]).toEqual([409, 'PreflightFailed']);
});

it('refuses a second request while one is running, and names that one', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  stepFunctions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'was', $metadata: {} }));
  stepFunctions.on(DescribeExecutionCommand).resolves({});
  const { status, body } = await generate({ prefix: 'login', onFindings: 'wait' });
  expect([status, body.code, body.requestId]).toEqual([409, 'RequestRunning', REQUEST_ID]);
});

it('starts the execution of a running request that a crash kept from starting', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  stepFunctions.on(StartExecutionCommand).resolves({});
  await generate({ prefix: 'login', onFindings: 'wait' });
  expect(callsOf(stepFunctions)).toMatchObject([['StartExecution', { name: REQUEST_ID }]]);
});

it('refuses to take a name off the air that is not consented to by name, and names each', async () => {
  await scene.givenSite();
  givenOnAir('login.example.com', 'login.example.net', 'login.example.de');
  const { status, body } = await generate({ prefix: 'login', onFindings: 'wait', offAir: ['login.example.de'] });
  expect([status, body.code, body.names]).toEqual([409, 'OffAirWithoutConsent', ['login.example.net']]);
  expect(await scene.requests.list('acme')).toEqual([]);
});

it('keeps what is left out, what may go off the air, and which request serves until then', async () => {
  await scene.givenRequest({ requestId: 'req-serving', status: 'READY' });
  givenOnAir('login.example.com', 'login.example.org');
  stepFunctions.on(StartExecutionCommand).resolves({});
  const names = ['login.example.org'];
  const { body } = await generate({ prefix: 'login', onFindings: 'wait', without: names, offAir: names });
  expect(body).toMatchObject({ replaces: 'req-serving', without: names, offAir: names });
  expect(await scene.request(ID)).toMatchObject({ aliases: ['login.example.com'], replaces: 'req-serving' });
});

it.each([
  [{ without: ['login.example.de'] }, 'without names login.example.de, which is no alias of an eligible domain'],
  [{ without: ALIASES }, 'without must leave at least one name'],
  [{ offAir: ['login.example.com'] }, 'offAir names login.example.com, which the new certificate covers'],
])('refuses %j', async (wish, problem) => {
  await scene.givenSite();
  const { status, body } = await generate({ prefix: 'login', onFindings: 'wait', ...wish });
  expect([status, body.detail]).toEqual([400, `The request is not valid: ${problem}`]);
});

it('refuses a method that is not offered', async () => {
  const { status, body } = await generate({ prefix: 'login', method: 'PIGEON' });
  expect([status, body.fields[0].field]).toEqual([400, 'method']);
});
