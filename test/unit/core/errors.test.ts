import { ERRORS, type ErrorCode, httpStatusOf, ServiceError } from '../../../core/errors.ts';
import { placesIn } from '../../../core/text.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];
const factsOf = (code: ErrorCode) =>
  Object.fromEntries(placesIn(ERRORS[code].publicText + ERRORS[code].remedy).map((place) => [place, `<${place}>`]));

it('bears the code as its name, the words of the catalogue as its message', () => {
  const cause = new Error('low level');
  const error = new ServiceError('SiteUnknown', { siteId: 'acme' }, { cause, details: { names: ['a'] } });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'SiteUnknown',
    message: 'There is no site acme.',
    cause,
    details: { names: ['a'] },
  });
  expect(error.remedy).toBe('Register it first, or check the site id.');
  expect(String(error)).toBe('SiteUnknown: There is no site acme.');
});

it('has no cause and no details unless told', () => {
  const error = new ServiceError('AwsThrottled');
  expect('cause' in error).toBe(false);
  expect(error.details).toEqual({});
});

it('fills its remedy too', () => {
  const error = new ServiceError('ResentRecently', { alias: 'a.example.com', until: '10:10' });
  expect(error.remedy).toBe('Wait until 10:10, and look in the spam folder.');
});

it('tells a missing fact loudly', () => {
  expect(() => new ServiceError('SiteUnknown')).toThrow('needs the fact "siteId"');
});

it.each(CODES)('%s renders, and its Gigya code begins with an HTTP status', (code) => {
  const error = new ServiceError(code, factsOf(code));
  expect(`${error.message}${error.remedy}`).not.toMatch(/[{}]/);
  expect(String(ERRORS[code].errorCode)).toMatch(/^[45]\d{5}$/);
});

it('gives no Gigya code twice', () => {
  const codes = CODES.map((code) => ERRORS[code].errorCode);
  expect(codes).toHaveLength(new Set(codes).size);
});

it('has only failures of the world or ours tried again, never a mistake of the caller', () => {
  expect(CODES.filter((code) => ERRORS[code].retry && httpStatusOf(code) < 500)).toEqual([]);
  expect(CODES.filter((code) => !('owner' in ERRORS[code]) && httpStatusOf(code) >= 500)).toEqual([]);
});
