import { ALARMS, type Alarm, rings } from '../../../core/alarms.ts';

const { DeadLetters, WaitsOverdue, CertificateExpires, WatchNotRunning } = ALARMS;

describe('an alarm', () => {
  it('rings when every one of its last periods breaches', () => {
    expect(rings(WaitsOverdue, [601, 601])).toBe(true);
    expect(rings(WaitsOverdue, [700, 600])).toBe(false);
    expect(rings(WaitsOverdue, [601])).toBe(false);
  });

  it.each<[Alarm['missing'], Alarm, boolean]>([
    ['fine', DeadLetters, false],
    ['alarm', WatchNotRunning, true],
  ])('takes a period without a value for %s', (missing, alarm, ringing) => {
    expect(alarm.missing).toBe(missing);
    expect(rings(alarm, [undefined])).toBe(ringing);
  });

  it('rings below its threshold, where that is too little', () => {
    expect(rings(CertificateExpires, [9.9])).toBe(true);
    expect(rings(CertificateExpires, [10])).toBe(false);
  });
});
