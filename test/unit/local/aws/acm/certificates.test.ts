import { validity } from '../../../../../local/aws/acm/certificates.ts';

describe('validity', () => {
  it.each([
    ['2026-02-17T12:00:00Z', 395, '2026-02-17T00:00:00.000Z', '2027-03-18T23:59:59.000Z'],
    ['2026-11-21T10:00:00Z', 198, '2026-11-21T00:00:00.000Z', '2027-06-06T23:59:59.000Z'],
    ['2027-03-15T00:00:00Z', 100, '2027-03-15T00:00:00.000Z', '2027-06-22T23:59:59.000Z'],
    ['2029-03-15T09:00:00Z', 47, '2029-03-15T00:00:00.000Z', '2029-04-30T23:59:59.000Z'],
  ])('of a certificate issued at %s is %i days', (issuedAt, days, notBefore, notAfter) => {
    const valid = validity(new Date(issuedAt));
    expect(valid.days).toBe(days);
    expect([valid.notBefore.toISOString(), valid.notAfter.toISOString()]).toEqual([notBefore, notAfter]);
  });
});
