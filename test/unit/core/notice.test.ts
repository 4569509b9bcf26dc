import { noticeOf } from '../../../core/notice.ts';
import { apply, type CertificateRequest, type RequestFields } from '../../../core/request.ts';
import { opened } from '../../support/unit/opened.ts';

const AT = '2026-11-21T10:00:00.000Z';
const OPENED = opened('login.example.com', 'login.example.org');
const RUNNING: CertificateRequest = { ...OPENED, seq: 4 };

function noticed(before: CertificateRequest, set: Partial<RequestFields>) {
  const event = {
    type: 'Parked' as const,
    at: AT,
    by: 'service',
    text: 'x',
    set,
    requestId: 'req-1',
    seq: before.seq + 1,
  };
  return noticeOf(before, event, apply(before, event));
}

it('tells how a request stands after its event', () => {
  const deadline = '2026-11-24T10:00:00.000Z';
  expect(noticed(RUNNING, { status: 'ACTION_REQUIRED', waitingOn: 'mailbox owner', deadline })).toEqual({
    type: 'certificate.status_changed',
    siteId: 'acme',
    requestId: 'req-1',
    seq: 5,
    at: AT,
    status: 'ACTION_REQUIRED',
    previousStatus: 'PENDING',
    waitingOn: 'mailbox owner',
    since: AT,
    deadline,
    notAfter: null,
    aliases: 2,
  });
});

it.each<[string, Partial<CertificateRequest>, Partial<RequestFields>, string | undefined]>([
  ['the first event', { seq: 0 }, {}, 'certificate.requested'],
  ['another person', {}, { waitingOn: 'customer DNS' }, 'certificate.actor_changed'],
  ['nobody any more', { waitingOn: 'customer DNS' }, { waitingOn: 'AWS' }, 'certificate.actor_changed'],
  ['another deadline', { waitingOn: 'customer DNS' }, { deadline: AT }, 'certificate.deadline_changed'],
  ['an end of validity', {}, { notAfter: AT }, 'certificate.deadline_changed'],
  ['AWS at work', {}, { waitingOn: 'AWS', step: 'AwaitDeployment' }, undefined],
  ['a deadline of AWS', { waitingOn: 'AWS' }, { deadline: AT }, undefined],
  ['a letter', {}, { letters: ['validation asked'] }, undefined],
])('%s', (_, before, set, type) => {
  expect(noticed({ ...RUNNING, ...before }, set)?.type).toBe(type);
});

it('names no status before the first', () => {
  expect(noticed(OPENED, {})?.previousStatus).toBeNull();
});
