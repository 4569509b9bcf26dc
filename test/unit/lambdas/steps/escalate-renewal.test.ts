import {
  CreateOpsItemCommand,
  GetOpsItemCommand,
  OpsItemAlreadyExistsException,
  OpsItemNotFoundException,
  SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import { beginRenewal } from '../../../../core/renewal.ts';
import { createRenewalTickets } from '../../../../lambdas/records/renewal-tickets.ts';
import { create } from '../../../../lambdas/steps/escalate-renewal.ts';
import { CERTIFICATE, findings, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const ssm = strictMock(SSMClient);
const END = '2027-06-06T23:59:59.000Z';
const TICKET = 'oi-0123456789ab';
const at = (now: string) => ({ requestId: REQUEST_ID, execution: `${REQUEST_ID}-renew-20270606`, now });
/** As on-call's list has it. */
const OPENED = {
  ticketId: TICKET,
  siteId: 'acme',
  requestId: REQUEST_ID,
  notAfter: END,
  severity: '3' as const,
  openedAt: '2027-05-22T23:59:59.000Z',
  escalatedAt: null,
  outcome: null,
  closedAt: null,
};
const AT_15 = at('2027-05-22T23:59:59.000Z');

const tickets = () => createRenewalTickets(scene.table);

async function given(fields = {}) {
  const renewal = { ...beginRenewal(END, new Date('2027-04-22T23:59:59Z')), round: 10, ...fields };
  const conditions = findings('approval', 'RenewalPending', () => ({}), ['login.example.org']);
  await scene.givenRequest({ status: 'ACTIVE', certificateArn: CERTIFICATE, notAfter: END, renewal, conditions });
}

it('opens one ticket fifteen days before the end, and says so once', async () => {
  await given();
  ssm.on(CreateOpsItemCommand).resolves({ OpsItemId: TICKET });
  const escalate = scene.made(create);
  await escalate(AT_15);
  expect(await escalate(AT_15)).toEqual({ ticketId: TICKET });
  expect(callsOf(ssm)).toHaveLength(1);
  expect(callsOf(ssm)[0]?.[1]).toMatchObject({
    Title: 'Renewal of the certificate of site acme comes to nothing: it ends on 2027-06-06',
    Severity: '3',
    OperationalData: {
      '/aws/dedup': { Value: `{"dedupString":"renewal:acme:${REQUEST_ID}"}` },
      runbook: { Value: 'runbooks/renewal-stuck.md' },
    },
    Tags: [
      { Key: 'siteId', Value: 'acme' },
      { Key: 'certificates:deployment', Value: 'certificates' },
    ],
  });
  expect(JSON.stringify(callsOf(ssm)[0])).toContain(
    '1 of 2 names are not approved after 10 rounds of mails to the mailboxes of login.example.org: login.example.org.',
  );
  expect(await scene.recorded()).toMatchObject([
    { type: 'RenewalEscalated', set: { renewal: { ticketId: TICKET, severity: '3' } } },
  ]);
  expect(await tickets().list()).toEqual([OPENED]);
});

it.each([
  ['Open', undefined],
  ['InProgress', undefined],
  ['Resolved', 'Open'], // by a person, and the renewal comes to nothing still
] as const)('makes it more urgent three days before the end, where it is %s', async (Status, becomes) => {
  await given({ ticketId: TICKET, severity: '3' });
  await tickets().keep(OPENED);
  ssm.on(GetOpsItemCommand).resolves({ OpsItem: { Status } });
  ssm.on(UpdateOpsItemCommand).resolves({});
  await scene.made(create)(at('2027-06-03T23:59:59.000Z'));
  const [operation, input] = callsOf(ssm).at(-1) ?? [];
  expect(operation).toBe('UpdateOpsItem');
  expect(input).toMatchObject({ OpsItemId: TICKET, Severity: '2' });
  expect((input as { Status?: string }).Status).toBe(becomes);
  expect((await scene.request()).renewal).toMatchObject({ ticketId: TICKET, severity: '2' });
  expect(await tickets().list()).toEqual([{ ...OPENED, severity: '2', escalatedAt: '2027-06-03T23:59:59.000Z' }]);
});

it('opens another where a person has deleted the first', async () => {
  await given({ ticketId: TICKET, severity: '3' });
  await tickets().keep(OPENED);
  ssm.on(GetOpsItemCommand).rejects(new OpsItemNotFoundException({ message: 'gone', $metadata: {} }));
  ssm.on(CreateOpsItemCommand).resolves({ OpsItemId: 'oi-another00000' });
  const raised = '2027-06-03T23:59:59.000Z';
  expect(await scene.made(create)(at(raised))).toEqual({ ticketId: 'oi-another00000' });
  expect(await tickets().find(TICKET)).toMatchObject({ outcome: 'withdrawn', closedAt: raised });
  expect(await tickets().find('oi-another00000')).toMatchObject({ severity: '2', openedAt: raised, closedAt: null });
});

it('goes on with the ticket that is open already, where a crash kept it from being noted', async () => {
  await given();
  const exists = new OpsItemAlreadyExistsException({ message: 'exists', OpsItemId: TICKET, $metadata: {} });
  ssm.on(CreateOpsItemCommand).rejects(exists);
  expect(await scene.made(create)(AT_15)).toEqual({ ticketId: TICKET });
});

it('opens none before its day', async () => {
  await given();
  expect(await scene.made(create)(at('2027-05-22T23:59:58.000Z'))).toEqual({ ticketId: null });
});
