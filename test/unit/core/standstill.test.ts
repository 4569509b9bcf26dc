import { standstillOf } from '../../../core/standstill.ts';

const failing = { error: 'AccessDenied', since: '2026-11-21T10:00:00.000Z' };
const wordsAt = (now: string, { status = 'PENDING' as 'PENDING' | 'ACTIVE', step = 'VerifyServing' } = {}) =>
  standstillOf({ status, step, failing }, new Date(now));

it('is on-call that acts, for fourteen days', () => {
  expect(wordsAt('2026-12-05T09:59:59.000Z')).toEqual({
    ...failing,
    message:
      'The workflow stopped on 2026-11-21T10:00:00.000Z (AccessDenied). Our on-call mends the cause and has it go on, by 2026-12-05T10:00:00.000Z at the latest.',
    remedy: 'Nothing for you to do. You can cancel the request at any time: what was done is taken back.',
  });
});

it('says after them that only a cancel helps, and what comes of it', () => {
  expect(wordsAt('2026-12-05T10:00:00.000Z')).toMatchObject({
    message:
      'The workflow stopped on 2026-11-21T10:00:00.000Z (AccessDenied), and AWS lets it go on for 14 days only. It cannot go on any more.',
    remedy:
      'Cancel the request: what was done is taken back, and what served before it goes on serving. Then generate again.',
  });
});

it('says of a request that waits for its ownership move that looking again begins that anew', () => {
  expect(wordsAt('2026-12-05T10:00:00.000Z', { step: 'AwaitOwnershipMove' })?.remedy).toBe(
    'Have the request checked again: what is done stays done. Or cancel it: what was done is taken back, and what served before it goes on serving.',
  );
});

it('says at which state, where that is known', () => {
  const stopped = { ...failing, step: 'AttachCertificate' };
  const told = standstillOf({ status: 'PENDING', step: 'AwaitValidation', failing: stopped }, new Date('2026-11-22'));
  expect(told).toMatchObject({
    step: 'AttachCertificate',
    message: expect.stringContaining('stopped on 2026-11-21T10:00:00.000Z (AccessDenied at AttachCertificate).'),
  });
});

it('disturbs nobody whose names serve', () => {
  expect(wordsAt('2026-12-31T00:00:00.000Z', { status: 'ACTIVE' })?.remedy).toBe(
    'Nothing for you to do: the names go on serving.',
  );
  expect(standstillOf({ status: 'PENDING', step: 'VerifyServing', failing: null }, new Date())).toBeNull();
});
