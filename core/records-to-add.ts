/** The DNS records that put a finding right, where records do: told alike by letters, forwarded instructions and the page, which can load nothing of Node's. */
import type { Finding } from './condition.ts';
import { REASONS } from './reasons.ts';

/** As it is typed in at a provider: names without, and values with a dot at their end only where it matters; text unquoted. */
export interface RecordToAdd {
  name: string;
  type: 'CNAME' | 'TXT' | 'CAA';
  value: string;
}

/**
 * What must stand in the DNS for the condition to hold, in the order in which it is to be added; none where it is no record. Nobody but
 * the owner of a domain knows its mail servers: no MX record is ever made up.
 */
export function recordsToAdd({ reason, facts }: Finding): RecordToAdd[] {
  const { condition } = REASONS[reason];
  const { alias = '', expected, record, value, at } = facts;
  if ((reason === 'CaaForbids' || reason === 'CaaForbidsRenewal') && at)
    return [{ name: at, type: 'CAA', value: '0 issue "amazon.com"' }];
  // The provider completes what has no dot at its end: what is copied must not be mended by hand again.
  const own = {
    name: alias,
    type: 'CNAME',
    value: `${expected}${reason === 'CnameDoubledSuffix' ? '.' : ''}`,
  } as const;
  if ((condition === 'dns' || condition === 'serving' || reason === 'DnsPointsElsewhere') && expected) return [own];
  if (!record || !value) return [];
  const proof = { name: record, type: condition === 'conflict' ? 'TXT' : 'CNAME', value } as const;
  // Under a wildcard the validation record alone would take the name off the air.
  return reason === 'RecordUnderWildcard' && expected ? [own, proof] : [proof];
}
