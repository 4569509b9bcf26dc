import { actorLead, actorText, progressOf, toneOf, waitingForClick } from '../../../../console/request/words.ts';
import { sessionState } from '../../../../console/service/reader.ts';
import { openRequest } from '../../../../core/request.ts';
import type { Status } from '../../../../core/status.ts';
import { viewRequest } from '../../../../core/view.ts';

const WAY = ['Checks', 'Request', 'Approval', 'Attachment', 'Proof', 'Ready'];

it.each<[Status, string, string[], number]>([
  ['PENDING', 'EnsureTarget', WAY, 0],
  ['ACTION_REQUIRED', 'AwaitRelease', WAY, 3],
  ['PENDING', 'FinishReplacement', WAY, 5],
  ['READY', 'AwaitReplacedUnused', WAY, 6],
  ['PENDING', 'DetachAliases', ['Clean-up'], 0],
  ['PENDING', 'RecordFailure', ['Clean-up'], 0],
])('shows of a request that is %s in %s: %j, at %i', (status, step, names, at) => {
  const progress = progressOf({ status, step });
  expect(progress?.phases.map(({ name }) => name)).toEqual(names);
  expect(progress?.at).toBe(at);
});

it.each<[Status, string]>([
  ['FAILED', 'RecordFailure'],
  ['SUPERSEDED', 'FinishReplacement'],
  ['PENDING', 'NoSuchStep'],
])('shows no progress of a request that is %s in %s', (status, step) => {
  expect(progressOf({ status, step })).toBeUndefined();
});

const ALIAS = 'login.example.com';
const AT = '2027-04-24T00:16:00.000Z';
const FACTS = { alias: ALIAS, notAfter: AT, until: AT, validationDomain: 'example.com' };

it.each([
  ['PENDING', 'EMAIL', 'ApprovalPending', [ALIAS]],
  ['ACTIVE', 'EMAIL', 'RenewalPending', [ALIAS]],
  ['ACTIVE', 'DNS', 'RenewalPending', []],
  ['FAILED', 'EMAIL', 'ApprovalPending', []],
] as const)('of a request that is %s, by %s, with %s, these wait for a click: %j', (status, method, reason, names) => {
  const opening = { requestId: 'req-1', siteId: 'acme', prefix: 'login', target: 'target', aliases: [ALIAS] };
  const request = openRequest({ ...opening, method, onFindings: 'wait', createdAt: AT });
  const conditions = { [ALIAS]: { approval: { reason, facts: FACTS, lastChange: AT } } };
  const view = viewRequest({ ...request, status, conditions }, { now: new Date(AT) });
  expect(waitingForClick(view)).toEqual(names);
});

it.each(['RecordMissing', 'RecordUnderWildcard'] as const)(
  'takes %s for what it is waited for, and no error',
  (reason) => {
    expect(toneOf({ reason, status: 'False', actor: 'customer DNS' })).toBe('pending');
  },
);

it('says "you" to the admins of the site only', () => {
  const at = '2027-04-24T00:16:00.000Z';
  const session = {
    UID: 'ann',
    apiKey: 'key',
    partnerId: 'acme',
    sites: '*' as const,
    permissions: ['sites.write' as const],
    loggedInAt: at,
    expiresAt: at,
    endsAt: at,
  };
  const as = (more: object) => sessionState.set({ kind: 'in', session: { ...session, ...more } });
  as({});
  expect(actorText('site admin')).toBe('Site admin (you)');
  expect(actorText('customer DNS')).toBe('DNS owner');
  as({ partnerId: null });
  expect(actorText('site admin')).toBe('Site admin');
  as({ permissions: [] });
  expect(actorText('site admin')).toBe('Site admin');
  sessionState.set({ kind: 'out', ended: false });
});

it('gives no orders to whoever is outside the reach of the customer', () => {
  expect(actorLead('vendor on-call')).toBe('Our on-call engineer acts.');
  expect(actorLead('nobody')).toBe('It goes on by itself.');
  expect(actorLead('customer DNS')).toBe('DNS owner:');
});

it('counts a name that was left out of the request, and not of its certificate, among those that wait for a click', () => {
  const opening = { requestId: 'req-1', siteId: 'acme', prefix: 'login', target: 'target', aliases: ['a.example.com'] };
  const left = { without: [ALIAS], method: 'EMAIL', onFindings: 'wait', createdAt: AT } as const;
  const request = openRequest({ ...opening, ...left });
  const conditions = { [ALIAS]: { approval: { reason: 'RenewalPending', facts: FACTS, lastChange: AT } } } as const;
  const view = viewRequest({ ...request, status: 'ACTIVE', conditions }, { now: new Date(AT) });
  expect(waitingForClick(view)).toEqual([ALIAS]);
});
