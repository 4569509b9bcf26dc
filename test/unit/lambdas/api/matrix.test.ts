/**
 * Every operation as every kind of caller: what each is answered, by its code. An operation without a row is a type error; a site
 * of somebody else, and all that belongs to it, is answered as what there is not.
 */
import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { httpCallOf } from '../../../../cli/client.ts';
import { OPERATIONS, type OperationName } from '../../../../core/api/operations.ts';
import type { Application } from '../../../../core/application.ts';
import type { ErrorCode } from '../../../../core/errors.ts';
import type { Member } from '../../../../core/member.ts';
import { PERMISSIONS, ROLES } from '../../../../core/principal.ts';
import { openRequest } from '../../../../core/request.ts';
import { signRequest } from '../../../../core/security/request-signature.ts';
import { revealSecret, type Secret, secretOf } from '../../../../core/security/secret.ts';
import { create } from '../../../../lambdas/api/api.ts';
import { createMoves } from '../../../../lambdas/records/moves.ts';
import { createRequests } from '../../../../lambdas/records/requests.ts';
import { createSites } from '../../../../lambdas/records/sites.ts';
import type { Handler } from '../../../../lambdas/runtime.ts';
import {
  ACME,
  basic,
  CONSOLE,
  CONSOLE_API_KEY,
  DOMAIN,
  doorScene,
  NOW,
  OTHER,
  proxyEvent,
} from '../../../support/unit/door.ts';
import { MOVE_ID, ownershipMove, TICKET_ID } from '../../../support/unit/moves.ts';
import { ALIASES, CREATED, REQUEST_ID, SITE, TARGET } from '../../../support/unit/step.ts';
import { strictMock } from '../../../support/unit/strict-mock.ts';

type Outcome = ErrorCode | 'OK';

/** `application`: the owner's, where it is answered otherwise than its admin. */
interface Row {
  input: Record<string, unknown>;
  owner: Outcome;
  onCall: Outcome;
  reader: Outcome;
  otherTenant: Outcome;
  application?: Outcome;
  /** Of operations that anybody may call. */
  anybody?: Outcome;
}

const DENIED = 'PermissionDenied';
const VICTIM = 'a'.repeat(24);
const ROTATED = 'b'.repeat(24);
const site = { siteId: ACME.siteId };
const request = { ...site, requestId: REQUEST_ID };
const ticket = { ticketId: TICKET_ID };
const partner = { partnerId: ACME.partnerId };
const signed = {
  apiKey: ACME.apiKey,
  UID: 'ann',
  UIDSignature: 'AAAA',
  signatureTimestamp: String(Date.parse(NOW) / 1000),
};

/** Inputs end in something harmless: what matters is who comes how far. */
const ROWS: Record<OperationName, Row> = {
  'sites.register': {
    input: { ...site, apiKey: ACME.apiKey, name: 'Mine', dataCenter: 'eu1', trustedSiteUrls: ['https://example.com'] },
    ...only('owner', 'SiteChanged'),
    otherTenant: 'SiteIdTaken',
  },
  'sites.get': { input: site, ...readers('OK'), otherTenant: 'SiteUnknown' },
  'sites.list': { input: {}, ...readers('OK'), otherTenant: 'OK' },
  'sites.listTrustedDomains': { input: site, ...readers('OK'), otherTenant: 'SiteUnknown' },
  'sites.setPrefix': { input: { ...site, prefix: 'new' }, ...only('owner', 'NotReady'), otherTenant: 'SiteUnknown' },
  'sites.clearPrefix': { input: site, ...only('owner', 'PrefixNotSet'), otherTenant: 'SiteUnknown' },
  'sites.ssoCoverage': { input: site, ...readers('OK'), otherTenant: 'SiteUnknown' },
  'sites.retire': { input: site, ...only('owner', 'OK'), otherTenant: 'SiteUnknown' },
  'sites.keep': { input: site, ...only('owner', 'NotRetiring'), otherTenant: 'SiteUnknown' },
  'certificates.preflight': {
    input: { ...site, prefix: 'login' },
    ...readers('NoEligibleDomains'),
    otherTenant: 'SiteUnknown',
  },
  'certificates.generate': {
    input: { ...site, prefix: 'login' },
    ...writers('NoEligibleDomains'),
    otherTenant: 'SiteUnknown',
  },
  'certificates.plan': {
    input: { ...site, prefix: 'login' },
    ...readers('NoEligibleDomains'),
    otherTenant: 'SiteUnknown',
  },
  'certificates.continueWithout': { input: request, ...writers('NotContinuable'), otherTenant: 'SiteUnknown' },
  'certificates.list': { input: site, ...readers('OK'), otherTenant: 'SiteUnknown' },
  'renewals.list': { input: {}, ...readers('OK'), otherTenant: 'OK' },
  'certificates.get': { input: request, ...readers('OK'), otherTenant: 'SiteUnknown' },
  'certificates.history': { input: request, ...readers('OK'), otherTenant: 'SiteUnknown' },
  'certificates.resend': { input: request, ...writers('NothingToResend'), otherTenant: 'SiteUnknown' },
  'certificates.checkAgain': { input: request, ...writers('OK'), otherTenant: 'SiteUnknown' },
  'certificates.cancel': { input: request, ...writers('NotCancelable'), otherTenant: 'SiteUnknown' },
  'certificates.migrateToDns': {
    input: { ...site, requestId: 'req-20261121-unknown' },
    ...writers('RequestUnknown'),
    otherTenant: 'SiteUnknown',
  },
  'migrations.list': { input: {}, ...readers('OK'), otherTenant: 'OK' },
  'certificates.askForHelp': { input: request, ...writers('NotAwaitingRelease'), otherTenant: 'SiteUnknown' },
  'certificates.shareInstructions': { input: request, ...writers('NothingToShare'), otherTenant: 'SiteUnknown' },
  'instructions.get': {
    input: { token: 'made-up' },
    ...readers('InstructionsUnknown'),
    otherTenant: 'InstructionsUnknown',
    anybody: 'InstructionsUnknown',
  },
  'webhooks.rotateSecret': { input: site, ...only('owner', 'OK'), otherTenant: 'SiteUnknown' },
  'webhooks.test': { input: site, ...only('owner', 'WebhookNotSet'), otherTenant: 'SiteUnknown' },
  'webhooks.list': { input: site, ...readers('OK'), otherTenant: 'SiteUnknown' },
  'webhooks.replay': {
    input: { ...site, deliveryId: 'req-1-1' },
    ...only('owner', 'DeliveryUnknown'),
    otherTenant: 'SiteUnknown',
  },
  'requests.list': { input: {}, ...only('onCall', 'OK'), otherTenant: 'OK' },
  'tickets.list': { input: {}, ...only('onCall', 'OK'), otherTenant: 'OK' },
  'tickets.get': { input: ticket, ...only('onCall', 'OK'), otherTenant: 'TicketUnknown' },
  'tickets.note': { input: { ...ticket, text: 'x' }, ...only('onCall', 'TicketClosed'), otherTenant: 'TicketUnknown' },
  'tickets.resolve': {
    input: { ...ticket, decision: 'giveUp', note: 'x' },
    ...only('onCall', 'TicketClosed'),
    otherTenant: 'TicketUnknown',
  },
  'orphans.list': { input: {}, ...only('onCall', 'OK'), otherTenant: DENIED },
  'orphans.delete': {
    input: { kind: 'claim', id: 'login.nobody.example' },
    ...only('onCall', 'OrphanUnknown'),
    otherTenant: DENIED,
  },
  'applications.create': {
    input: { ...partner, name: 'New', permissions: ['sites.read'] },
    ...only('owner', 'OK'),
    otherTenant: DENIED,
  },
  'applications.list': { input: partner, ...only('owner', 'OK'), otherTenant: 'OK' },
  'applications.delete': {
    input: { targetUserKey: VICTIM },
    ...only('owner', 'OK'),
    application: 'ApplicationUnknown', // deleted just before
    otherTenant: 'ApplicationUnknown',
  },
  'applications.rotate': {
    input: { targetUserKey: ROTATED },
    ...only('owner', 'OK'),
    otherTenant: 'ApplicationUnknown',
  },
  'members.set': {
    input: { ...partner, UID: 'new', role: 'customer-reader' },
    ...only('owner', 'OK'),
    otherTenant: DENIED,
  },
  'members.list': { input: partner, ...only('owner', 'OK'), otherTenant: 'OK' },
  'members.remove': {
    input: { ...partner, UID: 'leaver' },
    ...only('owner', 'OK'),
    application: 'MemberUnknown', // removed just before
    otherTenant: 'MemberUnknown',
  },
  'audit.list': { input: partner, owner: 'OK', onCall: 'OK', reader: DENIED, otherTenant: 'OK' },
  'sessions.create': {
    input: signed,
    ...readers('WrongSignature'),
    otherTenant: 'WrongSignature',
    anybody: 'WrongSignature',
  },
  'sessions.get': { input: {}, ...readers('OK'), otherTenant: 'OK', anybody: 'OK' },
  'sessions.delete': { input: {}, ...readers('OK'), otherTenant: 'ForeignOrigin', anybody: 'ForeignOrigin' },
  'security.validateUserSignature': {
    input: signed,
    ...readers(DENIED),
    application: 'OK',
    otherTenant: 'ApiKeyUnknown',
  },
  'security.exchangeUIDSignature': {
    input: signed,
    ...readers(DENIED),
    application: 'WrongSignature',
    otherTenant: 'ApiKeyUnknown',
  },
  health: { input: {}, ...readers('OK'), otherTenant: 'OK', anybody: 'OK' },
};

function readers(outcome: Outcome) {
  return { owner: outcome, onCall: outcome, reader: outcome };
}
function writers(outcome: Outcome) {
  return { ...readers(outcome), reader: DENIED } as const;
}
function only(who: 'owner' | 'onCall', outcome: Outcome) {
  return { ...readers(DENIED), [who]: outcome };
}

const scene = doorScene();
const events = strictMock(EventBridgeClient);
const [acm, cloudFront, route53, stepFunctions] = [
  strictMock(ACMClient),
  strictMock(CloudFrontClient),
  strictMock(Route53Client),
  strictMock(SFNClient),
];
let api: Handler;
let callsMade = 0;
beforeEach(async () => {
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  stepFunctions.on(StartExecutionCommand).resolves({});
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
  acm.on(ListCertificatesCommand).resolves({});
  cloudFront.on(ListDistributionsCommand).resolves({});
  route53.on(ListResourceRecordSetsCommand).resolves({});
  api = create({ ...scene.env, ...VARIABLES }, scene.machine);
  await givenAcme();
});

const VARIABLES = {
  DATA_CENTERS: JSON.stringify(
    Object.fromEntries(['us1', 'eu1', 'au1'].map((id) => [id, { host: `${id}.example.com`, zoneId: `Z${id}` }])),
  ),
  PROVISION_CERTIFICATE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:provision-certificate',
  MIGRATE_VALIDATION_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:migrate-validation',
  CONCLUDE_REQUEST_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:conclude-request',
  MOVE_OWNERSHIP_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:move-ownership',
  RENEW_CERTIFICATE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:renew-certificate',
  RETIRE_SITE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:retire-site',
};

/** A site with a certificate, a closed ticket, people and applications; and another partner's site. */
async function givenAcme(): Promise<void> {
  const { table, tools } = scene;
  const sites = createSites(table);
  await sites.add({ ...SITE, ...ACME, trustedSiteUrls: ['http://localhost:3000'] });
  await sites.add({ ...SITE, ...OTHER, createdAt: NOW });
  const requests = createRequests(table);
  const told = { at: CREATED, by: 'ann', text: 'Told.' };
  const opening = {
    ...request,
    aliases: ALIASES,
    createdAt: CREATED,
    method: 'EMAIL',
    prefix: 'login',
    target: TARGET,
  } as const;
  await requests.open(openRequest({ ...opening, onFindings: 'refuse' }), { ...told, type: 'Requested' });
  const end = { notAfter: '2027-06-06T23:59:59.000Z' };
  const ready = { status: 'READY', step: 'FinishRequest', waitingOn: 'site admin', ...end } as const;
  await requests.settle(REQUEST_ID, () => ({ ...told, type: 'Deployed', set: ready }));
  const moves = createMoves(table);
  await moves.open(ownershipMove({ ticketId: null }));
  await moves.change(MOVE_ID, () => ({ ticketId: TICKET_ID }));
  await moves.end(MOVE_ID, 'moved', NOW);
  for (const userKey of [VICTIM, ROTATED])
    await scene.givenApplication(userKey, { ...partner, permissions: ['sites.read'] });
  const member = (UID: string, role: Member['role'], partnerId: string | null) =>
    tools.members.put({ UID, role, partnerId, sites: '*', setAt: NOW, setBy: 'tester' });
  await Promise.all([
    member('ann', 'customer-admin', ACME.partnerId),
    member('rob', 'customer-reader', ACME.partnerId),
    member('leaver', 'customer-reader', ACME.partnerId),
    member('olga', 'on-call', null),
  ]);
}

type Many = Record<string, string[]>;

/** Each from an address of its own, so that no lock is met. */
async function send(call: Parameters<typeof proxyEvent>[0], body?: object) {
  const source = `198.51.100.${++callsMade % 250}`;
  const { requestContext, ...event } = proxyEvent({ source, ...call });
  const context = {
    ...requestContext,
    requestId: `call-${callsMade}`,
    requestTimeEpoch: Date.parse(NOW),
    stage: 'test',
  };
  const headers = { ...event.headers, ...(body ? { 'content-type': 'application/json' } : {}) };
  const path = call.path ?? '/';
  const answer = (await api({
    ...event,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    path,
    requestContext: { ...context, httpMethod: event.httpMethod },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })) as { statusCode: number; body: string; headers?: Record<string, string>; multiValueHeaders?: Many };
  const header = (name: string) =>
    answer.multiValueHeaders?.[name] ?? [answer.headers?.[name]].filter((one) => one !== undefined);
  return {
    status: answer.statusCode,
    body: JSON.parse(answer.body || '{}'),
    cookies: header('set-cookie'),
    date: header('date')[0],
    location: header('location')[0],
  };
}

async function rest(name: OperationName, input: object, headers: Record<string, string> = {}) {
  const { method, path, body } = httpCallOf(OPERATIONS[name], input);
  const [bare = '', search = ''] = `/api${path}`.split('?');
  const query = Object.fromEntries([...new URLSearchParams(search)].map(([each, value]) => [each, [value]]));
  return send({ method, path: bare, query, headers }, body);
}

/** Through sign-in, as a browser; its page is the console's. */
async function asMember(UID: string, owner: typeof ACME | null, name: OperationName, input: object) {
  const secret = await scene.givenOwner(owner);
  const begun = await rest('sessions.create', {
    apiKey: owner?.apiKey ?? CONSOLE_API_KEY,
    ...scene.handOver(secret, UID),
  });
  const Cookie = begun.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
  return outcomeOf(await rest(name, input, { Cookie, Origin: CONSOLE }));
}

async function asApplication(fields: Partial<Application>, name: OperationName, input: object) {
  const userKey = 'c'.repeat(24);
  const secret = await scene.givenApplication(userKey, fields);
  return rest(name, input, basic(userKey, revealSecret(secret)));
}

/** A form as the vendor's SDKs sign it, as the owner's application. */
function formOf(name: OperationName, input: Record<string, unknown>, { secret, secondsAgo = 0 }: Signing): string {
  const { apiKey, ...rest } = input;
  const renamed = name === 'sites.register' ? { ...rest, siteApiKey: apiKey } : rest;
  const texts = Object.entries(renamed).map(([each, value]) => [
    each,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const timestamp = String(Date.parse(NOW) / 1000 - secondsAgo);
  const call = {
    apiKey: ACME.apiKey,
    userKey: OWNERS_KEY,
    timestamp,
    nonce: `n${++callsMade}`,
    httpStatusCodes: 'true',
  };
  const parameters = { ...Object.fromEntries(texts), ...call };
  const made = signRequest(
    { method: 'POST', url: `https://${DOMAIN}/${name}`, parameters: Object.entries(parameters) },
    secret,
  );
  if (!made.valid) throw new Error(`cannot be signed: ${made.reason}`);
  return new URLSearchParams({ ...parameters, sig: made.sig }).toString();
}

interface Signing {
  secret: Secret;
  secondsAgo?: number;
}

const OWNERS_KEY = 'd'.repeat(24);
const givenOwnersKey = () =>
  scene.givenApplication(OWNERS_KEY, { partnerId: ACME.partnerId, permissions: ROLES['customer-admin'] });

async function sendForm(name: OperationName, form: string): Promise<string> {
  return outcomeOf(await send({ method: 'POST', path: `/${name}`, form }));
}

function outcomeOf({ body }: { body: { code?: string } }): string {
  return body.code ?? 'OK';
}

const STRANGER = { partnerId: OTHER.partnerId, permissions: PERMISSIONS };

/** What each kind of caller is answered. Those that are refused come first: who may do it may do it once. */
async function outcomesOf(name: OperationName, input: Record<string, unknown>): Promise<Record<string, string>> {
  const secret = await givenOwnersKey();
  const guessed = secretOf(Buffer.alloc(32, 'guessed'));
  const outcomes = {
    anonymous: outcomeOf(await rest(name, input)),
    wrongSignature: await sendForm(name, formOf(name, input, { secret: guessed })),
    expired: await sendForm(name, formOf(name, input, { secret, secondsAgo: 121 })),
    otherTenant: outcomeOf(await asApplication(STRANGER, name, input)),
    reader: await asMember('rob', ACME, name, input),
    onCall: await asMember('olga', null, name, input),
    owner: await asMember('ann', ACME, name, input),
  };
  const form = formOf(name, input, { secret });
  const application = await sendForm(name, form);
  return { ...outcomes, application, replayed: await sendForm(name, form) };
}

const NAMES = Object.keys(OPERATIONS) as OperationName[];

it.each(NAMES)('answers each caller as its row says: %s', async (name) => {
  const { input, anybody, ...row } = ROWS[name];
  const refused = (code: ErrorCode) => anybody ?? code;
  expect(await outcomesOf(name, input)).toEqual({
    anonymous: refused('NotSignedIn'),
    wrongSignature: refused('WrongSignature'),
    expired: refused('RequestExpired'),
    application: anybody ?? row.owner,
    replayed: refused('Replayed'),
    ...row,
  });
});

const ABOUT_SITES = NAMES.filter((name) => OPERATIONS[name].path.includes('{siteId}') && name !== 'sites.register');

it.each(ABOUT_SITES)("answers a stranger of somebody's site, word for word, as of none: %s", async (name) => {
  const { input } = ROWS[name];
  const there = await asApplication(STRANGER, name, input);
  const none = await asApplication(STRANGER, name, { ...input, siteId: 'nosite' });
  expect(there.status).toBe(404);
  expect({ ...there.body, callId: '' }).toEqual(
    JSON.parse(JSON.stringify({ ...none.body, callId: '' }).replaceAll('nosite', ACME.siteId)),
  );
});

it.each<[OperationName, string, object, unknown]>([
  ['sites.list', 'sites', {}, [expect.objectContaining({ siteId: OTHER.siteId })]],
  ['renewals.list', 'renewals', {}, []],
  ['requests.list', 'requests', {}, []],
  ['tickets.list', 'tickets', { status: 'all' }, []],
  ['applications.list', 'applications', {}, [expect.objectContaining({ partnerId: OTHER.partnerId })]],
  ['members.list', 'members', { partnerId: ACME.partnerId }, []],
])('lists to a stranger only what is its own: %s', async (name, list, input, seen) => {
  expect((await asApplication(STRANGER, name, input)).body[list]).toEqual(seen);
});

it('lets an application of some sites see these and no others', async () => {
  const some = { partnerId: ACME.partnerId, sites: ['second'], permissions: PERMISSIONS };
  expect((await asApplication(some, 'sites.list', {})).body.sites).toEqual([]);
  expect(outcomeOf(await asApplication(some, 'sites.get', site))).toBe('SiteUnknown');
  expect(outcomeOf(await asApplication(some, 'tickets.get', ticket))).toBe('TicketUnknown');
  const another = { ...ROWS['sites.register'].input, siteId: 'third' };
  expect(outcomeOf(await asApplication(some, 'sites.register', another))).toBe(DENIED);
});

describe('the audit', () => {
  const entries = () => scene.tools.audit.list({ partnerId: null, limit: 50 });

  it('keeps every call, refused ones too, with what the caller was not told', async () => {
    await asApplication(STRANGER, 'sites.get', site);
    await sendForm('sites.get', formOf('sites.get', site, { secret: secretOf(Buffer.alloc(32, 'guessed')) }));
    expect(await entries()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          operation: 'sites.get',
          outcome: 'SiteUnknown',
          errorCode: 404001,
          siteId: ACME.siteId,
          principal: { kind: 'application', id: 'c'.repeat(24), partnerId: OTHER.partnerId },
        }),
        expect.objectContaining({
          outcome: 'WrongSignature',
          reason: 'unknownKey',
          principal: null,
          parameters: { siteId: null },
        }),
      ]),
    );
  });

  it('holds no secret, wherever somebody has put one', async () => {
    const secret = revealSecret(await givenOwnersKey());
    const { form } = { form: new URLSearchParams({ apiKey: ACME.apiKey, userKey: secret, secret }).toString() };
    await sendForm('sites.list', form);
    await rest('sites.get', { siteId: 'acme' }, basic(secret, secret));
    await send({
      method: 'GET',
      path: `/api/sites/${secret.slice(0, 8)}`,
      query: { secret: [secret] },
      domain: 'plain',
    });
    const all = JSON.stringify(await entries());
    expect(all).not.toContain(secret);
    expect(all).toContain('SecretOverHttp');
  });

  it('tells a partner what the vendor did to its site', async () => {
    await asMember('olga', null, 'sites.get', site);
    const [first] = await scene.tools.audit.list({ partnerId: ACME.partnerId, limit: 1 });
    expect(first).toMatchObject({ operation: 'sites.get', principal: { id: 'olga', partnerId: null } });
  });
});

it('answers the time of its door, with every answer', async () => {
  for (const call of [{ path: '/api/health' }, { path: '/api/sites' }, { path: '/api/nothing' }, { path: '/nothing' }])
    expect((await send(call)).date).toBe('Sat, 21 Nov 2026 10:00:00 GMT');
});

it('refuses a change by cookie from another page', async () => {
  const secret = await scene.givenOwner(ACME);
  const begun = await rest('sessions.create', { apiKey: ACME.apiKey, ...scene.handOver(secret, 'ann') });
  const Cookie = begun.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
  const change = (headers: Record<string, string>) =>
    rest('certificates.checkAgain', request, { Cookie, ...headers }).then(outcomeOf);
  expect(await change({})).toBe('ForeignOrigin');
  expect(await change({ Origin: 'https://evil.example' })).toBe('ForeignOrigin');
  expect(await change({ Origin: CONSOLE })).toBe('OK');
});

it('takes what the portal posts as a form, and sends the browser to the console', async () => {
  const secret = await scene.givenOwner(ACME);
  const form = new URLSearchParams({ apiKey: ACME.apiKey, ...scene.handOver(secret, 'ann') }).toString();
  const begun = await send({ method: 'POST', path: '/api/session', form });
  expect([begun.status, begun.location]).toEqual([303, CONSOLE]);
  expect(begun.cookies.map((cookie) => cookie.split('=', 1)[0])).toEqual([
    `glt_${CONSOLE_API_KEY}`,
    `gltexp_${CONSOLE_API_KEY}`,
  ]);
});

it('sends the browser of whom it refuses to the console, too, with the code and nothing else', async () => {
  const secret = await scene.givenOwner(ACME);
  const handOver = (UID: string) =>
    new URLSearchParams({ apiKey: ACME.apiKey, ...scene.handOver(secret, UID) }).toString();
  const post = async (form: string) => {
    const { status, location, cookies } = await send({ method: 'POST', path: '/api/session', form });
    return [status, location, cookies];
  };
  const refused = (code: string) => [303, `${CONSOLE}/#/sign-in?refused=${code}`, []];
  expect(await post(handOver('nobody-here'))).toEqual(refused('NotAMember'));
  expect(await post('UID=ann')).toEqual(refused('InvalidParameter'));
  expect(await post(`${handOver('ann')}&x=${'x'.repeat(1_000_000)}`)).toEqual(refused('BodyTooLarge'));
  const audit = await scene.tools.audit.list({ partnerId: null, limit: 50 });
  const told = audit.map(({ operation, outcome }) => `${operation} ${outcome}`);
  expect(told).toEqual(expect.arrayContaining(['sessions.create NotAMember', '- BodyTooLarge']));
});
