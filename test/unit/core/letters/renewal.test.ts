import {
  renewalBegins,
  renewalDone,
  renewalImpossible,
  renewalMissed,
  renewalRecords,
  renewalReminder,
  renewalTrouble,
} from '../../../../core/letters/renewal.ts';
import type { CertificateRequest } from '../../../../core/request.ts';
import { opened } from '../../../support/unit/opened.ts';

const END = '2027-06-06T23:59:59.000Z';
const CONSOLE = 'https://console.example.net';
const REQUEST: CertificateRequest = {
  ...opened('login.example.com'),
  status: 'ACTIVE',
  notAfter: END,
};

it('says what the mailboxes get, by whom, how often, and until when it is safe', () => {
  expect(renewalBegins(REQUEST, END, CONSOLE)).toEqual({
    subject: 'Approve 1 certificate mail again: prefix "login" of site acme is to be renewed',
    text: [
      'The certificate for the prefix "login" ends on 6 June 2027 at 23:59 UTC. Before AWS renews it, every name must be approved again:',
      '  mailboxes of login.example.com:\n    login.example.com',
      'From today on Amazon (no-reply@certificates.amazon.com) sends one mail "Certificate request for <name>" for each of them, to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ of the domain named above it. It does so again every three days.\nFor each name somebody opens the newest mail and presses "I Approve". All names within the same three days: after that AWS asks for every name anew, and earlier approvals no longer count.\nThe last safe moment is 5 June 2027 at 23:59 UTC.',
      'Status and "send again": https://console.example.net/#/sites/acme/requests/req-1',
    ].join('\n\n'),
  });
});

it('leads to DNS where AWS mails no more', () => {
  expect(renewalImpossible(REQUEST, '2027-11-21T23:59:59.000Z', CONSOLE).text).toContain(
    'generate a new certificate with the method DNS, by 20 November 2027 at 23:59 UTC',
  );
});

it('shows the records to put back, line by line', () => {
  const record = { name: '_a.login.example.com', type: 'CNAME', value: '_b.acm-validations.aws' } as const;
  const { subject, text } = renewalRecords(REQUEST, [record], END, CONSOLE);
  expect(subject).toBe('Put back 1 DNS record, or the certificate of prefix "login" of site acme cannot be renewed');
  expect(text).toContain('  _a.login.example.com. 300 IN CNAME _b.acm-validations.aws.');
});

it('counts what is open, days before the end', () => {
  const { subject, text } = renewalReminder(REQUEST, { open: ['login.example.com'], days: 7, notAfter: END }, CONSOLE);
  expect(subject).toBe('7 days left: 1 of 1 names still to be approved, prefix "login" of site acme');
  expect(text).toContain('If it ends, browsers refuse all its names, and only a new certificate helps.');
});

it('says what AWS complains about, and what of it is seen', () => {
  const finding = {
    reason: 'CaaForbids' as const,
    facts: { alias: 'login.example.com', at: 'example.com', found: '0 issue ";"' },
  };
  const wrong = [{ alias: 'login.example.com', name: 'caa' as const, finding }];
  expect(renewalTrouble(REQUEST, { trouble: 'CAA_ERROR', wrong, notAfter: END }, CONSOLE).text).toContain(
    '0 issue ";"',
  );
  expect(renewalTrouble(REQUEST, { trouble: 'OTHER', wrong: [], notAfter: END }, CONSOLE).text).toContain(
    'AWS gives the reason OTHER.',
  );
});

it('tells the end, good or bad', () => {
  expect(renewalDone(REQUEST, CONSOLE).text).toContain(
    'valid until 6 June 2027 at 23:59 UTC. Nothing more has to be done.',
  );
  const facts = { notAfter: END, names: 'login.example.com', why: 'nobody approved it', how: 'with the method DNS' };
  expect(renewalMissed({ ...REQUEST, failure: { reason: 'RenewalMissed', facts } }, CONSOLE).text).toContain(
    'Generate a new certificate with the method DNS.',
  );
  expect(() => renewalMissed(REQUEST, CONSOLE)).toThrow('request req-1 has not failed');
});
