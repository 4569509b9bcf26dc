/** The calendar of certificates: how long one is valid by the day of its issuance, and when ACM begins to renew it. Days are UTC days, compared as texts. */

/** ACM's 198 days (user guide, document history 2026-02-18), then the caps of the Baseline Requirements 6.3.2. Newest first. */
const VALIDITY_DAYS = [
  { from: '2029-03-15', days: 47 },
  { from: '2027-03-15', days: 100 },
  { from: '', days: 198 },
];

/** ACM begins to renew so many days before the end (user guide, email-validation and dns-renewal-validation). */
const RENEWAL_LEAD_DAYS = 45;

const DAY_MS = 86_400_000;

/** Days of validity, both ends included, of what is issued then. */
export function validityDays(issuedAt: Date): number {
  return VALIDITY_DAYS.find(({ from }) => from <= dayOf(issuedAt))?.days ?? 0;
}

/** The last second of what is issued then. */
export function endOf(issuedAt: Date): Date {
  return new Date(Date.parse(`${dayOf(issuedAt)}T00:00:00Z`) + validityDays(issuedAt) * DAY_MS - 1000);
}

/** From when on ACM renews what ends then. */
export function renewalOpens(notAfter: string): Date {
  return daysBefore(notAfter, RENEWAL_LEAD_DAYS);
}

export function daysBefore(time: string, days: number): Date {
  return new Date(Date.parse(time) - days * DAY_MS);
}

/** `2027-03-31` */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
