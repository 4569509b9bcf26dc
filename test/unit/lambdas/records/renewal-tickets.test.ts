import type { RenewalTicket } from '../../../../core/renewal-ticket.ts';
import { createRenewalTickets } from '../../../../lambdas/records/renewal-tickets.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const TICKET: RenewalTicket = {
  ticketId: 'oi-a',
  siteId: 'acme',
  requestId: 'req-a',
  notAfter: '2027-06-06T23:59:59.000Z',
  severity: '3',
  openedAt: '2027-05-22T10:00:00.000Z',
  escalatedAt: null,
  outcome: null,
  closedAt: null,
};

it('finds a ticket by its id, as it was kept last', async () => {
  const tickets = createRenewalTickets(scene.table);
  await tickets.keep(TICKET);
  await tickets.keep({ ...TICKET, severity: '2' });
  expect(await tickets.find('oi-a')).toEqual({ ...TICKET, severity: '2' });
  expect(await tickets.find('oi-b')).toBeUndefined();
});

it('lists all, the newest first, or a part', async () => {
  const tickets = createRenewalTickets(scene.table);
  const later = { ...TICKET, ticketId: 'oi-b', openedAt: '2027-05-23T10:00:00.000Z' };
  await tickets.keep(TICKET);
  await tickets.keep(later);
  expect(await tickets.list()).toEqual([later, TICKET]);
  expect(await tickets.list({ begin: tickets.sortKeyOf(TICKET) })).toEqual([TICKET]);
  expect(await tickets.list({ limit: 1 })).toEqual([later]);
});
