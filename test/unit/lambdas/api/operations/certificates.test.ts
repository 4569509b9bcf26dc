import { CloudFrontClient, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { create } from '../../../../../lambdas/api/api.ts';
import { createClaims } from '../../../../../lambdas/records/claims.ts';
import { createResends } from '../../../../../lambdas/records/resends.ts';
import { type ApiCall, CALLER, callApi, useApiScene } from '../../../../support/unit/api.ts';
import type { DnsWorld } from '../../../../support/unit/dns-server.ts';
import { dnsVariables, startRightDns } from '../../../../support/unit/right-dns.ts';
import { ALIASES, CERTIFICATE, CREATED, findings, NOW, REQUEST_ID, TARGET } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const stepFunctions = strictMock(SFNClient);
const events = strictMock(EventBridgeClient);
const cloudFront = strictMock(CloudFrontClient);
const machine = { pause: async () => {}, randomHex: (length: number) => 'abcdef0123456789'.repeat(4).slice(0, length) };

let dns: DnsWorld | undefined;
afterEach(async () => {
  await dns?.close();
  dns = undefined;
});
const call = (target: string, rest?: ApiCall) =>
  callApi(scene.made(create, dns ? dnsVariables(dns) : {}, machine), target, rest);

const ID = 'req-20261121-abcdef0123';
const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:provision-certificate';

describe('certificates.preflight', () => {
  const preflight = () => call('POST /sites/acme/preflight', { body: { prefix: 'login' } });

  it('is clean when all is right, and stores nothing', async () => {
    dns = await startRightDns(21);
    await scene.givenSite();
    const { status, body } = await preflight();
    expect([status, body.clean, body.blocked]).toEqual([200, true, []]);
    expect(body.aliases[0]).toMatchObject({
      alias: 'login.example.com',
      conditions: {
        dns: { status: 'True', reason: 'CnameCorrect', message: `login.example.com points to ${TARGET}.` },
        caa: { status: 'True' },
        mail: { status: 'True' },
        conflict: { status: 'Unknown', reason: 'ProbeUnknown' },
      },
    });
    expect(await scene.requests.list('acme')).toEqual([]);
  });

  it('names an alias that another site claims', async () => {
    dns = await startRightDns(21);
    await scene.givenSite();
    await createClaims(scene.table).claimAll(['login.example.org'], 'other', 'req-other');
    const { body } = await preflight();
    expect([body.clean, body.blocked]).toEqual([false, ['login.example.org']]);
    expect(body.aliases[1].conditions.conflict).toMatchObject({
      status: 'False',
      reason: 'AliasHeldByOtherSite',
      message: 'login.example.org belongs to another site of this service.',
      remedy: 'Remove its domain from the trusted site URLs of one of the two sites, or choose another prefix.',
    });
  });

  it.each([
    ['a site without a domain for it', ['http://localhost'], 'NoEligibleDomains'],
    ['names that are too long', [`https://${'a'.repeat(63)}.example.com`], 'InvalidParameter'],
  ])('refuses %s', async (_, trustedSiteUrls, code) => {
    await scene.givenSite({ trustedSiteUrls });
    const { status, body } = await preflight();
    expect([status, body.code]).toEqual([400, code]);
  });
});

/** The names that the site's distribution has. */
function givenOnAir(...aliases: string[]): void {
  const Aliases = { Quantity: aliases.length, Items: aliases };
  cloudFront.on(GetDistributionConfigCommand).resolves({ DistributionConfig: { Aliases } as never });
}

describe('certificates.continueWithout', () => {
  beforeEach(async () => {
    stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
    await givenOnAir();
  });
  const goOn = (body: object) => call(`POST /sites/acme/certificates/${REQUEST_ID}/continue-without`, { body });

  it('tells which names block the rest when none is named', async () => {
    await scene.givenRequest({
      step: 'AwaitPreflightFix',
      conditions: findings('dns', 'CnameMissing', () => ({}), ['login.example.org']),
    });
    const { status, body } = await goOn({});
    expect([status, body.code, body.blocking]).toEqual([409, 'WithoutUnclear', ['login.example.org']]);
    expect((await scene.request()).continuation).toBeNull();
  });

  it('ends the request for the sake of another, whose id it says, and has watch look', async () => {
    await scene.givenRequest({ step: 'AwaitValidation', conditions: findings('approval', 'Approved', () => ({})) });
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    const { status, body } = await goOn({ without: ['login.example.org'] });
    expect([status, body.replacedBy, body.approvalsLost]).toEqual([202, ID, ALIASES]);
    expect(await scene.request()).toMatchObject({
      cancelAskedAt: NOW,
      continuation: { without: ['login.example.org'], offAir: [] },
    });
    expect(callsOf(events)).toHaveLength(1);
  });

  it('loses no approval where the certificate is issued, whatever the day', async () => {
    await scene.givenRequest({ step: 'AwaitRelease', notAfter: '2027-06-06T23:59:59.000Z' });
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    const later = { body: { without: ['login.example.org'] }, now: '2027-04-02T09:00:00.000Z' };
    const { status, body } = await call(`POST /sites/acme/certificates/${REQUEST_ID}/continue-without`, later);
    expect([status, body.approvalsLost]).toEqual([202, []]);
  });

  it('is refused when AWS takes no new request with its method any more', async () => {
    await scene.givenRequest({ step: 'AwaitPreflightFix' });
    const later = { body: { without: ['login.example.org'] }, now: '2027-04-02T09:00:00.000Z' };
    const { body } = await call(`POST /sites/acme/certificates/${REQUEST_ID}/continue-without`, later);
    expect(body.code).toBe('EmailValidationEnded');
  });
});

describe('certificates.generate', () => {
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
});

describe('reading a request', () => {
  const PATH = `/sites/acme/certificates/${REQUEST_ID}`;

  it('shows who must act, until when, and every condition in words', async () => {
    await scene.givenRequest({
      status: 'ACTION_REQUIRED',
      waitingOn: 'customer DNS',
      deadline: '2026-12-05T09:00:00.000Z',
      conditions: findings('dns', 'CnameMissing', () => ({ expected: TARGET, zone: 'example.com' })),
    });
    await scene.waits.park(REQUEST_ID, 'AwaitPreflightFix', 'secret-token', new Date(NOW));
    await scene.requests.addEvidence(REQUEST_ID, [
      { alias: 'login.example.com', kind: 'addresses', at: NOW, seen: ['admin@example.com'] },
    ]);

    const { body } = await call(`GET ${PATH}`);
    expect(body).toMatchObject({
      status: 'ACTION_REQUIRED',
      waitingOn: 'customer DNS',
      deadline: '2026-12-05T09:00:00.000Z',
      nextCheckAt: '2026-11-21T10:01:00.000Z',
      aliases: [
        {
          alias: 'login.example.com',
          addresses: ['admin@example.com'],
          conditions: {
            dns: {
              status: 'False',
              message: 'login.example.com has no DNS record.',
              remedy: `Whoever manages the DNS of example.com adds the record: login.example.com CNAME ${TARGET}`,
              lastChange: CREATED,
            },
          },
        },
        { alias: 'login.example.org', addresses: [] },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('secret-token');
  });

  it('lists those of a site', async () => {
    await scene.givenSite();
    await scene.givenRequest();
    expect((await call('GET /sites/acme/certificates')).body.certificates).toMatchObject([{ requestId: REQUEST_ID }]);
  });

  it('tells its history, the oldest first, with its proofs', async () => {
    await scene.givenRequest({ step: 'AwaitValidation' });
    await scene.requests.addEvidence(REQUEST_ID, [{ alias: 'a', kind: 'serving', at: NOW, seen: { serves: true } }]);
    const { body } = await call(`GET ${PATH}/history`);
    expect(body.events).toMatchObject([{ seq: 1, type: 'Requested' }, { seq: 2 }]);
    expect(body.proofs).toMatchObject([{ alias: 'a', seen: { serves: true } }]);
  });

  it.each([
    `GET /sites/other/certificates/${REQUEST_ID}`,
    `GET /sites/other/certificates/${REQUEST_ID}/history`,
    `POST /sites/other/certificates/${REQUEST_ID}/resend`,
    `POST /sites/other/certificates/${REQUEST_ID}/check-again`,
    'GET /sites/acme/certificates/req-x',
  ])('knows no request of another site: %s', async (target) => {
    await scene.givenRequest();
    await scene.givenSite({ siteId: 'other' });
    const { status, body } = await call(target);
    expect([status, body.code]).toEqual([404, 'RequestUnknown']);
  });
});

describe('certificates.checkAgain', () => {
  const again = () => call(`POST /sites/acme/certificates/${REQUEST_ID}/check-again`);
  const own = { executionArn: `${MACHINE.replace(':stateMachine:', ':execution:')}:${REQUEST_ID}` };
  beforeEach(() => {
    stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  });

  it.each([
    ['whether watch was told', { failing: { error: 'AccessDenied', since: CREATED } }],
    ['or not', {}],
  ])('redrives a request on its way that stands still, %s', async (_, fields) => {
    await scene.givenRequest({ step: 'AwaitValidation', ...fields });
    stepFunctions.on(DescribeExecutionCommand, own).resolves({ status: 'FAILED' });
    stepFunctions.on(RedriveExecutionCommand, own).resolves({});
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    expect((await again()).status).toBe(202);
    expect(callsOf(stepFunctions)).toContainEqual(['RedriveExecution', own]);
  });

  it('leaves a request on its way that is past its 14 days to a cancel', async () => {
    await scene.givenRequest({ failing: { error: 'AccessDenied', since: CREATED } });
    stepFunctions.on(DescribeExecutionCommand, own).resolves({ status: 'FAILED' });
    stepFunctions.on(RedriveExecutionCommand, own).rejects(new ExecutionNotRedrivable({ message: '', $metadata: {} }));
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    expect((await again()).status).toBe(202);
    expect(callsOf(stepFunctions).map(([name]) => name)).not.toContain('StartExecution');
  });

  it('makes the wait due and wakes watch', async () => {
    await scene.givenRequest();
    await scene.waits.park(REQUEST_ID, 'AwaitValidation', 'token-1', new Date(CREATED));
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    expect(await again()).toMatchObject({ status: 202, body: { looking: true } });
    expect(await scene.waits.of(REQUEST_ID)).toMatchObject([{ dueAt: NOW }]);
    expect(callsOf(events)).toEqual([
      [
        'PutEvents',
        {
          Entries: [{ Source: 'certificates', DetailType: 'Look Requested', Detail: `{"requestId":"${REQUEST_ID}"}` }],
        },
      ],
    ]);
  });

  it('has the clean-up behind what serves go on where it stands still, however long it has', async () => {
    const failing = { error: 'AccessDenied', since: CREATED };
    await scene.givenRequest({ status: 'READY', step: 'AwaitReplacedUnused', replaces: 'req-old', failing });
    const concluding = MACHINE.replace('provision-certificate', 'conclude-request');
    const name = `${REQUEST_ID}-conclude-1`;
    stepFunctions.on(RedriveExecutionCommand).resolves({});
    stepFunctions.on(RedriveExecutionCommand, own).rejects(new ExecutionNotRedrivable({ message: '', $metadata: {} }));
    stepFunctions.on(DescribeExecutionCommand, own).resolves({ status: 'FAILED' });
    stepFunctions.on(StartExecutionCommand).resolves({});
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    expect(await again()).toMatchObject({ status: 202, body: { looking: true } });
    expect(callsOf(stepFunctions)).toContainEqual([
      'StartExecution',
      {
        stateMachineArn: concluding,
        name,
        input: JSON.stringify({ requestId: REQUEST_ID, left: 'AwaitReplacedUnused' }),
      },
    ]);
  });

  describe('has a renewal and a migration that stand still', () => {
    const jobs = [
      ['renew-certificate', `${REQUEST_ID}-renew-20270606`],
      ['migrate-validation', `${REQUEST_ID}-migrate-1-again-1`],
    ] as const;
    const given = (status: 'ACTIVE' | 'SUPERSEDED') =>
      scene.givenRequest({
        status,
        failing: {
          error: 'AccessDenied',
          since: CREATED,
          stops: jobs.map(([, execution]) => ({ execution, error: 'AccessDenied', since: CREATED })),
        },
      });
    beforeEach(() => {
      stepFunctions.on(StartExecutionCommand).resolves({});
      events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    });

    it('go on by redrive', async () => {
      await given('ACTIVE');
      stepFunctions.on(RedriveExecutionCommand).resolves({});
      await again();
      expect(callsOf(stepFunctions)).toEqual(
        jobs.map(([machine, name]) => [
          'RedriveExecution',
          { executionArn: `arn:aws:states:us-east-1:111122223333:execution:${machine}:${name}` },
        ]),
      );
    });

    it.each(['ACTIVE', 'SUPERSEDED'] as const)('begin anew past their 14 days, of one that is %s', async (status) => {
      await given(status);
      stepFunctions.on(RedriveExecutionCommand).rejects(new ExecutionNotRedrivable({ message: '', $metadata: {} }));
      stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'FAILED' });
      await again();
      await again(); // the same ones
      const started = callsOf(stepFunctions).flatMap(([name, input]) => (name === 'StartExecution' ? [input] : []));
      const [input, place] = [`{"requestId":"${REQUEST_ID}"}`, 'arn:aws:states:us-east-1:111122223333:stateMachine:'];
      const both = [
        { stateMachineArn: `${place}renew-certificate`, name: `${REQUEST_ID}-renew-20270606-again-1`, input },
        { stateMachineArn: `${place}migrate-validation`, name: `${REQUEST_ID}-migrate-1-again-2`, input },
      ];
      expect(started).toEqual([...both, ...both]);
    });
  });

  it('says so when nothing is waited for', async () => {
    await scene.givenRequest();
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    expect(await again()).toMatchObject({ status: 202, body: { looking: false } });
  });
});

describe('certificates.resend', () => {
  const resend = (body: object = {}, now = NOW) =>
    call(`POST /sites/acme/certificates/${REQUEST_ID}/resend`, { body, now });
  const pending = (aliases = ALIASES) =>
    findings('approval', 'ApprovalPending', () => ({ validationDomain: 'example.com', until: NOW }), aliases);
  beforeEach(() => {
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  });

  it('answers each name that waits with its planned second', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
    expect(await resend()).toMatchObject({
      status: 202,
      body: {
        planned: [
          { alias: 'login.example.com', plannedAt: '2026-11-21T10:00:00.000Z' },
          { alias: 'login.example.org', plannedAt: '2026-11-21T10:00:01.000Z' },
        ],
      },
    });
  });

  it('leaves out the names that were mailed just now, when all are asked for', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
    await resend({ alias: 'login.example.com' });
    const { body } = await resend({}, '2026-11-21T10:05:00.000Z');
    expect(body.planned).toMatchObject([{ alias: 'login.example.org' }]);
  });

  it('refuses the same name within ten minutes, and says until when', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
    await resend({ alias: 'login.example.com' });
    const { status, headers, body } = await resend({ alias: 'login.example.com' }, '2026-11-21T10:09:59.000Z');
    expect([status, body.code, body.remedy]).toEqual([
      429,
      'ResentRecently',
      'Wait until 2026-11-21T10:10:00.000Z, and look in the spam folder.',
    ]);
    expect(headers['retry-after']).toBe('Sat, 21 Nov 2026 10:10:00 GMT');
    expect((await resend({ alias: 'login.example.com' }, '2026-11-21T10:10:00.000Z')).status).toBe(202);
  });

  it('takes the call again under its Idempotency-Key when the time of its refusal is over', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
    await resend({ alias: 'login.example.com' });
    const again = (now: string) =>
      call(`POST /sites/acme/certificates/${REQUEST_ID}/resend`, {
        body: { alias: 'login.example.com' },
        headers: { 'idempotency-key': 'k1' },
        now,
      });
    expect((await again('2026-11-21T10:09:59.000Z')).status).toBe(429);
    expect((await again('2026-11-21T10:10:00.000Z')).status).toBe(202);
  });

  it('counts the ten minutes from the mail, not from the wish', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending() });
    const resends = createResends(scene.table);
    const [wish] = await resends.ask(REQUEST_ID, ['login.example.com'], new Date('2026-11-21T09:50:00Z'));
    if (wish) await resends.sent(wish, new Date('2026-11-21T09:55:00Z'));
    expect((await resend({ alias: 'login.example.com' })).status).toBe(429);
  });

  it.each([
    ['a name that is not of this request', 'login.example.net', 'it is not a name of this request'],
    ['a name that does not wait', 'login.example.org', 'it does not wait for approval'],
  ])('refuses %s', async (_, alias, why) => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, conditions: pending(['login.example.com']) });
    const { status, body } = await resend({ alias });
    expect([status, body.code]).toEqual([409, 'NothingToResend']);
    expect(body.detail).toBe(`No approval mail can be sent for ${alias}: ${why}.`);
  });

  it('refuses when no name waits', async () => {
    await scene.givenRequest();
    expect((await resend()).body.code).toBe('NothingToResend');
  });
});
