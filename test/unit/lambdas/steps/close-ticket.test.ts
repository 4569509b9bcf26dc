import { ACMClient, DeleteCertificateCommand, ResourceInUseException } from '@aws-sdk/client-acm';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { GetOpsItemCommand, OpsItemNotFoundException, SSMClient, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import type { RequestFields } from '../../../../core/request.ts';
import { createClaims } from '../../../../lambdas/records/claims.ts';
import { create } from '../../../../lambdas/steps/close-ticket.ts';
import { MOVE_ID, ownershipMove, TICKET_ID } from '../../../support/unit/moves.ts';
import { ALIASES, CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const ssm = strictMock(SSMClient);
const acm = strictMock(ACMClient);
const ses = strictMock(SESv2Client);
const NEXT = 'req-20261122-0123456789';
const claims = () => createClaims(scene.table);

async function given(request: Partial<RequestFields>) {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE, step: 'AwaitOwnershipMove', moveId: MOVE_ID, ...request });
  await scene.moves.open(ownershipMove({ phase: 'SUPPORT' }, { state: 'gone', txt: 'seen' }));
  await claims().claimAll(ALIASES, 'acme', REQUEST_ID);
  ssm.on(GetOpsItemCommand).resolves({ OpsItem: { Status: 'InProgress' } });
  ssm.on(UpdateOpsItemCommand).resolves({});
  acm.on(DeleteCertificateCommand).resolves({});
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' });
}
const close = (ending: object) => scene.made(create)({ moveId: MOVE_ID, now: NOW, ending });
/** For a site that is not theirs. */
const claimed = () => claims().heldByOthers(ALIASES, 'another');

it('closes the ticket with its outcome, and leaves a request that lives to go on', async () => {
  await given({ status: 'PENDING', waitingOn: 'AWS' });
  expect(await close({ verdict: 'kept', outcome: 'moved' })).toEqual({ outcome: 'moved' });
  expect(await scene.moves.require(MOVE_ID)).toMatchObject({ phase: 'ENDED', outcome: 'moved', endedAt: NOW });
  expect(await scene.moves.runningOf('acme')).toBeUndefined();
  expect(callsOf(ssm)[1]?.[1]).toMatchObject({
    OpsItemId: TICKET_ID,
    Status: 'Resolved',
    Title: 'Moved: 2 names of site acme (Identity already exists)',
  });
  expect(callsOf(acm)).toEqual([]);
  expect(callsOf(ses)).toEqual([]);
  expect(await claimed()).toEqual(ALIASES);
  expect(await scene.recorded()).toMatchObject([
    { type: 'MoveEnded', text: 'Nobody else holds the names any more.', set: { waitingOn: 'nobody' } },
  ]);
});

it('ends the move whose ticket a person has deleted', async () => {
  await given({ status: 'PENDING', waitingOn: 'AWS' });
  ssm.on(GetOpsItemCommand).rejects(new OpsItemNotFoundException({ message: 'gone', $metadata: {} }));
  expect(await close({ verdict: 'kept', outcome: 'moved' })).toEqual({ outcome: 'moved' });
  expect(await scene.moves.runningOf('acme')).toBeUndefined();
  expect(callsOf(ssm).map(([operation]) => operation)).toEqual(['GetOpsItem']);
});

it('gives back what an ended request left, and tells the contacts to generate again', async () => {
  await given({ status: 'CANCELED', step: 'RecordFailure' });
  expect(await close({ verdict: 'freed', outcome: 'moved' })).toEqual({ outcome: 'freed' });
  expect(callsOf(acm)).toEqual([['DeleteCertificate', { CertificateArn: CERTIFICATE }]]);
  expect(await claimed()).toEqual([]);
  expect(callsOf(ses)).toMatchObject([
    [
      'SendEmail',
      {
        Destination: { ToAddresses: ['web-team@example.com'] },
        Content: { Simple: { Subject: { Data: 'Names of prefix "login" of site acme are free: generate again' } } },
      },
    ],
  ]);
  expect(await scene.request()).toMatchObject({ status: 'CANCELED', letters: ['freed'], orphanArn: null });
});

it('hands the claims to the request that has the names now', async () => {
  await given({ status: 'CANCELED', step: 'RecordFailure' });
  await scene.givenRequest({ requestId: NEXT });
  await close({ verdict: 'kept', outcome: 'moved' });
  expect(await claimed()).toEqual(ALIASES);
  await claims().release('login.example.com', REQUEST_ID);
  expect(await claimed()).toEqual(ALIASES);
  await claims().release('login.example.com', NEXT);
  expect(await claimed()).toEqual(['login.example.org']);
});

it('names a certificate that AWS does not let go of as left behind', async () => {
  await given({ status: 'CANCELED', step: 'RecordFailure' });
  acm.on(DeleteCertificateCommand).rejects(new ResourceInUseException({ message: 'used', $metadata: {} }));
  await close({ verdict: 'freed', outcome: 'timedOut' });
  expect(await scene.request()).toMatchObject({ orphanArn: CERTIFICATE, letters: [] });
  expect(await scene.moves.require(MOVE_ID)).toMatchObject({ outcome: 'timedOut' });
});

it('gives back what a request left that ended while the ticket was closed', async () => {
  await given({ status: 'PENDING', waitingOn: 'AWS' });
  ssm.on(UpdateOpsItemCommand).callsFake(async () => {
    const set = { status: 'CANCELED', step: 'RecordFailure' } as const;
    await scene.requests.settle(REQUEST_ID, () => ({ type: 'Ended', at: NOW, by: 'x', text: 'x', set }));
    return {};
  });
  await close({ verdict: 'kept', outcome: 'withdrawn' });
  expect(await claimed()).toEqual([]);
  expect(callsOf(acm)).toEqual([['DeleteCertificate', { CertificateArn: CERTIFICATE }]]);
});

it('gives back what is left when it runs again after the move has ended', async () => {
  await given({ status: 'CANCELED', step: 'RecordFailure' });
  await scene.moves.end(MOVE_ID, 'timedOut', NOW);
  expect(await close({ verdict: 'freed', outcome: 'timedOut' })).toEqual({ outcome: 'timedOut' });
  expect(await claimed()).toEqual([]);
  expect(callsOf(ssm)).toEqual([]);
});

it('changes nothing when it runs twice', async () => {
  await given({ status: 'PENDING', waitingOn: 'AWS' });
  await close({ verdict: 'kept', outcome: 'handedBack' });
  const calls = callsOf(ssm).length;
  expect(await close({ verdict: 'kept', outcome: 'handedBack' })).toEqual({ outcome: 'handedBack' });
  expect(callsOf(ssm)).toHaveLength(calls);
  expect(await scene.recorded()).toHaveLength(1);
});

it('knows no other outcome', async () => {
  await given({ status: 'PENDING', waitingOn: 'AWS' });
  await expect(close({ verdict: 'kept', outcome: 'lost' })).rejects.toThrow('no move ends as lost');
});

it('leaves a certificate alone that another request goes on with', async () => {
  await given({ status: 'SUPERSEDED', step: 'RecordFailure' });
  await scene.givenRequest({ requestId: NEXT, aliases: ['login.example.net'], certificateArn: CERTIFICATE });
  await close({ verdict: 'kept', outcome: 'withdrawn' });
  expect(callsOf(acm)).toEqual([]);
});
