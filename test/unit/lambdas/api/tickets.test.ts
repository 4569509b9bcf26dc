import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { OwnershipMove } from '../../../../core/move.ts';
import { create } from '../../../../lambdas/api/api.ts';
import { type ApiCall, CALLER, callApi, useApiScene } from '../../../support/api.ts';
import { ENABLED, MOVE_ID, ownershipMove, TICKET_ID } from '../../../support/moves.ts';
import { CERTIFICATE, NOW, REQUEST_ID } from '../../../support/step.ts';
import { callsOf, strictMock } from '../../../support/strict-mock.ts';

const scene = useApiScene();
const events = strictMock(EventBridgeClient);
const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);

async function given(move: Partial<OwnershipMove> = {}) {
  await scene.givenSite();
  await scene.givenRequest({
    certificateArn: CERTIFICATE,
    step: 'AwaitOwnershipMove',
    moveId: MOVE_ID,
    waitingOn: 'vendor on-call',
  });
  await scene.moves.open(ownershipMove({ phase: 'SUPPORT', ticketId: null }, { txt: 'seen', refusal: ENABLED }));
  await scene.moves.change(MOVE_ID, () => ({ ticketId: TICKET_ID, ...move }));
  await scene.waits.park(MOVE_ID, 'AwaitSupport', 'token-1', new Date('2026-11-21T09:30:00Z'));
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
      deadline: '2026-12-21T09:30:00.000Z',
      nextCheckAt: '2026-11-21T09:31:00.000Z',
      supportCase: { service: 'CloudFront' },
    });
    expect(body.steps).toHaveLength(8);
    expect(JSON.stringify(body)).not.toContain('token-1');
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
    expect(callsOf(events)).toMatchObject([['PutEvents', { Entries: [{ Detail: `{"requestId":"${MOVE_ID}"}` }] }]]);
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
    await given({ phase: 'ENDED', outcome: 'moved', endedAt: NOW });
    const body = what === 'notes' ? { text: 'x' } : { decision: 'giveUp', note: 'x' };
    expect(await call(`POST /tickets/${TICKET_ID}/${what}`, { body })).toMatchObject({
      status: 409,
      body: { code: 'TicketClosed' },
    });
  });
});
