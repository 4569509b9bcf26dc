/** The one DNS record that puts a finding right, where one does: told alike by letters, forwarded instructions and the page, which can load nothing of Node's. */
import type { Finding } from './condition.ts';
import { REASONS } from './reasons.ts';

/** As it is typed in at a provider: names without, and values with a dot at their end only where it matters; text unquoted. */
export interface RecordToAdd {
  name: string;
  type: 'CNAME' | 'TXT' | 'CAA';
  value: string;
}

/**
 * What must stand in the DNS for the condition to hold; null where it is not one record. Nobody but the owner of a domain knows its mail
 * servers: no MX record is ever made up.
 */
export function recordToAdd({ reason, facts }: Finding): RecordToAdd | null {
  const { condition } = REASONS[reason];
  const { alias = '', expected, record, value, at } = facts;
  if ((reason === 'CaaForbids' || reason === 'CaaForbidsRenewal') && at)
    return { name: at, type: 'CAA', value: '0 issue "amazon.com"' };
  // Under a wildcard a name's own record comes first: the validation record alone would take it off the air.
  const ownFirst = condition === 'dns' || condition === 'serving' || reason === 'RecordUnderWildcard';
  if ((ownFirst || reason === 'DnsPointsElsewhere') && expected)
    // The provider completes what has no dot at its end: what is copied must not be mended by hand again.
    return { name: alias, type: 'CNAME', value: reason === 'CnameDoubledSuffix' ? `${expected}.` : expected };
  if (record && value) return { name: record, type: condition === 'conflict' ? 'TXT' : 'CNAME', value };
  return null;
}
