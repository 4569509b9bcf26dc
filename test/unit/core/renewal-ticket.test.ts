import { beginRenewal } from '../../../core/renewal.ts';
import { renewalTicket } from '../../../core/renewal-ticket.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { opened } from '../../support/unit/opened.ts';

const END = '2027-06-06T23:59:59.000Z';
const NOW = new Date('2027-05-20T10:00:00Z');
const RENEWAL = { ...beginRenewal(END, new Date('2027-04-22T23:59:59Z')), round: 2 };

/** Of a certificate that serves, none of whose names is approved again. */
function request(aliases: readonly string[], method: CertificateRequest['method'] = 'EMAIL'): CertificateRequest {
  const [first = '', ...others] = aliases;
  const approval = {
    reason: method === 'EMAIL' ? 'RenewalPending' : 'RecordMissing',
    facts: {},
    lastChange: END,
  } as const;
  const conditions = Object.fromEntries(aliases.map((alias) => [alias, { approval }]));
  return { ...opened(first, ...others), method, status: 'ACTIVE', notAfter: END, conditions };
}

function item(request: CertificateRequest) {
  const consoleUrl = 'https://console.example.net';
  return renewalTicket({ request, renewal: RENEWAL, severity: '2', now: NOW, consoleUrl });
}

it('names who has not approved, and until when it is safe', () => {
  const { title, description } = item(request(['login.example.com', 'login.example.org']));
  expect(title).toBe('Renewal of the certificate of site acme comes to nothing: it ends on 2027-06-06');
  expect(description).toContain(
    '**Now:** 2 of 2 names are not approved after 2 rounds of mails to the mailboxes of login.example.com and login.example.org: login.example.com and login.example.org. Safe until 5 June 2027 at 23:59 UTC.',
  );
});

it.each(['EMAIL', 'DNS'] as const)('fits OpsCenter with 100 of the longest names, by %s', (method) => {
  const longest = Array.from({ length: 100 }, (_, index) => {
    const labels = ['a'.repeat(63), 'b'.repeat(63), 'c'.repeat(63), 'd'.repeat(48)];
    return `${String(index).padStart(3, '0')}.${labels.join('.')}.example`;
  });
  const { title, description, data } = item(request(longest, method));
  expect(title.length).toBeLessThanOrEqual(1024);
  expect(description.length).toBeLessThanOrEqual(2048);
  expect(description).toContain('Safe until 5 June 2027 at 23:59 UTC.');
  for (const { value } of Object.values(data)) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(20_480);
});
