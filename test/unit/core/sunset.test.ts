import { chooseMethod, defaultMethod, hasEnded, lastMoment, warningsOf } from '../../../core/sunset.ts';

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
