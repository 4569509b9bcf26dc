import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { OwnershipMove } from '../../../../../core/move.ts';
import { create } from '../../../../../lambdas/api/api.ts';
import { createRenewalTickets } from '../../../../../lambdas/records/renewal-tickets.ts';
import { type ApiCall, CALLER, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { ENABLED, MOVE_ID, ownershipMove, TICKET_ID } from '../../../../support/unit/moves.ts';
import { givenParkedMove } from '../../../../support/unit/parked-move.ts';
import { NOW, REQUEST_ID } from '../../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const events = strictMock(EventBridgeClient);
const stepFunctions = strictMock(SFNClient);
beforeEach(() => {
  stepFunctions.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
});
const RENEWAL = {
  ticketId: 'oi-ofrenewal000',
  siteId: 'acme',
  requestId: REQUEST_ID,
  notAfter: '2026-12-05T10:00:00.000Z',
  severity: '3' as const,
  openedAt: NOW,
  escalatedAt: null,
  outcome: null,
  closedAt: null,
};
const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);

async function given(move: Partial<OwnershipMove> = {}) {
  await givenParkedMove(scene, {
    wait: 'AwaitSupport',
    move: { phase: 'SUPPORT', ticketId: null },
    each: { txt: 'seen', refusal: ENABLED },
    request: { waitingOn: 'vendor on-call' },
  });
  await scene.moves.change(MOVE_ID, () => ({ ticketId: TICKET_ID, ...move }));
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
}

describe('tickets.list', () => {
  it('shows what is open, and on request what is closed', async () => {
    await given();
    expect((await call('GET /tickets')).body).toMatchObject({
      tickets: [{ ticketId: TICKET_ID, siteId: 'acme', requestId: REQUEST_ID, status: 'open', severity: '3' }],
    });
    expect((await call('GET /tickets', { query: { status: 'closed' } })).body).toEqual({
      tickets: [],
      nextCursor: null,
    });
    await scene.moves.end(MOVE_ID, 'moved', NOW);
    expect((await call('GET /tickets')).body).toEqual({ tickets: [], nextCursor: null });
    expect((await call('GET /tickets', { query: { status: 'all' } })).body).toMatchObject({
      tickets: [{ status: 'closed', outcome: 'moved' }],
    });
  });

  it('shows those of renewals among those of moves, newest first, page by page', async () => {
    await given();
    const tickets = createRenewalTickets(scene.table);
    for (const openedAt of ['2026-11-21T08:00:00.000Z', '2026-11-21T10:00:00.000Z'])
      await tickets.keep({ ...RENEWAL, ticketId: `oi-${openedAt.slice(11, 13)}`, openedAt });
    const all = (await call('GET /tickets')).body;
    expect(all).toMatchObject({ tickets: [{ ticketId: 'oi-10' }, { ticketId: TICKET_ID }, { ticketId: 'oi-08' }] });
    expect(all.tickets[0]).toEqual({
      ticketId: 'oi-10',
      kind: 'renewal',
      moveId: null,
      siteId: 'acme',
      requestId: REQUEST_ID,
      severity: '3',
      title: 'Renewal of the certificate of site acme comes to nothing: it ends on 2026-12-05',
      status: 'open',
      phase: 'RENEWAL',
      outcome: null,
      failing: null,
      waitingOn: 'vendor on-call',
      openedAt: '2026-11-21T10:00:00.000Z',
      escalatedAt: null,
      closedAt: null,
    });
    const pages: string[] = [];
    for (let cursor: string | null = null, first = true; first || cursor; first = false) {
      const query: Record<string, string> = { limit: '1', ...(cursor && { cursor }) };
      const { body } = await call('GET /tickets', { query });
      pages.push(body.tickets[0].ticketId);
      cursor = body.nextCursor;
    }
    expect(pages).toEqual(['oi-10', TICKET_ID, 'oi-08']);
  });

  it('shows no move whose ticket is not open yet', async () => {
    await scene.moves.open(ownershipMove({ ticketId: null }));
    expect((await call('GET /tickets')).body).toEqual({ tickets: [], nextCursor: null });
  });
});

describe('tickets.get', () => {
  it('shows all that on-call needs, and never a task token', async () => {
    await given();
    const { status, body } = await call(`GET /tickets/${TICKET_ID}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ticketId: TICKET_ID,
      deadline: '2026-12-21T10:00:00.000Z',
      nextCheckAt: '2026-11-21T10:01:00.000Z',
      supportCase: { service: 'CloudFront' },
    });
    expect(body.steps).toHaveLength(8);
    expect(JSON.stringify(body)).not.toContain('token-1');
  });

  it.each([
    ['GET', '', undefined],
    ['POST', '/notes', { text: 'Seen.' }],
    ['POST', '/resolve', { decision: 'resolve', note: 'Done.' }],
  ])('says of a renewal’s that it closes itself: %s %s', async (method, path, body) => {
    await scene.givenSite();
    await createRenewalTickets(scene.table).keep(RENEWAL);
    expect(await call(`${method} /tickets/${RENEWAL.ticketId}${path}`, body && { body })).toMatchObject({
      status: 409,
      body: { code: 'TicketOfRenewal' },
    });
  });

  it('knows no other ticket', async () => {
    expect(await call('GET /tickets/oi-ffffffffffff')).toMatchObject({
      status: 404,
      body: { code: 'TicketUnknown' },
    });
  });
});

describe('tickets.note', () => {
  it('keeps what on-call saw, and with the case at AWS who is waited for', async () => {
    await given();
    const body = { text: 'Filed it.', supportCaseId: 'case-1' };
    const answer = await call(`POST /tickets/${TICKET_ID}/notes`, { body });
    expect(answer).toMatchObject({
      status: 200,
      body: { supportCaseId: 'case-1', waitingOn: 'AWS', notes: [{ at: NOW, by: CALLER, text: 'Filed it.' }] },
    });
    expect(await scene.request()).toMatchObject({ waitingOn: 'AWS' });
    expect(await scene.waits.at(MOVE_ID)).toMatchObject([{ dueAt: NOW }]);
    expect(callsOf(events)).toMatchObject([
      ['PutEvents', { Entries: [{ Detail: expect.stringContaining(`"requestId":"${MOVE_ID}"`) }] }],
    ]);
  });

  it('takes no more notes than fit into an item of the table', async () => {
    await given();
    const note = () => call(`POST /tickets/${TICKET_ID}/notes`, { body: { text: 'é'.repeat(4000) } });
    const taken: number[] = [];
    for (let count = 0; count < 13; count++) taken.push((await note()).status);
    expect(taken.filter((status) => status === 200)).toHaveLength(12);
    const { status, body } = await note();
    expect([status, body.fields[0].field]).toEqual([400, 'text']);
  });

  it('leaves the request as it is without a case', async () => {
    await given();
    await call(`POST /tickets/${TICKET_ID}/notes`, { body: { text: 'Called them.' } });
    expect(await scene.recorded()).toEqual([]);
  });
});

describe('tickets.resolve', () => {
  it('notes the decision, and has watch look at once', async () => {
    await given();
    const body = { decision: 'handBack', note: 'Remove it in Amplify.' };
    const answer = await call(`POST /tickets/${TICKET_ID}/resolve`, { body });
    expect(answer).toMatchObject({
      status: 202,
      body: { decision: { kind: 'handBack', by: CALLER, at: NOW, note: 'Remove it in Amplify.' } },
    });
    expect(await scene.recorded()).toEqual([
      {
        type: 'TicketDecided',
        at: NOW,
        by: CALLER,
        text: 'Our on-call gives the conflict back: Remove it in Amplify.',
      },
    ]);
    expect(await scene.waits.at(MOVE_ID)).toMatchObject([{ dueAt: NOW }]);
    expect(callsOf(events)).toHaveLength(1);
  });

  it.each(['notes', 'resolve'])('is refused when the ticket is closed: %s', async (what) => {
    await given();
    await scene.moves.end(MOVE_ID, 'moved', NOW);
    const body = what === 'notes' ? { text: 'x' } : { decision: 'giveUp', note: 'x' };
    expect(await call(`POST /tickets/${TICKET_ID}/${what}`, { body })).toMatchObject({
      status: 409,
      body: { code: 'TicketClosed' },
    });
  });
});
