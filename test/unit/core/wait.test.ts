import { dueReminderLetter, nextLookSeconds, WAITS, type WaitName } from '../../../core/wait.ts';

/** Minutes after parking at which the first `count` looks are made. */
function looks(wait: WaitName, count: number): number[] {
  let minutes = 0;
  return Array.from({ length: count }, (_, look) => {
    minutes += nextLookSeconds(wait, look) / 60;
    return minutes;
  });
}

it('looks at the DNS after minutes, then every ten for three hours, then hourly', () => {
  expect(looks('AwaitPreflightFix', 24)).toEqual([
    1, 3, 6, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101, 111, 121, 131, 141, 151, 161, 171, 181, 191, 251, 311,
  ]);
});

it('looks at approvals after minutes, then every quarter of an hour', () => {
  expect(looks('AwaitValidation', 7)).toEqual([1, 3, 8, 18, 33, 48, 63]);
});

it.each(['AwaitValidationRecords', 'AwaitDeployment'] as const)('looks every minute in %s', (wait) => {
  expect(looks(wait, 4)).toEqual([1, 2, 3, 4]);
});

it.each([
  ['AwaitPreflightFix', 1_209_600, 'customer DNS'],
  ['AwaitValidationRecords', 3600, 'AWS'],
  ['AwaitValidation', 345_600, 'mailbox owner'],
  ['AwaitDeployment', 3600, 'AWS'],
] as const)('%s gives up after %i seconds, waiting on %s', (wait, deadline, waitingOn) => {
  expect(WAITS[wait]).toMatchObject({ deadline, waitingOn });
});

it.each([
  ['AwaitValidation', '2026-11-22T08:59:59Z', undefined],
  ['AwaitValidation', '2026-11-22T09:00:00Z', 'reminder after 24 h'],
  ['AwaitValidation', '2026-11-23T20:59:59Z', 'reminder after 24 h'],
  ['AwaitValidation', '2026-11-23T21:00:00Z', 'reminder after 60 h'],
  ['AwaitPreflightFix', '2026-11-28T08:59:59Z', undefined],
  ['AwaitPreflightFix', '2026-11-28T09:00:00Z', 'records reminder'],
] as const)('%s has by %s the reminder: %s', (wait, now, reminder) => {
  expect(dueReminderLetter(wait, '2026-11-21T09:00:00Z', new Date(now))).toBe(reminder);
});
