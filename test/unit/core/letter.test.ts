import { instructions } from '../../../core/letter.ts';
import { openRequest } from '../../../core/request.ts';

const REQUEST = openRequest({
  requestId: 'req-1',
  siteId: 'acme',
  prefix: 'login',
  target: 'acme.sslproxy.us1.gigya.com',
  method: 'EMAIL',
  onFindings: 'wait',
  aliases: ['login.shop.example.com', 'login.example.org'],
  createdAt: '2026-11-21T09:00:00.000Z',
});

it('tells who must click, in which mailboxes, until when, and where to look', () => {
  const facts = { alias: 'login.shop.example.com', validationDomain: 'example.com' };
  const mail = { reason: 'MailRouteFound' as const, facts, lastChange: REQUEST.createdAt };
  const request = { ...REQUEST, conditions: { 'login.shop.example.com': { mail } } };
  expect(instructions(request, '2026-11-24T09:00:00.000Z', 'https://console.example.net')).toEqual({
    subject: 'Approve 2 certificate mails for prefix "login"',
    text: `Amazon has sent one approval mail for each of these names:
  login.shop.example.com: mailboxes of example.com
  login.example.org: mailboxes of login.example.org

Each went to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ of the domain named beside it.
For each name, one of these mailboxes must open the mail "Certificate request for <name>" and press "I Approve".
All of them until 24 November 2026 at 09:00 UTC. One name that is not approved blocks the others.

Status and "send again": https://console.example.net/#/sites/acme/requests/req-1`,
  });
});
