import { alongsideOf } from '../../../core/alongside.ts';
import { beginRenewal } from '../../../core/renewal.ts';
import type { Status } from '../../../core/status.ts';
import { opened } from '../../support/unit/opened.ts';

const OPENED = opened('login.example.com');
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
