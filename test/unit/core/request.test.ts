import {
  apply,
  type CertificateRequest,
  certificateNames,
  type Happening,
  news,
  type RequestEvent,
} from '../../../core/request.ts';
import { isOver, isRunning, STATUSES } from '../../../core/status.ts';
import { opened } from '../../support/unit/opened.ts';

const OPENED = opened('a.example.com', 'b.example.com');

const event = (seq: number, at: string, more: Partial<Happening> = {}): RequestEvent => ({
  requestId: 'req-1',
  seq,
  type: 'Parked',
  at: `2026-11-21T${at}:00.000Z`,
  by: 'service',
  text: 'Parked.',
  ...more,
});
const found = (alias: string, reason: 'CnameMissing' | 'CnameCorrect') => ({
  alias,
  name: 'dns' as const,
  finding: { reason, facts: { alias } },
});

it('begins PENDING, before its first event', () => {
  expect(OPENED).toMatchObject({
    status: 'PENDING',
    step: 'EnsureTarget',
    waitingOn: 'nobody',
    since: '2026-11-21T09:00:00.000Z',
    deadline: null,
    certificateArn: null,
    failing: null,
    failure: null,
    conditions: { 'a.example.com': {}, 'b.example.com': {} },
    seq: 0,
  });
});

describe('the fold', () => {
  it.each([
    ['status', { status: 'ACTION_REQUIRED' as const }],
    ['step', { step: 'AwaitValidation' }],
    ['actor', { waitingOn: 'mailbox owner' as const }],
  ])('counts since from the change of %s', (_, set) => {
    expect(apply(OPENED, event(1, '10:00', { set })).since).toBe('2026-11-21T10:00:00.000Z');
  });

  it('keeps since when only other fields change', () => {
    const after = apply(
      OPENED,
      event(1, '10:00', { set: { deadline: '2026-11-24T10:00:00.000Z', step: 'EnsureTarget' } }),
    );
    expect(after).toMatchObject({ since: '2026-11-21T09:00:00.000Z', deadline: '2026-11-24T10:00:00.000Z', seq: 1 });
  });

  it('keeps the last change of a condition that was found the same again', () => {
    const first = apply(OPENED, event(1, '10:00', { conditions: [found('a.example.com', 'CnameMissing')] }));
    const again = apply(first, event(2, '11:00', { conditions: [found('a.example.com', 'CnameMissing')] }));
    const right = apply(again, event(3, '12:00', { conditions: [found('a.example.com', 'CnameCorrect')] }));
    const change = (request: CertificateRequest) => request.conditions['a.example.com']?.dns?.lastChange;
    expect([first, again, right].map(change)).toEqual([
      '2026-11-21T10:00:00.000Z',
      '2026-11-21T10:00:00.000Z',
      '2026-11-21T12:00:00.000Z',
    ]);
    expect(right.conditions['b.example.com']).toEqual({});
  });

  it('leaves the request before it as it was', () => {
    apply(OPENED, event(1, '10:00', { conditions: [found('a.example.com', 'CnameMissing')], set: { step: 'X' } }));
    expect(OPENED).toMatchObject({ step: 'EnsureTarget', seq: 0, conditions: { 'a.example.com': {} } });
  });

  it.each([0, 2])('refuses an event out of its place: %i', (seq) => {
    expect(() => apply(OPENED, event(seq, '10:00'))).toThrow(`event ${seq} does not follow 0`);
  });
});

describe('news', () => {
  const happening = (more: Partial<Happening>): Happening => ({
    type: 'Parked',
    at: '2026-11-21T10:00:00.000Z',
    by: 'service',
    text: 'Parked.',
    ...more,
  });

  it('is what the request does not know yet', () => {
    const told = apply(OPENED, event(1, '10:00', { conditions: [found('a.example.com', 'CnameMissing')] }));
    expect(
      news(
        told,
        happening({
          set: { status: 'PENDING', step: 'AwaitValidation' },
          conditions: [found('a.example.com', 'CnameMissing'), found('b.example.com', 'CnameMissing')],
        }),
      ),
    ).toEqual(happening({ set: { step: 'AwaitValidation' }, conditions: [found('b.example.com', 'CnameMissing')] }));
  });

  it('is nothing that would set going again what is over', () => {
    const over = apply(OPENED, event(1, '10:00', { set: { status: 'CANCELED' } }));
    expect(news(over, happening({ set: { status: 'PENDING', waitingOn: 'AWS' } }))).toBeUndefined();
    expect(news(over, happening({ set: { status: 'SUPERSEDED' } }))).toEqual(
      happening({ set: { status: 'SUPERSEDED' } }),
    );
    expect(news(over, happening({ set: { letters: ['failure'] } }))).toEqual(
      happening({ set: { letters: ['failure'] } }),
    );
  });

  it('has nobody waited for of what is over', () => {
    const over = apply(OPENED, event(1, '10:00', { set: { status: 'CANCELED', waitingOn: 'nobody' } }));
    const late = { waitingOn: 'customer DNS', deadline: '2026-11-24T10:00:00Z' } as const;
    expect(news(over, happening({ set: late }))).toBeUndefined();
    expect(news(over, happening({ set: { ...late, orphanArn: 'arn' } }))).toEqual(
      happening({ set: { orphanArn: 'arn' } }),
    );
    const ended = { status: 'FAILED', waitingOn: 'site admin' } as const;
    expect(news(over, happening({ set: ended }))).toEqual(happening({ set: ended }));
  });

  it('is nothing when all is known', () => {
    expect(news(OPENED, happening({ set: { status: 'PENDING', failure: null } }))).toBeUndefined();
    expect(news(OPENED, happening({}))).toBeUndefined();
  });

  it.each(['Requested', 'MailResent'] as const)('is always that a person acted: %s', (type) => {
    expect(news(OPENED, happening({ type }))).toEqual(happening({ type }));
  });
});

it.each(STATUSES)('is %s on its way, at its goal, or over', (status) => {
  const expected = {
    PENDING: 'running',
    ACTION_REQUIRED: 'running',
    READY: 'serving',
    ACTIVE: 'serving',
    FAILED: 'over',
    CANCELED: 'over',
    SUPERSEDED: 'over',
    EXPIRED: 'over',
    RETIRED: 'over',
  }[status];
  expect(isRunning({ status }) ? 'running' : isOver({ status }) ? 'over' : 'serving').toBe(expected);
});

it('counts a name left out to its certificate only where that was issued for it too', () => {
  const approval = { reason: 'Approved', facts: {}, lastChange: '2026-11-21T09:00:00.000Z' } as const;
  const conditions = { ...OPENED.conditions, 'c.example.com': { approval }, 'e.example.com': { approval } };
  expect(certificateNames({ ...OPENED, without: ['c.example.com', 'd.example.com'], conditions })).toEqual([
    'a.example.com',
    'b.example.com',
    'c.example.com',
  ]);
});
