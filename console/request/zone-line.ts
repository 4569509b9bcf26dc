/** A DNS record that somebody is asked to add, as a line of a zone file. */

/** `value` as a zone file has it, but that host names need no dot at their end. */
export interface DnsRecord {
  name: string;
  type: string;
  value: string;
}

/** TTL: five minutes, so that a slip of the pen is soon forgotten. Without its last dot a host name would get the zone's behind it. */
export const zoneLine = ({ name, type, value }: DnsRecord): string =>
  `${name}. 300 IN ${type} ${type === 'CNAME' || type === 'MX' ? value.replace(/\.?$/, '.') : value}`;
