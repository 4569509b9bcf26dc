import { openMigration } from '../../../core/migration.ts';
import { beginRenewal } from '../../../core/renewal.ts';
import { type CertificateRequest, openRequest } from '../../../core/request.ts';
import { turnOf, withTurn } from '../../../core/turn.ts';

const ALIAS = 'login.example.com';
const NOW = new Date('2027-04-23T00:00:00.000Z');
const END = '2027-06-06T23:59:59.000Z';

function serving(more: Partial<CertificateRequest> = {}): CertificateRequest {
  const opening = { requestId: 'req-1', siteId: 'acme', prefix: 'login', target: 'target', aliases: [ALIAS] };
  return {
    ...openRequest({ ...opening, method: 'EMAIL', onFindings: 'refuse', createdAt: '2026-11-21T10:00:00.000Z' }),
    status: 'ACTIVE',
    step: 'FinishRequest',
    notAfter: END,
    ...more,
  };
}

const renewal = beginRenewal(END, NOW);
const PENDING = { reason: 'RenewalPending' as const, facts: {}, lastChange: '' };
const renewing = { renewal, conditions: { [ALIAS]: { approval: PENDING } } };
const migrating = (until: string) => ({
  migration: { ...openMigration(serving(), NOW), state: 'RECORDS' as const, until },
});
const OF_RENEWAL = { step: 'AwaitRenewal', waitingOn: 'mailbox owner', deadline: '2027-06-05T23:59:59.000Z' };

it("is nobody's while nothing is at work", () => {
  expect(turnOf(serving(), NOW)).toEqual({ waitingOn: 'nobody', deadline: null });
});

it('is that of the job whose actor has the least time, whichever began last', () => {
  const early = migrating('2027-05-01T23:59:59.000Z');
  expect(turnOf(serving({ ...renewing, ...early }), NOW)).toEqual({
    step: 'AwaitDnsRecords',
    waitingOn: 'customer DNS',
    deadline: '2027-05-01T23:59:59.000Z',
  });
  expect(turnOf(serving({ ...renewing, ...migrating(END) }), NOW)).toEqual(OF_RENEWAL);
});

it('is that of a person before that of AWS', () => {
  const { migration } = migrating('2027-05-01T23:59:59.000Z');
  const windowUntil = '2027-04-26T00:00:00.000Z';
  const waiting = { migration: { ...migration, state: 'WINDOW' as const, records: 1, windowUntil } };
  expect(turnOf(serving(waiting), NOW)).toEqual({ step: 'AwaitMigration', waitingOn: 'AWS', deadline: windowUntil });
  expect(turnOf(serving({ ...renewing, ...waiting }), NOW)).toEqual(OF_RENEWAL);
});

it('is that of whoever mends a name while the jobs need nobody', () => {
  const lost = { reason: 'ServingLost' as const, facts: {}, lastChange: '' };
  const request = serving({ renewal, conditions: { [ALIAS]: { serving: lost } } });
  expect(turnOf(request, NOW)).toEqual({ waitingOn: 'vendor on-call', deadline: null });
});

it('is that of whoever puts a name back on the air before that of any job', () => {
  const lost = { reason: 'CnameMissing' as const, facts: {}, lastChange: '' };
  const request = serving({ ...migrating('2027-05-01T23:59:59.000Z'), renewal });
  const amiss = { ...request, conditions: { [ALIAS]: { approval: PENDING, dns: lost } } };
  expect(turnOf(amiss, NOW)).toEqual({ waitingOn: 'customer DNS', deadline: null });
});

it('is that of a job while only the next renewal is threatened', () => {
  const forbidden = { reason: 'CaaForbids' as const, facts: {}, lastChange: '' };
  const request = serving({ renewal, conditions: { [ALIAS]: { approval: PENDING, caa: forbidden } } });
  expect(turnOf(request, NOW)).toEqual(OF_RENEWAL);
});

it("is the admin's when AWS renews nothing by mail any more", () => {
  const end = '2027-10-20T23:59:59.000Z';
  const late = serving({ renewal: beginRenewal(end, NOW), notAfter: end });
  expect(turnOf(late, new Date('2027-10-01T00:00:00Z'))).toEqual({
    step: 'AwaitRenewal',
    waitingOn: 'site admin',
    deadline: '2027-10-19T23:59:59.000Z',
  });
});

describe('of a happening', () => {
  const ended = { type: 'RenewalEnded', at: NOW.toISOString(), by: 'service', text: 'Over.' } as const;

  it('is taken after it: the other job shows again', () => {
    const request = serving({ ...renewing, ...migrating('2027-06-30T00:00:00.000Z') });
    const happening = { ...ended, set: { renewal: null, step: 'FinishRenewal' } };
    expect(withTurn(request, happening).set).toEqual({
      renewal: null,
      step: 'AwaitDnsRecords',
      waitingOn: 'customer DNS',
      deadline: '2027-06-30T00:00:00.000Z',
    });
  });

  it('stays as it was where on-call must act first, and where the request does not serve', () => {
    const failing = { error: 'AccessDenied', since: NOW.toISOString() };
    expect(withTurn(serving({ ...renewing, failing }), ended)).toEqual(ended);
    expect(withTurn(serving({ ...renewing, status: 'EXPIRED' }), ended)).toEqual(ended);
  });
});
