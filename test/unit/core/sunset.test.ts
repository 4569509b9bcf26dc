import {
  campaignAt,
  chooseMethod,
  defaultMethod,
  hasEnded,
  lastMoment,
  safeDaysOf,
  warningsOf,
} from '../../../core/sunset.ts';

const at = (time: string) => new Date(time);

it.each([
  ['2026-11-21T09:00:00Z', 'EMAIL'],
  ['2026-12-31T23:59:59Z', 'EMAIL'],
  ['2027-01-01T00:00:00Z', 'DNS'],
  ['2027-04-01T00:00:00Z', 'DNS'],
])('at %s the default method is %s', (time, method) => {
  expect(defaultMethod(at(time))).toBe(method);
  expect(chooseMethod(undefined, at(time))).toBe(method);
});

it('lets e-mail be chosen until the end of the last day', () => {
  expect(chooseMethod('EMAIL', at('2027-03-31T23:59:59.999Z'))).toBe('EMAIL');
  expect(() => chooseMethod('EMAIL', at('2027-04-01T00:00:00Z'))).toThrow(
    'AWS takes no new certificates by e-mail validation after 2027-03-31. Nothing was started.',
  );
  expect(lastMoment('EMAIL')).toBe('2027-03-31T23:59:59.000Z');
});

it('never ends DNS', () => {
  expect(chooseMethod('DNS', at('2040-01-01T00:00:00Z'))).toBe('DNS');
  expect(hasEnded('DNS', at('2040-01-01T00:00:00Z'))).toBe(false);
  expect(lastMoment('DNS')).toBeUndefined();
  expect(warningsOf('DNS', at('2027-03-31T09:00:00Z'))).toEqual([]);
});

describe('who chooses e-mail', () => {
  const messages = (time: string) => warningsOf('EMAIL', at(time)).map(({ message }) => message);
  const codes = (time: string) => warningsOf('EMAIL', at(time)).map(({ code }) => code);

  it('is told when the renewal of 198 days is due', () => {
    expect(messages('2026-11-21T09:00:00Z')).toEqual([
      'AWS ends e-mail validation: no new certificates after 2027-03-31, no renewals after 2027-09-30. A certificate issued today has to be renewed between 2027-04-22 and 2027-06-06, by a click for every name; if that is missed, no new one can be had by e-mail.',
    ]);
  });

  it('is told when the renewal of 100 days is due, from the day of the cap', () => {
    expect(messages('2027-03-15T00:00:00Z')[0]).toContain('renewed between 2027-05-08 and 2027-06-22');
  });

  it('is not told of a sunset that does not concern the renewal', () => {
    expect(codes('2026-10-29T12:00:00Z')).toEqual([]);
    expect(codes('2026-10-31T12:00:00Z')).toEqual(['EmailRenewalEnds']);
  });

  it('is told when the 72 hours of the approval end after the last day', () => {
    expect(codes('2027-03-28T23:00:00Z')).toEqual(['EmailRenewalEnds']);
    expect(codes('2027-03-29T00:00:00Z')).toEqual(['EmailRenewalEnds', 'EmailApprovalOverSunset']);
  });
});

describe('a certificate by e-mail', () => {
  it.each([
    // As long as new ones can be had by e-mail, a missed approval is made good by a new request.
    ['2026-12-15', '2027-03-31', '2026-10-31', '2026-12-15'],
    ['2027-03-31', '2027-03-31', '2027-02-14', '2027-03-31'],
    ['2027-04-03', '2027-03-31', '2027-02-17', '2027-04-03'],
    // Then five days before its end: the last renewal by mail may still be approved, but not repaired.
    ['2027-06-06', '2027-06-01', '2027-04-22', '2027-06-06'],
    ['2027-09-30', '2027-09-25', '2027-08-16', '2027-09-30'],
    ['2027-11-13', '2027-11-08', '2027-09-29', '2027-09-30'],
  ])('that ends on %s is safe until %s, and renewed by mail from %s to %s', (end, lastSafeDay, from, until) => {
    expect(safeDaysOf(`${end}T23:59:59.000Z`)).toEqual({ lastSafeDay, mailRenewal: { from, until } });
  });

  it('is renewed by mail no more when its mails would begin after the last renewals', () => {
    expect(safeDaysOf('2027-11-14T23:59:59.000Z')).toEqual({ lastSafeDay: '2027-11-09', mailRenewal: null });
    expect(safeDaysOf('2028-01-08T23:59:59.000Z')).toEqual({ lastSafeDay: '2028-01-03', mailRenewal: null });
  });

  it.each([
    ['2027-04-01T23:59:59Z', undefined, '2027-04-02'],
    ['2027-04-02T00:00:00Z', 60, '2027-05-02'],
    ['2027-05-02T00:00:00Z', 30, '2027-05-25'],
    ['2027-05-25T00:00:00Z', 7, undefined],
    ['2027-06-01T23:59:59Z', 7, undefined],
    ['2027-06-02T00:00:00Z', undefined, undefined],
  ])('has at %s the letter of %s days before the last safe day, and the next on %s', (now, daysBefore, next) => {
    const { due, nextAt } = campaignAt('2027-06-06T23:59:59.000Z', at(now));
    expect(due).toEqual(daysBefore && { daysBefore, lastSafeDay: '2027-06-01' });
    expect(nextAt?.toISOString().slice(0, 10)).toBe(next);
  });
});
