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

it.each<[Status, boolean, string[]]>([
  ['ACTIVE', true, ['RENEWING']],
  ['READY', true, ['RENEWING']],
  ['ACTIVE', false, []],
  ['EXPIRED', true, []],
  ['PENDING', false, []],
])('stands beside %s (renewal under way: %s): %j', (status, isRenewing, expected) => {
  expect(alongsideOf({ ...OPENED, status, renewal: isRenewing ? renewal : null })).toEqual(expected);
});
