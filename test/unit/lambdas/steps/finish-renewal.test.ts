import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { GetOpsItemCommand, OpsItemNotFoundException, SSMClient, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { openMigration } from '../../../../core/migration.ts';
import { beginRenewal } from '../../../../core/renewal.ts';
import { createCares } from '../../../../lambdas/records/cares.ts';
import { createRenewalTickets } from '../../../../lambdas/records/renewal-tickets.ts';
import { create } from '../../../../lambdas/steps/finish-renewal.ts';
import { CERTIFICATE, findings, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const mail = strictMock(SESv2Client);
const ssm = strictMock(SSMClient);
beforeEach(() => {
  mail.on(SendEmailCommand).resolves({});
});

const END = '2027-06-06T23:59:59.000Z';
const NOW = '2027-04-25T00:00:00.000Z';
const TICKET = 'oi-0123456789ab';
const RENEWED = { asked: true, round: 1, renewedAt: '2027-04-24T00:00:00.000Z' };
const input = (ending: object, now = NOW) => ({
  requestId: REQUEST_ID,
  execution: `${REQUEST_ID}-renew-20270606`,
  now,
  ending,
});

const tickets = () => createRenewalTickets(scene.table);
const OPENED = {
  ticketId: TICKET,
  siteId: 'acme',
  requestId: REQUEST_ID,
  notAfter: END,
  severity: '3' as const,
  openedAt: '2027-04-23T00:00:00.000Z',
  escalatedAt: null,
  outcome: null,
  closedAt: null,
};

async function given(renewed: object, fields: Parameters<typeof scene.givenRequest>[0] = {}) {
  await scene.givenSite();
  const renewal = { ...beginRenewal(END, new Date('2027-04-22T23:59:59Z')), ...renewed };
  const set = { status: 'ACTIVE', step: 'AwaitRenewal', certificateArn: CERTIFICATE, notAfter: END } as const;
  await scene.givenRequest({ ...set, renewal, ...fields });
}

it('tells who had been asked that it is done, and looks after the request again', async () => {
  await given(RENEWED, { notAfter: '2027-08-01T23:59:59.000Z' });
  const finish = scene.made(create);
  expect(await finish(input({ verdict: 'met' }))).toEqual({ verdict: 'renewed' });
  await finish(input({ verdict: 'met' }));
  expect(callsOf(mail)).toHaveLength(1);
  expect(JSON.stringify(callsOf(mail))).toContain('is renewed and valid until 1 August 2027');
  expect(await createCares(scene.table).of(REQUEST_ID)).toMatchObject({ dueAt: NOW });
  expect(await scene.request()).toMatchObject({
    status: 'ACTIVE',
    step: 'FinishRenewal',
    renewal: null,
    waitingOn: 'nobody',
    deadline: null,
  });
});

it('writes no letter where nobody had been asked, and gives the turn back to another job', async () => {
  const set = { status: 'READY', method: 'EMAIL', notAfter: '2027-08-01T23:59:59.000Z' } as const;
  const asked = openMigration({ ...set, migration: null } as never, new Date('2027-05-01T00:00:00Z'));
  await given({ ...RENEWED, asked: false }, { ...set, migration: { ...asked, state: 'RECORDS' } });
  await scene.made(create)(input({ verdict: 'met' }));
  expect(callsOf(mail)).toEqual([]);
  expect(await scene.request()).toMatchObject({
    step: 'AwaitDnsRecords',
    waitingOn: 'customer DNS',
    deadline: asked.until,
    renewal: null,
  });
});

it('closes its ticket, once', async () => {
  await given({ ...RENEWED, ticketId: TICKET, severity: '3' });
  await tickets().keep(OPENED);
  ssm
    .on(GetOpsItemCommand)
    .resolvesOnce({ OpsItem: { Status: 'Open' } })
    .resolves({ OpsItem: { Status: 'Resolved' } });
  ssm.on(UpdateOpsItemCommand).resolves({});
  const finish = scene.made(create);
  await finish(input({ verdict: 'met' }));
  expect(callsOf(ssm).at(-1)).toMatchObject(['UpdateOpsItem', { OpsItemId: TICKET, Status: 'Resolved' }]);
  await finish(input({ verdict: 'met' }, '2027-04-26T00:00:00.000Z'));
  expect(callsOf(ssm)).toHaveLength(2);
  expect(await tickets().list()).toEqual([{ ...OPENED, outcome: 'renewed', closedAt: NOW }]);
});

it('is over where a person has deleted its ticket', async () => {
  await given({ ...RENEWED, ticketId: TICKET, severity: '3' });
  await tickets().keep(OPENED);
  ssm.on(GetOpsItemCommand).rejects(new OpsItemNotFoundException({ message: 'gone', $metadata: {} }));
  expect(await scene.made(create)(input({ verdict: 'met' }))).toEqual({ verdict: 'renewed' });
  expect(callsOf(ssm).map(([operation]) => operation)).toEqual(['GetOpsItem']);
  expect(await tickets().find(TICKET)).toMatchObject({ outcome: 'renewed', closedAt: NOW });
});

it.each([
  ['missed', { verdict: 'ended', reason: 'RenewalMissed' }],
  ['withdrawn', { verdict: 'met' }],
])('says of its ticket how the renewal ended: %s', async (outcome, ending) => {
  await given({ ticketId: TICKET, severity: '3' });
  await tickets().keep(OPENED);
  ssm.on(GetOpsItemCommand).resolves({ OpsItem: { Status: 'Resolved' } }); // by a person
  await scene.made(create)(input(ending));
  expect(await tickets().find(TICKET)).toMatchObject({ outcome, closedAt: NOW });
});

it('ends the request where the renewal was missed, and names the error of the execution', async () => {
  const conditions = findings('approval', 'RenewalPending', () => ({}));
  await given({ asked: true, round: 15 }, { conditions });
  const ended = await scene.made(create)(
    input({ verdict: 'ended', reason: 'RenewalMissed' }, '2027-06-07T00:00:00.000Z'),
  );
  expect(ended).toMatchObject({ verdict: 'missed', reason: 'RenewalMissed' });
  const request = await scene.request();
  expect(request).toMatchObject({ status: 'EXPIRED', renewal: null, waitingOn: 'site admin', step: 'FinishRenewal' });
  expect(request.conditions['login.example.org']).toMatchObject({
    approval: { reason: 'RenewalNotApproved' },
    serving: { reason: 'DoesNotServe' },
  });
  expect(JSON.stringify(callsOf(mail))).toContain('has ended: what happened and what to do');
});

it('leaves a request as it is that was replaced meanwhile', async () => {
  await given({ asked: true }, { status: 'SUPERSEDED', step: 'FinishRequest', waitingOn: 'nobody' });
  expect(await scene.made(create)(input({ verdict: 'met' }))).toEqual({ verdict: 'renewed' });
  expect(await scene.request()).toMatchObject({ status: 'SUPERSEDED', renewal: null });
  expect(await createCares(scene.table).of(REQUEST_ID)).toBeUndefined();
});
