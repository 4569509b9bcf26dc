import { CreateOpsItemCommand, OpsItemAlreadyExistsException, SSMClient } from '@aws-sdk/client-ssm';
import { create } from '../../../../lambdas/steps/open-ticket.ts';
import { MOVE_ID, ownershipMove, TICKET_ID } from '../../../support/unit/moves.ts';
import { CERTIFICATE, NOW, useScene } from '../../../support/unit/step.ts';
import { callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const ssm = strictMock(SSMClient);
const open = () => scene.made(create)({ moveId: MOVE_ID, now: NOW });

async function givenOpening() {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE, step: 'AwaitOwnershipMove', moveId: MOVE_ID });
  await scene.moves.open(ownershipMove({ phase: 'OPENING', ticketId: null }));
}

it('opens one ticket, and notes it where it is looked for', async () => {
  await givenOpening();
  ssm.on(CreateOpsItemCommand).resolves({ OpsItemId: TICKET_ID });
  expect(await open()).toEqual({ ticketId: TICKET_ID, phase: 'TXT' });
  expect(await scene.moves.ofTicket(TICKET_ID)).toMatchObject({ moveId: MOVE_ID, phase: 'TXT', ticketId: TICKET_ID });
  expect(callsOf(ssm)[0]?.[1]).toMatchObject({
    Title: 'Identity already exists: 2 of 2 names of site acme held by others',
    OperationalData: {
      '/aws/dedup': { Value: '{"dedupString":"cname-ownership:acme:E1ACME2EXAMPLE"}' },
      console: { Value: 'https://console.example.net/#/tickets' },
    },
  });
  expect(await scene.recorded()).toEqual([
    {
      type: 'TicketOpened',
      at: NOW,
      by: 'service',
      text: 'Our on-call has the ticket oi-0123456789ab: AWS shall hand over 2 names.',
    },
  ]);
});

it('asks once when it runs twice', async () => {
  await givenOpening();
  ssm.on(CreateOpsItemCommand).resolves({ OpsItemId: TICKET_ID });
  await open();
  expect(await open()).toEqual({ ticketId: TICKET_ID, phase: 'TXT' });
  expect(callsOf(ssm)).toHaveLength(1);
  expect(await scene.recorded()).toHaveLength(1);
});

it('goes on with the ticket that is open already, where a crash kept it from being noted', async () => {
  await givenOpening();
  const exists = new OpsItemAlreadyExistsException({ message: 'exists', OpsItemId: TICKET_ID, $metadata: {} });
  ssm.on(CreateOpsItemCommand).rejects(exists);
  expect(await open()).toEqual({ ticketId: TICKET_ID, phase: 'TXT' });
  expect(await scene.moves.require(MOVE_ID)).toMatchObject({ ticketId: TICKET_ID });
});
