import { alongsideOf } from '../../../core/alongside.ts';
import { beginRenewal } from '../../../core/renewal.ts';
import { openRequest, type Status } from '../../../core/request.ts';

const OPENED = openRequest({
  requestId: 'req-1',
  siteId: 'acme',
  prefix: 'login',
  target: 'acme.sslproxy.us1.gigya.com',
  method: 'EMAIL',
  onFindings: 'refuse',
  aliases: ['login.example.com'],
  createdAt: '2026-11-21T09:00:00.000Z',
});
const renewal = beginRenewal('2027-06-06T23:59:59.000Z', new Date('2027-04-22T23:59:59Z'));

const trouble = {
  'login.example.com': { dns: { reason: 'CnameMissing', facts: {}, lastChange: '2026-11-21T10:00:00.000Z' } },
} as const;

it.each<[Status, boolean, boolean, string[]]>([
  ['ACTIVE', false, false, []],
  ['ACTIVE', true, false, ['RENEWING']],
  ['READY', true, false, ['RENEWING']],
  ['READY', false, true, ['DEGRADED']],
  ['ACTIVE', true, true, ['RENEWING', 'DEGRADED']],
  ['EXPIRED', true, true, []],
  ['PENDING', false, true, []], // its status says it
])('stands beside %s (renewal under way: %s, in trouble: %s): %j', (status, isRenewing, isAmiss, expected) => {
  const conditions = isAmiss ? trouble : OPENED.conditions;
  expect(alongsideOf({ ...OPENED, status, conditions, renewal: isRenewing ? renewal : null })).toEqual(expected);
});
