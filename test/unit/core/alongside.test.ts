import { alongsideOf } from '../../../core/alongside.ts';
import { openRequest } from '../../../core/request.ts';

const opening = {
  requestId: 'req-1',
  siteId: 'acme',
  prefix: 'login',
  target: 'target',
  aliases: ['login.example.com'],
};
const request = openRequest({
  ...opening,
  method: 'EMAIL',
  onFindings: 'refuse',
  createdAt: '2026-11-21T09:00:00.000Z',
});
const conditions = {
  'login.example.com': { dns: { reason: 'CnameMissing', facts: {}, lastChange: '2026-11-21T10:00:00.000Z' } },
} as const;

it('is DEGRADED while somebody must act for what serves', () => {
  expect(alongsideOf({ ...request, status: 'ACTIVE', conditions })).toEqual(['DEGRADED']);
  expect(alongsideOf({ ...request, status: 'READY', conditions })).toEqual(['DEGRADED']);
  expect(alongsideOf({ ...request, status: 'ACTIVE' })).toEqual([]);
});

it('says nothing of a request on its way: its status does', () => {
  expect(alongsideOf({ ...request, status: 'ACTION_REQUIRED', conditions })).toEqual([]);
});
