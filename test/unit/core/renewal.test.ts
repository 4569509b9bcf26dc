import type { Finding } from '../../../core/condition.ts';
import {
  beginRenewal,
  countRound,
  cure,
  dueBy,
  dueReminderDays,
  dueSeverity,
  forecast,
  isRenewable,
  missedFacts,
  openNames,
  renewalDeadline,
} from '../../../core/renewal.ts';
import type { CertificateRequest } from '../../../core/request.ts';
import { opened } from '../../support/unit/opened.ts';

const END = '2027-06-06T23:59:59.000Z';
const [ONE, TWO] = ['login.example.com', 'login.example.org'];
const NOW = new Date('2026-11-21T10:00:00Z');
const OPENED = opened(ONE, TWO);
const RENEWAL = beginRenewal(END, new Date('2027-04-22T23:59:59Z'));

function request(
  fields: Partial<CertificateRequest> = {},
  approvals: Record<string, Finding> = {},
): CertificateRequest {
  const conditions = Object.fromEntries(
    [ONE, TWO].map((alias) => [
      alias,
      {
        mail: {
          reason: 'MailRouteFound' as const,
          facts: { alias, validationDomain: alias.slice(6) },
          lastChange: END,
        },
        ...(approvals[alias] && { approval: { ...approvals[alias], lastChange: END } }),
      },
    ]),
  );
  return { ...OPENED, status: 'ACTIVE', notAfter: END, conditions, ...fields };
}
const pending = (alias: string): Finding => ({ reason: 'RenewalPending', facts: { alias } });

describe('the last safe moment', () => {
  it.each([
    ['EMAIL', END, '2027-06-05T23:59:59.000Z'],
    ['DNS', END, '2027-06-05T23:59:59.000Z'],
    ['EMAIL', '2027-10-15T23:59:59.000Z', '2027-09-30T23:59:59.000Z'],
    ['DNS', '2027-10-15T23:59:59.000Z', '2027-10-14T23:59:59.000Z'],
    ['EMAIL', '2027-11-21T23:59:59.000Z', '2027-11-20T23:59:59.000Z'], // cannot be renewed: for a new one
  ] as const)('by %s of what ends at %s: %s', (method, end, due) => {
    expect(dueBy(end, method)).toBe(due);
  });

  it('is followed by the very end', () => {
    expect(renewalDeadline(RENEWAL, 'EMAIL', new Date('2027-06-05T23:59:58Z'))).toBe('2027-06-05T23:59:59.000Z');
    expect(renewalDeadline(RENEWAL, 'EMAIL', new Date('2027-06-06T00:00:00Z'))).toBe(END);
  });
});

it.each([
  ['2027-11-13T23:59:59.000Z', true], // opens a day before the last moment
  ['2027-11-14T23:59:59.000Z', false], // opens at the last moment: nobody can click any more
])('renews by e-mail what ends at %s: %s', (end, expected) => {
  expect(isRenewable(end, 'EMAIL')).toBe(expected);
  expect(isRenewable(end, 'DNS')).toBe(true);
});

it.each([
  ['2027-05-07T23:59:58Z', undefined, undefined],
  ['2027-05-07T23:59:59Z', 30, undefined],
  ['2027-05-22T23:59:59Z', 15, '3'],
  ['2027-05-30T23:59:59Z', 7, '3'],
  ['2027-06-03T23:59:59Z', 3, '2'],
  ['2027-06-04T23:59:59Z', 2, '2'],
])('reminds and escalates at %s: %s, severity %s', (now, days, severity) => {
  expect(dueReminderDays(END, new Date(now))).toBe(days);
  expect(dueSeverity(END, new Date(now))).toBe(severity);
});

it('counts a round when the summary changes 72 hours or more after the last one began', () => {
  const first = { ...RENEWAL, ...countRound(RENEWAL, '2027-04-22T23:59:59.000Z') };
  expect(first).toMatchObject({ round: 1, roundAt: '2027-04-22T23:59:59.000Z' });
  expect(countRound(first, '2027-04-25T12:00:00.000Z')).toEqual({ round: 1, roundAt: '2027-04-22T23:59:59.000Z' });
  expect(countRound(first, '2027-04-25T23:59:59.000Z')).toEqual({ round: 2, roundAt: '2027-04-25T23:59:59.000Z' });
});

it('knows how a new certificate can be had', () => {
  expect(cure(new Date('2027-03-31T12:00:00Z'))).toBe(
    'by e-mail validation, which AWS takes until 2027-03-31, or with the method DNS, whose later renewals need nobody',
  );
  expect(cure(new Date('2027-04-01T00:00:00Z'))).toBe(
    'with the method DNS (AWS takes no new ones by e-mail validation after 2027-03-31)',
  );
});

describe('the forecast', () => {
  it('is none for what does not serve, or has no end yet', () => {
    expect(forecast(request({ status: 'EXPIRED' }), NOW)).toBeNull();
    expect(forecast(request({ notAfter: null }), NOW)).toBeNull();
  });

  it('counts clicks, mailboxes and the year, by e-mail', () => {
    expect(forecast(request(), NOW)).toMatchObject({
      state: 'PLANNED',
      clicks: 2,
      domains: ['example.com', 'example.org'],
      clicksInAYear: 6,
      message:
        '2 clicks due by 2027-06-05T23:59:59.000Z: AWS mails the mailboxes of example.com and example.org from 2027-04-22T23:59:59.000Z on, one mail a name.',
    });
  });

  it('asks nobody by DNS, and goes on beyond the sunset', () => {
    const seen = forecast(request({ method: 'DNS' }), NOW);
    expect(seen).toMatchObject({ state: 'PLANNED', clicks: 0, domains: [], clicksInAYear: 0 });
    expect(seen?.next.map(({ opensAt, possible }) => [opensAt.slice(0, 10), possible])).toEqual([
      ['2027-06-15', true],
      ['2027-08-08', true],
      ['2027-10-01', true],
    ]);
  });

  it('stays planned until the first mails are out', () => {
    expect(forecast(request({ renewal: RENEWAL }), new Date(RENEWAL.startedAt))).toMatchObject({
      state: 'PLANNED',
      clicks: 2,
    });
  });

  it('counts what is still open', () => {
    const asked = request({ renewal: { ...RENEWAL, round: 2 } }, { [TWO]: pending(TWO) });
    expect(openNames(asked)).toEqual([TWO]);
    expect(forecast(asked, new Date('2027-05-01T00:00:00Z'))).toMatchObject({
      state: 'ACTION_REQUIRED',
      clicks: 1,
      round: 2,
    });
  });

  it('wants no click, and no record, of what was asked by mail before it was moved to DNS validation', () => {
    const moved = request({ method: 'DNS', renewal: { ...RENEWAL, round: 2 } }, { [TWO]: pending(TWO) });
    expect(openNames(moved)).toEqual([]);
    expect(forecast(moved, new Date('2027-05-01T00:00:00Z'))).toMatchObject({ state: 'RUNNING', clicks: 0 });
  });

  it('counts a name that was left out of the request, but not of the certificate', () => {
    const asked = request({ aliases: [ONE], without: [TWO] }, { [ONE]: pending(ONE), [TWO]: pending(TWO) });
    expect(openNames(asked)).toEqual([ONE, TWO]);
    expect(forecast(asked, NOW)).toMatchObject({ clicks: 2, domains: ['example.com', 'example.org'] });
    const missed = { ...asked, renewal: { ...RENEWAL, round: 15 } };
    expect(missedFacts(missed, END, new Date(END)).why).toBe('nobody approved login.example.com and login.example.org');
  });

  it('says when the edges have it', () => {
    const renewal = { ...RENEWAL, round: 1, renewedAt: '2027-04-24T10:00:00.000Z' };
    const seen = forecast(request({ renewal, notAfter: '2027-08-01T23:59:59.000Z' }), new Date(renewal.renewedAt));
    expect(seen).toMatchObject({
      state: 'DEPLOYING',
      notAfter: END,
      message: 'AWS has renewed the certificate; all edges show it by 2027-04-25T10:00:00.000Z.',
    });
  });

  it('says what AWS does not renew, and how many clicks that leaves: none', () => {
    expect(forecast(request({ notAfter: '2027-11-21T23:59:59.000Z' }), new Date('2027-08-14T00:00:00Z'))).toMatchObject(
      {
        state: 'IMPOSSIBLE',
        clicks: 0,
        clicksInAYear: 0,
        next: [],
      },
    );
  });
});

it.each([
  [request({}, { [ONE]: pending(ONE) }), END, 'nobody approved login.example.com'],
  [request(), END, 'AWS had not done it by then'],
  [request({ renewal: { ...RENEWAL, trouble: 'CAA_ERROR' } }), END, 'AWS gave the reason CAA_ERROR'],
  [request(), '2027-11-21T23:59:59.000Z', 'AWS renews nothing by e-mail validation after 2027-09-30'],
  [
    request({ method: 'DNS' }, { [ONE]: { reason: 'RecordMissing', facts: {} } }),
    END,
    'the validation records of login.example.com were missing',
  ],
])('says why it was missed (%#)', (missed, end, why) => {
  expect(missedFacts(missed, end, new Date(end)).why).toBe(why);
});

it('leaves what was open by mail on the last day to DNS', () => {
  const asked = request({ notAfter: '2027-10-15T23:59:59.000Z' }, { [ONE]: pending(ONE) });
  const renewal = { ...beginRenewal('2027-10-15T23:59:59.000Z', NOW), round: 9 };
  expect(forecast({ ...asked, renewal }, new Date('2027-09-30T12:00:00Z'))).toMatchObject({
    state: 'ACTION_REQUIRED',
    dueBy: '2027-09-30T23:59:59.000Z',
  });
  expect(forecast({ ...asked, renewal }, new Date('2027-10-01T00:00:00Z'))).toMatchObject({
    state: 'IMPOSSIBLE',
    dueBy: '2027-10-14T23:59:59.000Z',
    clicks: 0,
  });
});
