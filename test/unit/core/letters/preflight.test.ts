import type { Condition } from '../../../../core/condition.ts';
import { recordsToSet } from '../../../../core/letters/preflight.ts';
import type { CertificateRequest } from '../../../../core/request.ts';
import { opened } from '../../../support/unit/opened.ts';

const REQUEST = opened('login.shop.example.com', 'login.example.org', 'login.example.net');
const UNTIL = '2026-12-05T09:00:00.000Z';
const CONSOLE = 'https://console.example.net';
const lastChange = REQUEST.createdAt;

const wrong: Condition = {
  reason: 'CnameWrongTarget',
  facts: {
    alias: 'login.shop.example.com',
    expected: 'acme.sslproxy.us1.gigya.com',
    found: 'shops.example.net',
    zone: 'example.com',
  },
  lastChange,
};
const forbids: Condition = {
  reason: 'CaaForbids',
  facts: { alias: 'login.example.org', at: 'example.org', found: '0 issue "letsencrypt.org"' },
  lastChange,
};
const unreachable: Condition = {
  reason: 'DnsUnreachable',
  facts: { alias: 'login.example.net', zone: 'example.net', found: 'time-out' },
  lastChange,
};

const waiting = (conditions: CertificateRequest['conditions']) => ({ ...REQUEST, conditions });

it('tells of each name what stands in the DNS and which record to set, until when, and of none that only is not known', () => {
  const request = waiting({
    'login.shop.example.com': { dns: wrong },
    'login.example.org': { caa: forbids },
    'login.example.net': { dns: unreachable },
  });
  expect(recordsToSet(request, UNTIL, CONSOLE)).toEqual({
    subject: 'Set DNS records for 2 of 3 names of prefix "login" of site acme',
    text: `The certificate for the prefix "login" is requested as soon as all of its 3 names are ready. What is seen of those that are not, and what must stand in the DNS:

login.shop.example.com
  login.shop.example.com points to shops.example.net, not to acme.sslproxy.us1.gigya.com.
  Whoever manages the DNS of example.com replaces the record by: login.shop.example.com CNAME acme.sslproxy.us1.gigya.com
  Name: login.shop.example.com
  Type: CNAME
  Value: acme.sslproxy.us1.gigya.com

login.example.org
  The CAA records at example.org say who may issue certificates, and do not allow Amazon to issue for login.example.org: 0 issue "letsencrypt.org".
  Whoever manages the DNS of example.org adds: example.org CAA 0 issue "amazon.com"
  Name: example.org
  Type: CAA
  Value: 0 issue "amazon.com"

You have time until 5 December 2026 at 09:00 UTC; after that the request ends. We look by ourselves, every few minutes at first and then every hour, and go on as soon as all names are ready.

Status and "check again": https://console.example.net/#/sites/acme/requests/req-1`,
  });
});

it('says of a reminder that it is one', () => {
  const letter = recordsToSet(waiting({ 'login.shop.example.com': { dns: wrong } }), UNTIL, CONSOLE, true);
  expect(letter?.subject).toBe('Reminder: set DNS records for 1 of 3 names of prefix "login" of site acme');
});

it('asks nobody for what only is not known yet', () => {
  expect(recordsToSet(waiting({ 'login.example.net': { dns: unreachable } }), UNTIL, CONSOLE)).toBeUndefined();
});
