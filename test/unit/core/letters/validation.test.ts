import { approvalsAsked, recordsAsked } from '../../../../core/letters/validation.ts';
import { opened } from '../../../support/unit/opened.ts';

const REQUEST = opened('login.shop.example.com', 'login.example.org');

it('tells who must click, in which mailboxes, until when, and where to look', () => {
  const facts = { alias: 'login.shop.example.com', validationDomain: 'example.com' };
  const mail = { reason: 'MailRouteFound' as const, facts, lastChange: REQUEST.createdAt };
  const request = { ...REQUEST, conditions: { 'login.shop.example.com': { mail } } };
  expect(approvalsAsked(request, '2026-11-24T09:00:00.000Z', 'https://console.example.net')).toEqual({
    subject: 'Approve 2 certificate mails for prefix "login" of site acme',
    text: `Amazon has sent one approval mail for each of these names:
  login.shop.example.com: mailboxes of example.com
  login.example.org: mailboxes of login.example.org

Each went to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ of the domain named beside it.
For each name, one of these mailboxes must open the mail "Certificate request for <name>" and press "I Approve".
All of them until 24 November 2026 at 09:00 UTC. One name that is not approved blocks the others.

Status and "send again": https://console.example.net/#/sites/acme/requests/req-1`,
  });
});

it('warns early, in either first letter, of names that an edge serves for somebody else', () => {
  const facts = { alias: 'login.example.org', evidence: 'TLS: a certificate for login.example.org' };
  const conflict = { reason: 'HolderSeen' as const, facts, lastChange: REQUEST.createdAt };
  const request = { ...REQUEST, conditions: { 'login.example.org': { conflict } } };
  const warning =
    'Another CloudFront resource serves login.example.org already. Remove the name there, best before the certificate is issued, or we must wait for it then.';
  const until = '2026-11-24T09:00:00.000Z';
  expect(approvalsAsked(request, until, 'https://console.example.net').text).toContain(warning);
  expect(recordsAsked(request, [], until, 'https://console.example.net').text).toContain(warning);
  expect(approvalsAsked(REQUEST, until, 'https://console.example.net').text).not.toContain('Another CloudFront');
});

it('has a name that serves by a wildcard get a record of its own first', () => {
  const finding = { reason: 'RecordUnderWildcard', facts: {}, lastChange: REQUEST.createdAt } as const;
  const request = { ...REQUEST, conditions: { 'login.example.org': { approval: finding } } };
  const record = { name: '_a.login.example.org', type: 'CNAME', value: '_b.acm-validations.aws' } as const;
  const { text } = recordsAsked(request, [record], '2026-11-24T09:00:00.000Z', 'https://console.example.net');
  expect(
    text,
  ).toContain(`First of all: login.example.org leads here by a wildcard record, which answers for no name that has a record below it. Before the records further down, add this one, or the name leads here no more:

  login.example.org. 300 IN CNAME ${REQUEST.target}.

Amazon issues the certificate when these records stand in the DNS, as lines of a zone file:

  _a.login.example.org. 300 IN CNAME _b.acm-validations.aws.
`);
});
