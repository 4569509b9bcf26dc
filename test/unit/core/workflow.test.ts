import type { RequestFields } from '../../../core/request.ts';
import type { Retirement } from '../../../core/retirement.ts';
import { requestRow, retirementRow, workflowSortKey, workflowsFrom } from '../../../core/workflow.ts';
import { opened } from '../../support/unit/opened.ts';
import { RETIREMENT } from '../../support/unit/retirement.ts';
import { SITE } from '../../support/unit/step.ts';

const since = '2026-11-22T10:00:00.000Z';
const request = (set: Partial<RequestFields> = {}) => ({
  ...opened('login.a.example', 'login.b.example'),
  ...set,
});

it.each<[string, Partial<RequestFields>, string | undefined]>([
  ['on its way', {}, 'running#2026-11-21T09:00:00.000Z#req-1'],
  ['waiting for somebody', { status: 'ACTION_REQUIRED' }, 'running#2026-11-21T09:00:00.000Z#req-1'],
  ['standing still', { failing: { error: 'AccessDenied', since } }, '2026-11-22T10:00:00.000Z#req-1'],
  ['serving', { status: 'ACTIVE' }, undefined],
  [
    'serving, its renewal standing still',
    { status: 'ACTIVE', failing: { error: 'States.Timeout', since } },
    '2026-11-22T10:00:00.000Z#req-1',
  ],
  ['over', { status: 'CANCELED' }, undefined],
])('lists a request by what it is: %s', (_, set, key) => {
  expect(workflowSortKey(request(set))).toBe(key);
});

it('reads what runs from behind what stands still, wherever a cursor says to begin', () => {
  expect(workflowsFrom('running', undefined)).toBe('running#');
  expect(workflowsFrom('running', '2026-11-22T10:00:00.000Z#req-1')).toBe('running#');
  expect(workflowsFrom('running', 'running#2026-11-21T09:00:00.000Z#req-1')).toBe(
    'running#2026-11-21T09:00:00.000Z#req-1',
  );
  expect(workflowsFrom('stopped', undefined)).toBeUndefined();
});

it('says what stands still, and for how long AWS redrives it', () => {
  const stops = [
    { execution: 'req-1-renew-20270606', error: 'AccessDenied', since },
    { execution: 'req-1-migrate-1', error: 'States.Timeout', since: '2026-11-23T10:00:00.000Z' },
  ];
  const failing = { error: 'AccessDenied', since, stops };
  expect(requestRow(request({ status: 'ACTIVE', step: 'AwaitRenewal', waitingOn: 'vendor on-call', failing }))).toEqual(
    {
      siteId: 'acme',
      requestId: 'req-1',
      prefix: 'login',
      names: 2,
      status: 'ACTIVE',
      step: 'AwaitRenewal',
      waitingOn: 'vendor on-call',
      since: '2026-11-21T09:00:00.000Z',
      deadline: null,
      stops: [
        { ...stops[0], until: '2026-12-06T10:00:00.000Z' },
        { ...stops[1], until: '2026-12-07T10:00:00.000Z' },
      ],
    },
  );
});

it('takes a request that was stored before its stops were kept for its own execution', () => {
  expect(requestRow(request({ failing: { error: 'AccessDenied', since } })).stops).toEqual([
    { execution: 'req-1', error: 'AccessDenied', since, until: '2026-12-06T10:00:00.000Z' },
  ]);
});

it('lists a retirement only while it stands still', () => {
  const retirement: Retirement = { ...RETIREMENT, state: 'REMOVING', askedAt: '2026-11-21T09:00:00.000Z' };
  expect(retirementRow({ ...SITE, retirement })).toBeUndefined();
  expect(retirementRow({ ...SITE, retirement: { ...retirement, failing: { error: 'AccessDenied', since } } })).toEqual({
    siteId: 'acme',
    state: 'REMOVING',
    askedAt: '2026-11-21T09:00:00.000Z',
    stop: { execution: 'acme-retire-1', error: 'AccessDenied', since, until: '2026-12-06T10:00:00.000Z' },
  });
});
