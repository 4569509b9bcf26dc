import { format, withTimes } from '../../../../console/service/time.ts';

it('writes the times of a sentence as the reader’s, and leaves what only looks like one', () => {
  const time = '2026-11-24T09:00:00.000Z';
  expect(withTimes(`until ${time}`)).toBe(`until ${format(time)}`);
  expect(withTimes('its TXT is "2026-99-99T99Z"')).toBe('its TXT is "2026-99-99T99Z"');
});
